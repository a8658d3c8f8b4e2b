import { type NextState, nextState, type Transition } from '../state-table.ts';

/**
 * The review of one analysed sample. A decided review is never opened again; a retest brings a new
 * one, and so does a later result before its report is issued.
 */
export const reviewStates = [
  'PENDING',
  'IN_REVIEW',
  'APPROVED',
  'RETEST',
  'REDRAW',
  'NO_CALL',
  'SUPERSEDED',
] as const;

export type ReviewState = (typeof reviewStates)[number];

export const reviewTransitions = [
  { from: 'PENDING', event: 'start', to: 'IN_REVIEW' },
  { from: 'IN_REVIEW', event: 'approve', to: 'APPROVED' },
  { from: 'IN_REVIEW', event: 'retest', to: 'RETEST' },
  { from: 'IN_REVIEW', event: 'redraw', to: 'REDRAW' },
  { from: 'IN_REVIEW', event: 'no-call', to: 'NO_CALL' },
  { from: 'PENDING', event: 'supersede', to: 'SUPERSEDED' },
  { from: 'IN_REVIEW', event: 'supersede', to: 'SUPERSEDED' },
  { from: 'APPROVED', event: 'supersede', to: 'SUPERSEDED' },
  { from: 'NO_CALL', event: 'supersede', to: 'SUPERSEDED' },
] as const satisfies readonly Transition<ReviewState>[];

export type ReviewEvent = (typeof reviewTransitions)[number]['event'];

/** Where an event leads; see the table. */
export function nextReviewState(state: ReviewState, event: ReviewEvent): NextState<ReviewState> {
  return nextState({ states: reviewStates, transitions: reviewTransitions }, state, event);
}
