import { type NextState, nextState, type Transition } from '../state-table.ts';

/**
 * What one person proposes to do with an issued report and another signs: an amendment or its
 * revocation. A report has one open proposal at a time.
 */
export const reportChangeStates = ['PROPOSED', 'SIGNED', 'WITHDRAWN'] as const;

export type ReportChangeState = (typeof reportChangeStates)[number];

export const reportChangeTransitions = [
  { from: 'PROPOSED', event: 'sign', to: 'SIGNED' },
  { from: 'PROPOSED', event: 'withdraw', to: 'WITHDRAWN' },
] as const satisfies readonly Transition<ReportChangeState>[];

export type ReportChangeEvent = (typeof reportChangeTransitions)[number]['event'];

/** Where an event leads; see the table. */
export function nextReportChangeState(
  state: ReportChangeState,
  event: ReportChangeEvent,
): NextState<ReportChangeState> {
  const table = { states: reportChangeStates, transitions: reportChangeTransitions };
  return nextState(table, state, event);
}
