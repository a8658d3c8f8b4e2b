import { z } from 'zod';
import { modelStates } from '../../casework/model/model-state.ts';
import { pageQuery } from '../paging.ts';

/** A model is named by its content. */
const modelId = z.string().regex(/^[\w-]{1,64}$/);

export const modelParams = z.object({ id: modelId });

export const modelListQuery = pageQuery.extend({ cursor: modelId.optional() });

const measure = z.number().nullable();
const count = z.number().int();
const moment = z.date().nullable();

const line = {
  ...{ id: z.string(), sha256: z.string(), assembly: z.string(), state: z.enum(modelStates) },
  version: z.string().describe('The ETag, for If-Match'),
  registeredAt: z.date(),
  proposedBy: z.string().nullable().describe('null: the operator, by a setting at a start'),
  proposedAt: moment,
  decidedBy: z.string().nullable().describe('Who approved it, or refused it'),
  decidedAt: moment,
  usedSince: moment,
  usedUntil: moment,
  controls: count.nullable().describe('null: its files are not where they were'),
};

export const modelLineAnswer = z.object(line).meta({ id: 'ModelLine' });

export type ModelLineAnswer = z.infer<typeof modelLineAnswer>;

const targetQuality = z.object({
  target: z.string(),
  cv: measure.describe('Relative spread at the median depth'),
  overPoisson: measure.describe('The same over pure counting noise'),
  ...{ zMean: measure, zStandardDeviation: measure },
});

export const modelAnswer = z
  .object({
    ...line,
    reason: z.string().nullable().describe('Of the decision'),
    quality: z
      .object({
        ...{ softwareVersion: z.string(), binSizeBases: count, controls: count },
        ...{ females: count, males: count, sexUnknown: count },
        excluded: z.array(z.object({ sample: z.string(), reason: z.string() })),
        ...{ usedBins: count, medianDepth: count, targets: z.array(targetQuality) },
        fetalFraction: z.object({
          trainingCount: count,
          error: measure.describe('Standard error of an estimate; null: the model gives none'),
          scaleError: measure,
        }),
        noiseComponents: count,
        gc: z.string(),
        mappability: z.string().nullable(),
        limits: z.array(z.string()),
      })
      .nullable()
      .describe('How its control group behaves; null: its files are not where they were'),
  })
  .meta({ id: 'Model' });

export type ModelAnswer = z.infer<typeof modelAnswer>;

export const modelLines = z.object({
  items: z.array(modelLineAnswer),
  next: z.string().nullable(),
});

export type ModelLines = z.infer<typeof modelLines>;
