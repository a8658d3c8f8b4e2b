import { type NextState, nextState, type Transition } from '../state-table.ts';

/** A pregnancy, from registration to its complete outcome. */
export const pregnancyStates = [
  'REGISTERED',
  'SCREENED',
  'NIPT_ONGOING',
  'DIAGNOSIS_ONGOING',
  'DELIVERED',
  'TERMINATED',
  'LOST',
  'CLOSED',
] as const;

export type PregnancyState = (typeof pregnancyStates)[number];

export const pregnancyTransitions = [
  { from: 'REGISTERED', event: 'record-serology', to: 'SCREENED' },
  { from: 'REGISTERED', event: 'start-nipt', to: 'NIPT_ONGOING' },
  { from: 'SCREENED', event: 'start-nipt', to: 'NIPT_ONGOING' },
  { from: 'SCREENED', event: 'start-diagnosis', to: 'DIAGNOSIS_ONGOING' },
  { from: 'NIPT_ONGOING', event: 'start-diagnosis', to: 'DIAGNOSIS_ONGOING' },
  { from: 'REGISTERED', event: 'record-delivery', to: 'DELIVERED' },
  { from: 'SCREENED', event: 'record-delivery', to: 'DELIVERED' },
  { from: 'NIPT_ONGOING', event: 'record-delivery', to: 'DELIVERED' },
  { from: 'DIAGNOSIS_ONGOING', event: 'record-delivery', to: 'DELIVERED' },
  { from: 'REGISTERED', event: 'record-termination', to: 'TERMINATED' },
  { from: 'SCREENED', event: 'record-termination', to: 'TERMINATED' },
  { from: 'NIPT_ONGOING', event: 'record-termination', to: 'TERMINATED' },
  { from: 'DIAGNOSIS_ONGOING', event: 'record-termination', to: 'TERMINATED' },
  { from: 'REGISTERED', event: 'lose', to: 'LOST' },
  { from: 'SCREENED', event: 'lose', to: 'LOST' },
  { from: 'NIPT_ONGOING', event: 'lose', to: 'LOST' },
  { from: 'DIAGNOSIS_ONGOING', event: 'lose', to: 'LOST' },
  { from: 'DELIVERED', event: 'close', to: 'CLOSED' },
  { from: 'TERMINATED', event: 'close', to: 'CLOSED' },
  { from: 'LOST', event: 'close', to: 'CLOSED' },
] as const satisfies readonly Transition<PregnancyState>[];

export type PregnancyEvent = (typeof pregnancyTransitions)[number]['event'];

/** Where an event leads; see the table. */
export function nextPregnancyState(
  state: PregnancyState,
  event: PregnancyEvent,
): NextState<PregnancyState> {
  return nextState({ states: pregnancyStates, transitions: pregnancyTransitions }, state, event);
}
