import { type NextState, nextState, type Transition } from '../state-table.ts';

/** The request for another tube, from the laboratory's decision to the new tube or her refusal. */
export const redrawStates = ['REQUESTED', 'NOTIFIED', 'REDRAWN', 'DECLINED', 'LOST'] as const;

export type RedrawState = (typeof redrawStates)[number];

export const redrawTransitions = [
  { from: 'REQUESTED', event: 'notify', to: 'NOTIFIED' },
  { from: 'REQUESTED', event: 'draw', to: 'REDRAWN' },
  { from: 'NOTIFIED', event: 'draw', to: 'REDRAWN' },
  { from: 'REQUESTED', event: 'decline', to: 'DECLINED' },
  { from: 'NOTIFIED', event: 'decline', to: 'DECLINED' },
  { from: 'REQUESTED', event: 'lose', to: 'LOST' },
  { from: 'NOTIFIED', event: 'lose', to: 'LOST' },
] as const satisfies readonly Transition<RedrawState>[];

export type RedrawEvent = (typeof redrawTransitions)[number]['event'];

/** Where an event leads; see the table. */
export function nextRedrawState(state: RedrawState, event: RedrawEvent): NextState<RedrawState> {
  return nextState({ states: redrawStates, transitions: redrawTransitions }, state, event);
}
