import { z } from 'zod';

/** How many samples of a run stand where. */
const stages = {
  sampleCount: z.number().int(),
  scoredCount: z.number().int(),
  failedCount: z.number().int(),
  /** Their files are whole: they are being counted or scored. */
  workingCount: z.number().int(),
  /** Their files are on their way. */
  arrivingCount: z.number().int(),
  /** How much of what is on its way has come, 0–1; null where nothing is. */
  arrivedFraction: z.number().nullable(),
  /** Reviews nobody has decided. */
  pendingReviewCount: z.number().int(),
};

export const runLines = z
  .object({
    items: z.array(
      z.object({
        id: z.string(),
        instrument: z.string(),
        flowcell: z.string(),
        state: z.string(),
        registeredAt: z.date(),
        ...stages,
      }),
    ),
  })
  .meta({ id: 'RunLines' });

export type RunLines = z.infer<typeof runLines>;

/** How long to hold the question while there is no other answer than the one named. */
export const waitQuery = z.object({ wait: z.coerce.number().int().min(0).max(30).default(0) });
