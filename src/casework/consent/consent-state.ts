import { type NextState, nextState, type Transition } from '../state-table.ts';

/** A woman's consent. Only SIGNED allows anything; a new consent is a new record. */
export const consentStates = ['DRAFT', 'SIGNED', 'WITHDRAWN', 'EXPIRED'] as const;

export type ConsentState = (typeof consentStates)[number];

export const consentTransitions = [
  { from: 'DRAFT', event: 'sign', to: 'SIGNED' },
  { from: 'SIGNED', event: 'withdraw', to: 'WITHDRAWN' },
  { from: 'SIGNED', event: 'expire', to: 'EXPIRED' },
] as const satisfies readonly Transition<ConsentState>[];

export type ConsentEvent = (typeof consentTransitions)[number]['event'];

/** Where an event leads; see the table. */
export function nextConsentState(
  state: ConsentState,
  event: ConsentEvent,
): NextState<ConsentState> {
  return nextState({ states: consentStates, transitions: consentTransitions }, state, event);
}
