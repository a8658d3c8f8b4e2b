import { type NextState, nextState, type Transition } from '../state-table.ts';

/** A decision on the subsidy. New facts make a new decision and supersede the old one. */
export const eligibilityDecisionStates = [
  'PENDING_INFO',
  'ELIGIBLE',
  'NOT_ELIGIBLE',
  'SUPERSEDED',
] as const;

export type EligibilityDecisionState = (typeof eligibilityDecisionStates)[number];

export const eligibilityDecisionTransitions = [
  { from: 'PENDING_INFO', event: 'find-eligible', to: 'ELIGIBLE' },
  { from: 'PENDING_INFO', event: 'find-not-eligible', to: 'NOT_ELIGIBLE' },
  { from: 'PENDING_INFO', event: 'supersede', to: 'SUPERSEDED' },
  { from: 'ELIGIBLE', event: 'supersede', to: 'SUPERSEDED' },
  { from: 'NOT_ELIGIBLE', event: 'supersede', to: 'SUPERSEDED' },
] as const satisfies readonly Transition<EligibilityDecisionState>[];

export type EligibilityDecisionEvent = (typeof eligibilityDecisionTransitions)[number]['event'];

/** Where an event leads; see the table. */
export function nextEligibilityDecisionState(
  state: EligibilityDecisionState,
  event: EligibilityDecisionEvent,
): NextState<EligibilityDecisionState> {
  return nextState(
    { states: eligibilityDecisionStates, transitions: eligibilityDecisionTransitions },
    state,
    event,
  );
}
