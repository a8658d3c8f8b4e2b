import { z } from 'zod';
import { fates } from '../../casework/review/similar-samples.ts';

const measure = z.number().nullable();
const verdict = z.enum(['low-risk', 'high-risk', 'no-call']);

const similarSample = z.object({
  ...{ id: z.string(), name: z.string(), z: z.number() },
  ...{ fetalFraction: measure, readsCounted: z.number(), distance: z.number() },
  verdict: verdict.nullable(),
  reviewState: z.string().nullable(),
  signed: verdict.nullable().describe('As the report in force says it'),
  fate: z.enum(fates).describe('What a diagnosis, a birth or a report made of it'),
});

/** Earlier samples of this laboratory like one, by the same model, and what became of them. */
export const similarAnswer = z
  .object({
    targets: z.array(
      z.object({
        target: z.enum(['T21', 'T18', 'T13']),
        samples: z.array(similarSample),
        counts: z.object(Object.fromEntries(fates.map((fate) => [fate, z.int()]))),
      }),
    ),
  })
  .meta({ id: 'SimilarSamples' });

export type SimilarAnswer = z.infer<typeof similarAnswer>;
