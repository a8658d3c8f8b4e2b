import { z } from 'zod';
import { batchStates } from '../../casework/batch/batch-state.ts';
import { reviewStates } from '../../casework/review/review-state.ts';
import { lightAnswer } from './batch.ts';

export const decisionBody = z.strictObject({
  decision: z.enum(['approve', 'retest', 'redraw', 'no-call']),
  comment: z.string().trim().max(2000).default(''),
});

export type DecisionBody = z.infer<typeof decisionBody>;

const confirmationItem = z.strictObject({
  id: z.uuid(),
  version: z.string().max(40).describe('Of the review as it was seen'),
});

export type ConfirmationItem = z.infer<typeof confirmationItem>;

export const confirmationBody = z
  .strictObject({ items: z.array(confirmationItem).min(1).max(200) })
  .meta({ id: 'ConfirmationRequest' });

/** One sample of a list that was confirmed at once. */
const confirmationAnswer = z
  .object({
    id: z.string(),
    outcome: z.enum(['done', 'refused']),
    version: z.string().nullable().describe('Its version now'),
    reportId: z.string().nullable(),
    problem: z
      .looseObject({ type: z.string(), title: z.string(), status: z.number(), detail: z.string() })
      .nullable(),
  })
  .meta({ id: 'Confirmation' });

export type ConfirmationAnswer = z.infer<typeof confirmationAnswer>;

export const confirmationsAnswer = z.object({ items: z.array(confirmationAnswer) });

export type ConfirmationsAnswer = z.infer<typeof confirmationsAnswer>;

export const reviewAnswer = z
  .object({
    id: z.string(),
    state: z.enum(reviewStates),
    reasons: z.array(z.string()),
    runId: z.string(),
    sampleId: z.string(),
    sample: z.string(),
    specimenNumber: z.string(),
    specimenState: z.string(),
    qc: z.enum(['pass', 'warning', 'failure']),
    fetalFraction: z.number().nullable(),
    calls: z.array(
      z.object({
        target: z.enum(['T13', 'T18', 'T21']),
        verdict: z.enum(['low-risk', 'high-risk', 'no-call']),
        reasons: z.array(z.string()),
        z: z.number().nullable(),
        posterior: z.number().nullable(),
      }),
    ),
    flags: z.array(z.string()),
    analysisSha256: z.string(),
    scoredAt: z.date(),
    reviewer: z.string().nullable(),
    comment: z.string().nullable(),
    decidedAt: z.date().nullable(),
    reportId: z.string().nullable(),
    drawnOn: z.string(),
    isRedraw: z.boolean(),
    reportDueOn: z.string().nullable().describe('15 working days after the draw; null: unknown'),
    redrawNoticeDueOn: z.string().nullable().describe('10 working days after the draw'),
    dueOn: z.string().nullable().describe('The one that counts: a no-call leads to a redraw'),
    lateness: z.enum(['late', 'soon', 'in-time', 'unknown']),
    batch: z.object({ id: z.string(), state: z.enum(batchStates) }),
    quality: z.array(lightAnswer).describe('Checks of the sample by the limits of today'),
    preApproval: z
      .object({ isAllowed: z.boolean(), obstacles: z.array(z.string()) })
      .describe('Whether it may be confirmed in a list, and what stands in the way'),
    version: z.string().describe('The ETag, for If-Match and for lists of confirmations'),
  })
  .meta({ id: 'Review' });

export type ReviewAnswer = z.infer<typeof reviewAnswer>;
