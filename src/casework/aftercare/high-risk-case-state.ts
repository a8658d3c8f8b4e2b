import { type NextState, nextState, type Transition } from '../state-table.ts';

/**
 * What follows a high-risk report. A case whose woman cannot be reached, or who wants no diagnosis,
 * is left unknown; a later diagnosis still settles it. It ends with the outcome of her pregnancy.
 */
export const highRiskCaseStates = [
  'DETECTED',
  'NOTIFIED',
  'COUNSELLED',
  'REFERRED',
  'DIAGNOSIS_ACCEPTED',
  'DECLINED',
  'CONFIRMED',
  'REFUTED',
  'UNKNOWN',
  'OUTCOME',
] as const;

export type HighRiskCaseState = (typeof highRiskCaseStates)[number];

export const highRiskCaseTransitions = [
  { from: 'DETECTED', event: 'notify', to: 'NOTIFIED' },
  { from: 'NOTIFIED', event: 'counsel', to: 'COUNSELLED' },
  { from: 'COUNSELLED', event: 'refer', to: 'REFERRED' },
  { from: 'REFERRED', event: 'refer', to: 'REFERRED' },
  { from: 'REFERRED', event: 'accept-diagnosis', to: 'DIAGNOSIS_ACCEPTED' },
  { from: 'REFERRED', event: 'decline-diagnosis', to: 'DECLINED' },
  { from: 'DIAGNOSIS_ACCEPTED', event: 'decline-diagnosis', to: 'DECLINED' },
  { from: 'DECLINED', event: 'accept-diagnosis', to: 'DIAGNOSIS_ACCEPTED' },
  { from: 'DIAGNOSIS_ACCEPTED', event: 'confirm', to: 'CONFIRMED' },
  { from: 'DIAGNOSIS_ACCEPTED', event: 'refute', to: 'REFUTED' },
  { from: 'DIAGNOSIS_ACCEPTED', event: 'leave-unknown', to: 'UNKNOWN' },
  { from: 'DETECTED', event: 'leave-unknown', to: 'UNKNOWN' },
  { from: 'NOTIFIED', event: 'leave-unknown', to: 'UNKNOWN' },
  { from: 'COUNSELLED', event: 'leave-unknown', to: 'UNKNOWN' },
  { from: 'REFERRED', event: 'leave-unknown', to: 'UNKNOWN' },
  { from: 'DECLINED', event: 'leave-unknown', to: 'UNKNOWN' },
  { from: 'DECLINED', event: 'confirm', to: 'CONFIRMED' },
  { from: 'DECLINED', event: 'refute', to: 'REFUTED' },
  { from: 'UNKNOWN', event: 'confirm', to: 'CONFIRMED' },
  { from: 'UNKNOWN', event: 'refute', to: 'REFUTED' },
  { from: 'UNKNOWN', event: 'leave-unknown', to: 'UNKNOWN' },
  { from: 'CONFIRMED', event: 'confirm', to: 'CONFIRMED' },
  { from: 'CONFIRMED', event: 'refute', to: 'REFUTED' },
  { from: 'REFUTED', event: 'refute', to: 'REFUTED' },
  { from: 'REFUTED', event: 'confirm', to: 'CONFIRMED' },
  { from: 'CONFIRMED', event: 'record-outcome', to: 'OUTCOME' },
  { from: 'REFUTED', event: 'record-outcome', to: 'OUTCOME' },
  { from: 'UNKNOWN', event: 'record-outcome', to: 'OUTCOME' },
] as const satisfies readonly Transition<HighRiskCaseState>[];

export type HighRiskCaseEvent = (typeof highRiskCaseTransitions)[number]['event'];

/** Where an event leads; see the table. */
export function nextHighRiskCaseState(
  state: HighRiskCaseState,
  event: HighRiskCaseEvent,
): NextState<HighRiskCaseState> {
  const table = { states: highRiskCaseStates, transitions: highRiskCaseTransitions };
  return nextState(table, state, event);
}
