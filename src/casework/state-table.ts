import { type CaseworkProblem, refuse } from './casework-problem.ts';

/** One arrow of a state machine. */
export interface Transition<State extends string = string, Event extends string = string> {
  readonly from: State;
  readonly event: Event;
  readonly to: State;
}

/** A state machine as one table. The first state is the initial one. */
export interface StateTable<State extends string = string, Event extends string = string> {
  readonly states: readonly State[];
  readonly transitions: readonly Transition<State, Event>[];
}

export type NextState<State extends string> =
  | { readonly ok: true; readonly state: State }
  | { readonly ok: false; readonly problem: CaseworkProblem };

/** The state an event leads to; whatever the table does not list is refused. */
export function nextState<State extends string, Event extends string>(
  table: StateTable<State, Event>,
  state: State,
  event: Event,
): NextState<State> {
  const transition = table.transitions.find((row) => row.from === state && row.event === event);
  if (transition) return { ok: true, state: transition.to };
  return refuse('forbidden-transition', `${state} does not allow ${event}`);
}
