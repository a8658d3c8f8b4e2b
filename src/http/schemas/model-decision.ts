import { z } from 'zod';

/** model.bin of 60 000 bins and 1 000 controls takes 3 MB. */
export const modelBytesMax = 64 * 2 ** 20;

const base64 = z.string().regex(/^[A-Za-z0-9+/]+={0,2}$/);

export const modelBody = z.strictObject({
  modelJson: base64.describe('The bytes of model.json, base64'),
  modelBin: base64.describe('The bytes of model.bin, base64'),
});

export type ModelBody = z.infer<typeof modelBody>;

export const shadowRunBody = z.strictObject({
  batches: z.int().min(1).max(20).describe('So many of the newest batches'),
});

export const modelDecisionBody = z.strictObject({
  reason: z.string().trim().min(10).max(2000).describe('Kept sealed with the decision'),
});

const measure = z.number().nullable();
const count = z.int();
const verdict = z.enum(['low-risk', 'high-risk', 'no-call']);

export const shadowRunAnswer = z
  .object({
    ...{ id: z.string(), besideId: z.string(), batches: count },
    ...{ openedBy: z.string(), openedAt: z.date() },
    ...{ samples: count, waiting: count, changed: count, failed: count },
    found: z.array(
      z.object({
        ...{ id: z.string(), name: z.string(), runId: z.string(), batch: z.string() },
        isChanged: z.boolean().nullable(),
        problem: z.string().nullable(),
        comparison: z
          .object({
            targets: z.array(
              z.object({
                target: z.enum(['T21', 'T18', 'T13']),
                ...{ before: verdict, after: verdict, zBefore: measure, zAfter: measure },
              }),
            ),
            fetalFraction: z.object({ before: measure, after: measure }),
          })
          .nullable(),
      }),
    ),
  })
  .meta({ id: 'ShadowRun' });

export const lastShadowRun = z.object({
  shadowRun: shadowRunAnswer.nullable().describe('null: it was never run beside another'),
});

export type LastShadowRun = z.infer<typeof lastShadowRun>;
