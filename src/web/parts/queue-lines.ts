import type { ReviewQueue } from '../../http/schemas/queue.ts';
import type { Json } from '../api/call.ts';

export type QueueLine = Json<ReviewQueue>['items'][number];

/** What waits for a decision, and what waits for a signature. */
export type QueueTab = 'review' | 'sign';

/** Which of the two a review waits for. */
export function tabOf({ state }: Pick<QueueLine, 'state'>): QueueTab {
  return state === 'PENDING' || state === 'IN_REVIEW' ? 'review' : 'sign';
}

/**
 * The line that is shown: the one chosen, or once it is gone the one that stands at its place.
 *
 * Edge: null where nothing waits; at the end of the list the last.
 *
 * @example lineAt(lines, { id: 'gone', place: 1 })?.id // 'b' of a, b, c
 */
export function lineAt<Line extends { readonly id: string }>(
  lines: readonly Line[],
  { id, place }: { readonly id: string; readonly place: number },
): Line | null {
  const chosen = lines.find((line) => line.id === id);
  return chosen ?? lines[Math.min(Math.max(place, 0), lines.length - 1)] ?? null;
}

/** How far the due date is, as one word with its number. */
export function dueWord(workingDaysLeft: number | null): {
  readonly word: 'dueUnknown' | 'dueToday' | 'dayLeft' | 'daysLeft' | 'dayLate' | 'daysLate';
  readonly count: number;
} {
  if (workingDaysLeft === null) return { word: 'dueUnknown', count: 0 };
  const count = Math.abs(workingDaysLeft);
  if (count === 0) return { word: 'dueToday', count };
  if (workingDaysLeft < 0) return { word: count === 1 ? 'dayLate' : 'daysLate', count };
  return { word: count === 1 ? 'dayLeft' : 'daysLeft', count };
}
