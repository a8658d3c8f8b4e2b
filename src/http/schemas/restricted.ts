import { z } from 'zod';
import type { RestrictedResult } from '../../analysis/analysis-result.ts';
import { restrictedPurposes } from '../../casework/quality/restricted-purpose.ts';
import { pageOf } from '../paging.ts';

const purpose = z.enum(restrictedPurposes);

export const restrictedBody = z.strictObject({
  purpose,
  reason: z.string().trim().min(10).max(2000).describe('Kept sealed with the look'),
});

export type RestrictedBody = z.infer<typeof restrictedBody>;

const measure = z.number().nullable();
const fraction = z.object({ estimate: measure, low: measure, high: measure });
const chromosome = z.object({ fraction: measure, z: measure });

/** What judging an aneuploidy of X or Y needs, and no more: no sex is named. */
export const restrictedAnswer = z
  .object({
    model: z.string(),
    chromosomeX: chromosome,
    chromosomeY: chromosome,
    fetalFraction: z.object({
      profile: fraction,
      fragmentLengths: fraction,
      chrX: fraction,
      chrY: fraction,
    }),
    flags: z.array(z.string()),
  })
  .meta({ id: 'RestrictedValues' }) satisfies z.ZodType<
  Pick<RestrictedResult, 'chromosomeX' | 'chromosomeY' | 'flags'>
>;

export type RestrictedAnswer = z.infer<typeof restrictedAnswer>;

export const restrictedReadings = pageOf(
  z
    .object({
      ...{ id: z.string(), sampleId: z.string(), reader: z.string(), readAt: z.date() },
      ...{ purpose, reason: z.string() },
    })
    .meta({ id: 'RestrictedReading' }),
);

export type RestrictedReadings = z.infer<typeof restrictedReadings>;
