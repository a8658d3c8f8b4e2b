import type { AnalysisResult } from '../../analysis/analysis-result.ts';
import { decideReview, type ReviewDecision } from '../../casework/review/review-decision.ts';
import { nextReviewState, type ReviewState } from '../../casework/review/review-state.ts';
import {
  nextSpecimenOrderState,
  type SpecimenOrderState,
} from '../../casework/specimen/specimen-order-state.ts';
import type { Caller } from '../../security/caller.ts';
import { type AuditEvent, appendAuditEvents } from '../../store/audit-store.ts';
import { openComment, sealComment } from '../../store/review-comment.ts';
import {
  getReview,
  lockReview,
  type ReviewRow,
  decideReview as saveDecision,
} from '../../store/review-store.ts';
import { moveSpecimen } from '../../store/specimen-store.ts';
import { HttpProblem } from '../problem.ts';
import type { DecisionBody } from '../schemas/review.ts';
import type { Services } from '../services.ts';
import { requestRedraw } from './open-aftercare.ts';
import { accept, conflict, moved } from './refusal.ts';
import { type Acting, actingAs } from './take-step.ts';

/** Throws if the caller saw another version. */
export type JudgeVersion = (review: ReviewRow) => void;

/**
 * Records a reviewer's decision once; a different second one is refused, the same again is found.
 */
export async function decideReviewOf(
  services: Services,
  caller: Caller,
  { id, body, judge }: { id: string; body: DecisionBody; judge?: JudgeVersion },
): Promise<void> {
  const now = services.clock();
  await services.kysely.transaction().execute(async (tx) => {
    await lockReview(tx, id);
    const review = await requireReview(tx, id);
    // The same decision again is found, whatever version it names by now.
    if (review.decidedAt === null) judge?.(review);
    const result = JSON.parse(review.analysisBody) as AnalysisResult;
    const started = startedState(review);
    const { state, calls } = accept(decideReview(started, result.calls, decisionOf(body)));
    if (review.decidedAt !== null) {
      return requireSameDecision(services, review, { caller, state, body });
    }
    await saveOrConflict(
      saveDecision(tx, {
        ...{ id, state, reviewer: caller.actorId },
        ...{ commentSealed: sealComment(services.sealer, id, body.comment), calls, decidedAt: now },
      }),
    );
    const asked = await moveTube(actingAs(services, tx, caller), review, body);
    await appendAuditEvents(tx, [
      {
        ...{ at: now, actor: caller.name, action: 'review.decide', subject: `review/${id}` },
        detail: { decision: body.decision, analysisSha256: review.analysisSha256 },
      },
      ...asked,
    ]);
  });
}

/** A decided review is judged again from where it was, only to compare the two decisions. */
function startedState({ state }: ReviewRow): ReviewState {
  return state === 'IN_REVIEW' ? 'IN_REVIEW' : moved(nextReviewState('PENDING', 'start'));
}

function decisionOf({ decision, comment }: DecisionBody): ReviewDecision {
  if (decision === 'approve') return { decision, comment };
  if (decision === 'no-call') return { decision, comment, targets: null };
  return { decision, comment };
}

function requireSameDecision(
  { sealer }: Services,
  review: ReviewRow,
  { caller, state, body }: { caller: Caller; state: ReviewState; body: DecisionBody },
): void {
  const same =
    review.state === state &&
    openComment(sealer, review) === body.comment &&
    review.reviewerId === caller.actorId;
  if (!same) throw conflict(`the review was decided already: ${review.state}`);
}

/**
 * A retest sends the tube back to the bench, a redraw asks for another; the rest waits for a
 * signature.
 */
async function moveTube(
  acting: Acting,
  review: ReviewRow,
  { decision }: DecisionBody,
): Promise<AuditEvent[]> {
  if (decision !== 'retest' && decision !== 'redraw') return [];
  const event = decision === 'retest' ? 'retest' : 'request-redraw';
  const from = review.specimenState as SpecimenOrderState;
  const to = moved(nextSpecimenOrderState(from, event));
  const { specimenId, pregnancyId, drawnOn } = review;
  await saveOrConflict(moveSpecimen(acting.tx, { id: specimenId, from, to }));
  if (decision === 'retest') return [];
  return requestRedraw(acting, { specimenId, pregnancyId, drawnOn, reason: 'reviewer-decision' });
}

async function saveOrConflict(saving: Promise<boolean>): Promise<void> {
  if (!(await saving)) throw conflict('somebody else acted first');
}

/** A review that must exist, or 404. */
export async function requireReview(
  db: Parameters<typeof getReview>[0],
  id: string,
): Promise<ReviewRow> {
  const review = await getReview(db, id);
  if (!review) throw HttpProblem.notFound('review');
  return review;
}
