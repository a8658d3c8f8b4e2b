import type { Transaction } from 'kysely';
import { nextReviewState, type ReviewState } from '../casework/review/review-state.ts';
import type { AuditEvent } from '../store/audit-store.ts';
import {
  findReviewOfSample,
  insertReview,
  lockReview,
  type NewReview,
  supersedeReview,
} from '../store/review-store.ts';
import type { Tables } from '../store/tables.ts';
import { raiseTask } from '../store/task-store.ts';

/**
 * A result that follows an earlier one of the same sample, since a file came late, takes the place
 * of the earlier before the reviewer, as long as no report is issued. After that, or once the tube
 * was sent to be tested or drawn again, what was decided stands and a person is asked to look.
 * Answers null for a first result.
 */
export async function followEarlierResult(
  tx: Transaction<Tables>,
  { review, now }: { review: NewReview; now: Date },
): Promise<AuditEvent[] | null> {
  const { sampleId, analysisResultId } = review;
  const found = await findReviewOfSample(tx, sampleId);
  if (!found) return null;
  if (found.analysisResultId === analysisResultId) return [];
  // A decision or a signature that is being made comes first.
  await lockReview(tx, found.id);
  const earlier = await findReviewOfSample(tx, sampleId);
  if (!earlier) throw new Error('a review vanished while it was held');
  const from = earlier.state as ReviewState;
  const isOpen = earlier.reportId === null && nextReviewState(from, 'supersede').ok;
  const event = { at: now, actor: 'system', subject: `review/${earlier.id}` };
  if (!isOpen) {
    await raiseTask(tx, { sampleId, analysisResultId, raisedAt: now });
    const detail = { kind: 'result-after-report', analysis: analysisResultId };
    return [{ ...event, action: 'task.raise', detail }];
  }
  if (!(await supersedeReview(tx, { id: earlier.id, from }))) {
    throw new Error('a review moved while it was held');
  }
  await insertReview(tx, review);
  return [{ ...event, action: 'review.supersede', detail: { by: review.id, from } }];
}
