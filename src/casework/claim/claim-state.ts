import { type NextState, nextState, type Transition } from '../state-table.ts';

/**
 * The subsidy claim of one pregnancy. Money moves at DEDUCTED, so no path reaches LEDGERED without
 * it, and a claim is held only before it stands in a statement, so that clearing it cannot pay it
 * twice. A suspect claim that was not yet deducted simply fails its pre-check.
 */
export const claimStates = [
  'DRAFT',
  'PRECHECKED',
  'DEDUCTED',
  'REVERSED',
  'LEDGERED',
  'IN_STATEMENT',
  'PAID',
  'IN_COUNTY_SETTLEMENT',
  'CLOSED',
  'HELD',
  'CLEARED',
  'REJECTED',
] as const;

export type ClaimState = (typeof claimStates)[number];

export const claimTransitions = [
  { from: 'DRAFT', event: 'precheck', to: 'PRECHECKED' },
  { from: 'DRAFT', event: 'reverse', to: 'REVERSED' },
  { from: 'PRECHECKED', event: 'deduct', to: 'DEDUCTED' },
  { from: 'PRECHECKED', event: 'reverse', to: 'REVERSED' },
  { from: 'DEDUCTED', event: 'reverse', to: 'REVERSED' },
  { from: 'DEDUCTED', event: 'enter-ledger', to: 'LEDGERED' },
  { from: 'DEDUCTED', event: 'hold', to: 'HELD' },
  { from: 'LEDGERED', event: 'hold', to: 'HELD' },
  { from: 'LEDGERED', event: 'enter-statement', to: 'IN_STATEMENT' },
  { from: 'IN_STATEMENT', event: 'pay', to: 'PAID' },
  { from: 'PAID', event: 'enter-county-settlement', to: 'IN_COUNTY_SETTLEMENT' },
  { from: 'IN_COUNTY_SETTLEMENT', event: 'close', to: 'CLOSED' },
  { from: 'HELD', event: 'clear', to: 'CLEARED' },
  { from: 'HELD', event: 'reject', to: 'REJECTED' },
  { from: 'CLEARED', event: 'enter-ledger', to: 'LEDGERED' },
  { from: 'CLEARED', event: 'reverse', to: 'REVERSED' },
] as const satisfies readonly Transition<ClaimState>[];

export type ClaimEvent = (typeof claimTransitions)[number]['event'];

/** Where an event leads; see the table. */
export function nextClaimState(state: ClaimState, event: ClaimEvent): NextState<ClaimState> {
  return nextState({ states: claimStates, transitions: claimTransitions }, state, event);
}
