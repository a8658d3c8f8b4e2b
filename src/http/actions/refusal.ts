import type { CaseworkProblem, Ruling } from '../../casework/casework-problem.ts';
import { HttpProblem } from '../problem.ts';

/** The value of a ruling, or the problem that tells the caller why there is none. */
export function accept<T>(ruling: Ruling<T>): T {
  if (ruling.ok) return ruling.value;
  throw HttpProblem.of(ruling.problem);
}

/** The state an event leads to, or the problem where the state machine has no such arrow. */
export function moved<State extends string>(
  next: { ok: true; state: State } | { ok: false; problem: CaseworkProblem },
): State {
  if (next.ok) return next.state;
  throw HttpProblem.of(next.problem);
}

/** 409 for a state that another request has changed. */
export function conflict(detail: string): HttpProblem {
  return new HttpProblem('state-conflict', detail);
}

/** 409 for a second registration that contradicts the first. */
export function contradiction(detail: string): HttpProblem {
  return new HttpProblem('already-registered', detail);
}

/** 422 for a rule that is not a ruling of its own. */
export function violation(reason: string, detail: string): HttpProblem {
  return new HttpProblem('rule-violated', detail, { reasons: [reason] });
}
