import { z } from 'zod';
import { reviewAnswer } from './review.ts';

const { id, state, reasons, runId, sampleId, sample, qc, fetalFraction, calls, flags } =
  reviewAnswer.shape;
const { comment, decidedAt, drawnOn, isRedraw, dueOn, lateness, version, preApproval } =
  reviewAnswer.shape;

const line = z.object({
  ...{ id, state, reasons, runId, sampleId, sample, qc, fetalFraction, calls, flags },
  ...{ comment, decidedAt, drawnOn, isRedraw, dueOn, lateness, version },
  preApproval,
  batchState: reviewAnswer.shape.batch.shape.state,
  flowcell: z.string(),
  urgency: z.enum(['high-risk', 'urgent', 'usual']),
  workingDaysLeft: z.number().int().nullable().describe('Below 0: late by so many; null: unknown'),
  detectionLimit: z.number().nullable().describe('Of the three targets, the highest'),
  reviewer: z.object({ name: z.string(), displayName: z.string() }).nullable(),
});

export const reviewQueue = z
  .object({
    items: z.array(line),
    /** More wait than are listed; they move up as these are done. */
    isCut: z.boolean(),
  })
  .meta({ id: 'ReviewQueue' });

export type ReviewQueue = z.infer<typeof reviewQueue>;
