import { type NextState, nextState, type Transition } from '../state-table.ts';

/**
 * What the platform has of one issued version. Delivery is at least once, so a second pull or
 * acknowledgement is allowed and changes nothing. */
export const publicationStates = ['PUBLISHED', 'PULLED', 'ACKED'] as const;

export type PublicationState = (typeof publicationStates)[number];

export const publicationTransitions = [
  { from: 'PUBLISHED', event: 'pull', to: 'PULLED' },
  { from: 'PULLED', event: 'pull', to: 'PULLED' },
  { from: 'PULLED', event: 'acknowledge', to: 'ACKED' },
  { from: 'ACKED', event: 'pull', to: 'ACKED' },
  { from: 'ACKED', event: 'acknowledge', to: 'ACKED' },
] as const satisfies readonly Transition<PublicationState>[];

export type PublicationEvent = (typeof publicationTransitions)[number]['event'];

/** Where an event leads; see the table. */
export function nextPublicationState(
  state: PublicationState,
  event: PublicationEvent,
): NextState<PublicationState> {
  return nextState(
    { states: publicationStates, transitions: publicationTransitions },
    state,
    event,
  );
}
