import { describe, expect, it } from 'vitest';
import { dueWord, lineAt, tabOf } from '../../src/web/parts/queue-lines.ts';

const lines = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];

describe('lineAt', () => {
  it('keeps the line that was chosen, wherever it stands by now', () => {
    expect(lineAt(lines, { id: 'c', place: 0 })?.id).toBe('c');
  });

  it('shows the follower of one that is gone, at the end the last, of none nothing', () => {
    expect(lineAt(lines, { id: 'gone', place: 1 })?.id).toBe('b');
    expect(lineAt(lines, { id: 'gone', place: 9 })?.id).toBe('c');
    expect(lineAt([], { id: 'gone', place: 0 })).toBeNull();
  });
});

describe('dueWord', () => {
  it('tells how many working days are left or over', () => {
    const words = [12, 1, 0, -1, -4, null].map(dueWord).map(({ word, count }) => [word, count]);
    expect(words).toEqual([
      ['daysLeft', 12],
      ['dayLeft', 1],
      ['dueToday', 0],
      ['dayLate', 1],
      ['daysLate', 4],
      ['dueUnknown', 0],
    ]);
  });
});

describe('tabOf', () => {
  it('sends what is decided to be signed', () => {
    const tabs = (['PENDING', 'IN_REVIEW', 'APPROVED', 'NO_CALL'] as const).map((state) =>
      tabOf({ state }),
    );
    expect(tabs).toEqual(['review', 'review', 'sign', 'sign']);
  });
});
