import type { Call, Verdict } from '../../analysis/analysis-result.ts';
import { type Ruling, refuse } from '../casework-problem.ts';
import { nextReviewState, type ReviewState } from './review-state.ts';

type Target = Call['target'];

/** What a reviewer may decide. There is no word that lowers a risk. */
export type ReviewDecision =
  | { readonly decision: 'approve'; readonly comment: string | null }
  | { readonly decision: 'retest'; readonly comment: string }
  | { readonly decision: 'redraw'; readonly comment: string }
  | {
      readonly decision: 'no-call';
      readonly comment: string;
      /** The targets without an answer; null is all of them. */
      readonly targets: readonly Target[] | null;
    };

/** The verdict on one target after review. */
export interface ReviewedCall {
  readonly target: Target;
  readonly verdict: Verdict;
  readonly reasons: readonly string[];
}

export interface ReviewOutcome {
  readonly state: ReviewState;
  readonly calls: readonly ReviewedCall[];
}

const targetOrder: readonly Target[] = ['T21', 'T18', 'T13'];

/**
 * What a review's decision makes of the computed calls.
 *
 * approve leaves every verdict as computed; no-call turns the named ones into no-call; retest and
 * redraw leave them, since nothing is reported. So no decision turns a high-risk or a no-call into
 * low-risk.
 * Edges: a decision against the computed verdict needs a comment; calls must name T21, T18, T13
 * once.
 */
export function decideReview(
  state: ReviewState,
  calls: readonly Call[],
  decision: ReviewDecision,
): Ruling<ReviewOutcome> {
  const next = nextReviewState(state, decision.decision);
  if (!next.ok) return next;
  if (decision.decision !== 'approve' && decision.comment.trim() === '') {
    return refuse('decision-forbidden', `a ${decision.decision} needs a comment`);
  }
  const ordered = targetOrder.flatMap((target) => calls.filter((call) => call.target === target));
  if (calls.length !== 3 || new Set(ordered.map((call) => call.target)).size !== 3) {
    return refuse('decision-forbidden', 'the analysis does not name T21, T18 and T13 once each');
  }
  const withdrawn = withdrawnTargets(decision);
  if (decision.decision === 'no-call' && withdrawn.length === 0) {
    return refuse('decision-forbidden', 'a no-call names at least one target');
  }
  return { ok: true, value: { state: next.state, calls: ordered.map(reviewed(withdrawn)) } };
}

function withdrawnTargets(decision: ReviewDecision): readonly Target[] {
  return decision.decision === 'no-call' ? (decision.targets ?? targetOrder) : [];
}

function reviewed(withdrawn: readonly Target[]): (call: Call) => ReviewedCall {
  return ({ target, verdict, reasons }) =>
    withdrawn.includes(target)
      ? { target, verdict: 'no-call', reasons: ['reviewer-decision'] }
      : { target, verdict, reasons };
}
