import { type NextState, nextState, type Transition } from '../state-table.ts';

/**
 * The samples and controls judged together. Nothing of a batch is reported before it is RELEASED:
 * by itself when its controls are right, by a named person when they are not. Whatever comes for
 * one of its samples afterwards opens it again.
 */
export const batchStates = [
  'OPEN',
  'SEQUENCED',
  'CONTROLS_OK',
  'CONTROLS_FAIL',
  'HELD',
  'RELEASED',
] as const;

export type BatchState = (typeof batchStates)[number];

export const batchTransitions = [
  { from: 'OPEN', event: 'finish-sequencing', to: 'SEQUENCED' },
  { from: 'SEQUENCED', event: 'pass-controls', to: 'CONTROLS_OK' },
  { from: 'SEQUENCED', event: 'fail-controls', to: 'CONTROLS_FAIL' },
  { from: 'CONTROLS_OK', event: 'release', to: 'RELEASED' },
  { from: 'CONTROLS_FAIL', event: 'hold', to: 'HELD' },
  { from: 'HELD', event: 'release-by-person', to: 'RELEASED' },
  { from: 'HELD', event: 'reopen', to: 'OPEN' },
  { from: 'RELEASED', event: 'reopen', to: 'OPEN' },
] as const satisfies readonly Transition<BatchState>[];

export type BatchEvent = (typeof batchTransitions)[number]['event'];

/** Where an event leads; see the table. */
export function nextBatchState(state: BatchState, event: BatchEvent): NextState<BatchState> {
  return nextState({ states: batchStates, transitions: batchTransitions }, state, event);
}
