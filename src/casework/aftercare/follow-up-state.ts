import { type NextState, nextState, type Transition } from '../state-table.ts';

/**
 * The follow-up of one pregnancy until twelve weeks after birth. Who is not reached in as many
 * attempts as the rule says is asked again at the next date, and lost after the last.
 */
export const followUpStates = ['SCHEDULED', 'DUE', 'CONTACTED', 'COMPLETED', 'LOST'] as const;

export type FollowUpState = (typeof followUpStates)[number];

export const followUpTransitions = [
  { from: 'SCHEDULED', event: 'come-due', to: 'DUE' },
  { from: 'CONTACTED', event: 'come-due', to: 'DUE' },
  { from: 'SCHEDULED', event: 'reach', to: 'CONTACTED' },
  { from: 'DUE', event: 'reach', to: 'CONTACTED' },
  { from: 'CONTACTED', event: 'reach', to: 'CONTACTED' },
  { from: 'DUE', event: 'miss', to: 'DUE' },
  { from: 'DUE', event: 'wait-for-next', to: 'SCHEDULED' },
  { from: 'DUE', event: 'lose', to: 'LOST' },
  { from: 'CONTACTED', event: 'complete', to: 'COMPLETED' },
] as const satisfies readonly Transition<FollowUpState>[];

export type FollowUpEvent = (typeof followUpTransitions)[number]['event'];

/** Where an event leads; see the table. */
export function nextFollowUpState(
  state: FollowUpState,
  event: FollowUpEvent,
): NextState<FollowUpState> {
  return nextState({ states: followUpStates, transitions: followUpTransitions }, state, event);
}
