import { z } from 'zod';
import { batchStates } from '../../casework/batch/batch-state.ts';

export const lightAnswer = z
  .object({
    check: z.string(),
    subject: z.string().nullable().describe('A sample’s name, or a chromosome; null: the batch'),
    value: z.number().nullable(),
    limit: z.number().nullable(),
    unit: z.string(),
    colour: z.enum(['green', 'amber', 'red', 'grey']).describe('grey: too few to judge'),
    detail: z.string(),
  })
  .meta({ id: 'Light' });

export const batchAnswer = z
  .object({
    id: z.string(),
    runId: z.string(),
    instrument: z.string(),
    flowcell: z.string(),
    state: z.enum(batchStates),
    version: z.string().describe('The ETag, for If-Match'),
    gate: z
      .object({
        id: z.string(),
        verdict: z.enum(['pass', 'fail']),
        limitsVersion: z.number().int(),
        judgedAt: z.date(),
        lights: z.array(lightAnswer),
        release: z
          .object({ by: z.string(), at: z.date(), reason: z.string() })
          .nullable()
          .describe('Who released the batch by hand'),
      })
      .nullable()
      .describe('What the gate found last; null before it was judged'),
  })
  .meta({ id: 'Batch' });

export type BatchAnswer = z.infer<typeof batchAnswer>;

export const releaseBody = z.strictObject({
  reason: z.string().trim().min(10).max(2000).describe('Why its reports may leave all the same'),
});

const limit = z.object({
  name: z.string(),
  unit: z.string(),
  badSide: z.enum(['below', 'above']),
  amber: z.number().nullable(),
  red: z.number().nullable(),
  source: z.string(),
});

const qualityLimitsAnswer = z
  .object({
    version: z.number().int(),
    validFrom: z.string(),
    validTo: z.string().nullable(),
    sample: z.array(limit),
    run: z.array(limit),
    batch: z.array(limit),
    controls: z.array(z.string()).describe('Kinds of control a batch must hold'),
    driftPatientsMin: z.number().int(),
  })
  .meta({ id: 'QualityLimits' });

export const qualityLimitsAnswers = z.object({ items: z.array(qualityLimitsAnswer) });

export type QualityLimitsAnswers = z.infer<typeof qualityLimitsAnswers>;
