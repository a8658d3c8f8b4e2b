import { type NextState, nextState, type Transition } from '../state-table.ts';

/**
 * One version of a report. Its content is fixed from ISSUED on: an amendment issues the next
 * version and leaves this one AMENDED. A signer who disagrees returns it before anything left the
 * laboratory.
 */
export const reportStates = [
  'DRAFT',
  'REVIEWED',
  'SIGNED',
  'ISSUED',
  'AMENDED',
  'REVOKED',
] as const;

export type ReportState = (typeof reportStates)[number];

export const reportTransitions = [
  { from: 'DRAFT', event: 'review', to: 'REVIEWED' },
  { from: 'REVIEWED', event: 'return', to: 'DRAFT' },
  { from: 'REVIEWED', event: 'sign', to: 'SIGNED' },
  { from: 'SIGNED', event: 'issue', to: 'ISSUED' },
  { from: 'ISSUED', event: 'amend', to: 'AMENDED' },
  { from: 'ISSUED', event: 'revoke', to: 'REVOKED' },
] as const satisfies readonly Transition<ReportState>[];

export type ReportEvent = (typeof reportTransitions)[number]['event'];

/** Where an event leads; see the table. */
export function nextReportState(state: ReportState, event: ReportEvent): NextState<ReportState> {
  return nextState({ states: reportStates, transitions: reportTransitions }, state, event);
}
