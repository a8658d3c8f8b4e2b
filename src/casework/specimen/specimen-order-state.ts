import { type NextState, nextState, type Transition } from '../state-table.ts';

/**
 * The order of one blood tube. HELD means the tube is at the laboratory and stopped for the reasons
 * of `holdReasons`; once none is left it goes on as RECEIVED, never further than it had come by
 * itself. A redraw is a new order that names this one as its parent.
 */
export const specimenOrderStates = [
  'CREATED',
  'CONSENTED',
  'DRAWN',
  'SHIPPED',
  'RECEIVED',
  'HELD',
  'REJECTED',
  'REDRAW_REQUESTED',
  'IN_LAB',
  'ANALYSED',
  'REPORTED',
  'NO_CALL_FINAL',
  'CANCELLED',
] as const;

export type SpecimenOrderState = (typeof specimenOrderStates)[number];

export const specimenOrderTransitions = [
  { from: 'CREATED', event: 'record-consent', to: 'CONSENTED' },
  { from: 'CONSENTED', event: 'draw', to: 'DRAWN' },
  { from: 'DRAWN', event: 'ship', to: 'SHIPPED' },
  { from: 'DRAWN', event: 'receive', to: 'RECEIVED' },
  { from: 'SHIPPED', event: 'receive', to: 'RECEIVED' },
  { from: 'CREATED', event: 'hold', to: 'HELD' },
  { from: 'CONSENTED', event: 'hold', to: 'HELD' },
  { from: 'DRAWN', event: 'hold', to: 'HELD' },
  { from: 'SHIPPED', event: 'hold', to: 'HELD' },
  { from: 'RECEIVED', event: 'hold', to: 'HELD' },
  { from: 'IN_LAB', event: 'hold', to: 'HELD' },
  { from: 'ANALYSED', event: 'hold', to: 'HELD' },
  { from: 'HELD', event: 'release', to: 'RECEIVED' },
  { from: 'HELD', event: 'reject', to: 'REJECTED' },
  { from: 'HELD', event: 'cancel', to: 'CANCELLED' },
  { from: 'DRAWN', event: 'reject', to: 'REJECTED' },
  { from: 'SHIPPED', event: 'reject', to: 'REJECTED' },
  { from: 'RECEIVED', event: 'reject', to: 'REJECTED' },
  { from: 'REJECTED', event: 'request-redraw', to: 'REDRAW_REQUESTED' },
  { from: 'REJECTED', event: 'cancel', to: 'CANCELLED' },
  { from: 'RECEIVED', event: 'start-laboratory', to: 'IN_LAB' },
  { from: 'IN_LAB', event: 'record-analysis', to: 'ANALYSED' },
  { from: 'IN_LAB', event: 'request-redraw', to: 'REDRAW_REQUESTED' },
  { from: 'ANALYSED', event: 'retest', to: 'IN_LAB' },
  { from: 'ANALYSED', event: 'request-redraw', to: 'REDRAW_REQUESTED' },
  { from: 'ANALYSED', event: 'issue-report', to: 'REPORTED' },
  { from: 'ANALYSED', event: 'issue-no-call', to: 'NO_CALL_FINAL' },
  { from: 'REPORTED', event: 'amend-to-no-call', to: 'NO_CALL_FINAL' },
  { from: 'NO_CALL_FINAL', event: 'amend-to-report', to: 'REPORTED' },
  { from: 'REPORTED', event: 'revoke-report', to: 'REDRAW_REQUESTED' },
  { from: 'NO_CALL_FINAL', event: 'revoke-report', to: 'REDRAW_REQUESTED' },
  { from: 'CREATED', event: 'cancel', to: 'CANCELLED' },
  { from: 'CONSENTED', event: 'cancel', to: 'CANCELLED' },
  { from: 'DRAWN', event: 'cancel', to: 'CANCELLED' },
  { from: 'SHIPPED', event: 'cancel', to: 'CANCELLED' },
  { from: 'RECEIVED', event: 'cancel', to: 'CANCELLED' },
  { from: 'IN_LAB', event: 'cancel', to: 'CANCELLED' },
  { from: 'ANALYSED', event: 'cancel', to: 'CANCELLED' },
] as const satisfies readonly Transition<SpecimenOrderState>[];

export type SpecimenOrderEvent = (typeof specimenOrderTransitions)[number]['event'];

/** Where an event leads; see the table. */
export function nextSpecimenOrderState(
  state: SpecimenOrderState,
  event: SpecimenOrderEvent,
): NextState<SpecimenOrderState> {
  return nextState(
    { states: specimenOrderStates, transitions: specimenOrderTransitions },
    state,
    event,
  );
}
