import { z } from 'zod';
import { sampleKinds } from '../../casework/run/sample-sheet.ts';
import { pageOf } from '../paging.ts';

const word = z.string().trim().min(1).max(100);

/** A cell of the sheet: the sheet's own reader judges it, with the others, line by line. */
const cell = z
  .string()
  .max(200)
  .regex(/^[^\p{Cc}]*$/u, 'must not hold control characters');

export const runRequest = z
  .strictObject({
    instrument: word,
    flowcell: word,
    aligner: z.strictObject({
      name: word,
      version: word,
      reference: word,
      duplicateMarking: word,
    }),
    lanes: z.array(z.number().int().min(1).max(64)).max(64).default([]),
    chemistry: word.nullable().default(null),
    urgent: z.boolean().default(false),
    reagentLots: z
      .array(z.strictObject({ name: word, lot: word }))
      .max(100)
      .default([]),
    sampleSheet: z
      .union([
        z.string().max(2 * 2 ** 20),
        z
          .array(
            z.strictObject({
              sample: cell,
              specimen: cell.nullable().default(null),
              kind: cell,
              file: cell.nullable().default(null),
              lane: z.number().int().nullable().default(null),
            }),
          )
          .min(1)
          .max(10_000),
      ])
      .optional(),
  })
  .meta({ id: 'RunRequest' });

export type RunRequest = z.infer<typeof runRequest>;

/** A problem kept with a sample or a file: its kind leads to /problems/<kind>. */
const keptProblem = z.looseObject({ kind: z.string(), detail: z.string() });

const state = z.string();

const sampleFile = z
  .object({
    name: z.string(),
    lane: z.number().int().nullable(),
    state: z.enum(['AWAITED', 'ARRIVING', 'RECEIVED', 'VERIFIED', 'REFUSED', 'DELETED']),
    sizeBytes: z.number().int().nullable(),
    arrivedBytes: z.number().int(),
    sha256: z.string().nullable(),
  })
  .meta({ id: 'SampleFile' });

export const sampleAnswer = z
  .object({
    id: z.string(),
    runId: z.string(),
    name: z.string(),
    kind: z.enum(sampleKinds),
    specimen: z.string().nullable(),
    state,
    problem: keptProblem.nullable(),
    /** The first of its files. */
    file: sampleFile,
    files: z.array(sampleFile),
  })
  .meta({ id: 'Sample' });

export type SampleAnswer = z.infer<typeof sampleAnswer>;

const runFields = {
  id: z.string(),
  instrument: z.string(),
  flowcell: z.string(),
  aligner: z.object({
    name: z.string(),
    version: z.string(),
    reference: z.string(),
    duplicateMarking: z.string(),
  }),
  lanes: z.array(z.number().int()),
  chemistry: z.string().nullable(),
  reagentLots: z.array(z.object({ name: z.string(), lot: z.string() })),
  state,
  /** Its jobs go first. */
  urgent: z.boolean(),
  registeredAt: z.string(),
  sampleCount: z.number().int(),
};

export const runPriority = z.strictObject({ urgent: z.boolean() }).meta({ id: 'RunPriority' });

const runSummary = z.object(runFields).meta({ id: 'RunSummary' });

export const runAnswer = z
  .object({ ...runFields, samples: z.array(sampleAnswer) })
  .meta({ id: 'Run' });

export type RunAnswer = z.infer<typeof runAnswer>;

export const runPage = pageOf(runSummary);
