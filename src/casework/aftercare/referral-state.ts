import { type NextState, nextState, type Transition } from '../state-table.ts';

/** A referral of a high-risk case to a diagnosis institution. One that is rejected is made anew. */
export const referralStates = [
  'CREATED',
  'SENT',
  'ACCEPTED',
  'REJECTED',
  'SEEN',
  'FEEDBACK',
  'CLOSED',
] as const;

export type ReferralState = (typeof referralStates)[number];

export const referralTransitions = [
  { from: 'CREATED', event: 'send', to: 'SENT' },
  { from: 'SENT', event: 'accept', to: 'ACCEPTED' },
  { from: 'SENT', event: 'reject', to: 'REJECTED' },
  { from: 'ACCEPTED', event: 'see', to: 'SEEN' },
  { from: 'SEEN', event: 'give-feedback', to: 'FEEDBACK' },
  { from: 'FEEDBACK', event: 'close', to: 'CLOSED' },
  { from: 'CREATED', event: 'withdraw', to: 'CLOSED' },
  { from: 'SENT', event: 'withdraw', to: 'CLOSED' },
  { from: 'ACCEPTED', event: 'withdraw', to: 'CLOSED' },
] as const satisfies readonly Transition<ReferralState>[];

export type ReferralEvent = (typeof referralTransitions)[number]['event'];

/** Where an event leads; see the table. */
export function nextReferralState(
  state: ReferralState,
  event: ReferralEvent,
): NextState<ReferralState> {
  return nextState({ states: referralStates, transitions: referralTransitions }, state, event);
}
