import { type NextState, nextState, type Transition } from '../state-table.ts';

/**
 * A reference model of the laboratory. At most one is IN_USE: samples are scored with it. Another
 * takes its place when a named person approves it; a model that was replaced may be proposed again.
 */
export const modelStates = ['CANDIDATE', 'IN_USE', 'RETIRED'] as const;

export type ModelState = (typeof modelStates)[number];

export const modelTransitions = [
  { from: 'CANDIDATE', event: 'take-up', to: 'IN_USE' },
  { from: 'CANDIDATE', event: 'approve', to: 'IN_USE' },
  { from: 'CANDIDATE', event: 'refuse', to: 'RETIRED' },
  { from: 'IN_USE', event: 'replace', to: 'RETIRED' },
  { from: 'RETIRED', event: 'propose', to: 'CANDIDATE' },
] as const satisfies readonly Transition<ModelState>[];

export type ModelEvent = (typeof modelTransitions)[number]['event'];

/** Where an event leads; see the table. */
export function nextModelState(state: ModelState, event: ModelEvent): NextState<ModelState> {
  return nextState({ states: modelStates, transitions: modelTransitions }, state, event);
}
