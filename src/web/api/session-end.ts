import type { Problem } from './problem.ts';

/** What a person has to do at the door before going on. */
export type SessionEnd = 'none' | 'signed-out' | 'factor';

const unfinished = new Set(['second-factor-needed', 'enrolment-needed', 'password-change-needed']);

let end: SessionEnd = 'none';
const listeners = new Set<() => void>();

/** Notes a refusal that only the door can cure; the frame shows it over whatever page is open. */
export function noteRefusal(problem: Problem): void {
  const next = problem.kind === 'key-missing' ? 'signed-out' : factorOr(problem.kind);
  if (next === 'none' || next === end) return;
  end = next;
  for (const tell of listeners) tell();
}

function factorOr(kind: string): SessionEnd {
  return unfinished.has(kind) ? 'factor' : 'none';
}

/** For `useSyncExternalStore`. */
export const sessionEnd = {
  subscribe(tell: () => void): () => void {
    listeners.add(tell);
    return () => listeners.delete(tell);
  },
  current: () => end,
};
