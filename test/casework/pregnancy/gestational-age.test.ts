import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayNumber, daysBetween, isValidOn } from '../../../src/casework/calendar-date.ts';
import { ageOnDate } from '../../../src/casework/pregnancy/age-on-date.ts';
import {
  dueDateOf,
  formatGestationalAge,
  gestationalDays,
  parseGestationalAge,
} from '../../../src/casework/pregnancy/gestational-age.ts';

describe('calendar dates', () => {
  it('are numbered in days', () => {
    expect(dayNumber('1970-01-02')).toBe(1);
    expect(daysBetween('2026-02-27', '2026-03-01')).toBe(2);
    expect(daysBetween('2024-02-27', '2024-03-01')).toBe(3);
  });

  it.each(['2026-02-29', '2026-13-01', '2026-1-1', '', '0099-02-30', '2026-01-01T00:00:00Z'])(
    'refuse %j',
    (text) => expect(dayNumber(text)).toBeNull(),
  );

  it('lie within a period with both ends, never when malformed', () => {
    const period = { validFrom: '2026-01-01', validTo: '2026-01-31' };
    expect(['2026-01-01', '2026-01-31'].map((date) => isValidOn(period, date))).toEqual([
      true,
      true,
    ]);
    expect(['2025-12-31', '2026-02-01', 'x'].map((date) => isValidOn(period, date))).toEqual([
      false,
      false,
      false,
    ]);
    expect(isValidOn({ validFrom: '2026-01-01', validTo: null }, '2099-01-01')).toBe(true);
    expect(isValidOn({ validFrom: '2026-01-01', validTo: 'soon' }, '2026-01-02')).toBe(false);
  });
});

describe('gestational age', () => {
  it('counts from the due date', () => {
    const dating = { basis: 'due-date', dueDate: '2026-10-08' } as const;
    expect(gestationalDays(dating, '2026-04-19')).toEqual({ ok: true, value: 108 });
    expect(gestationalDays(dating, '2026-10-08')).toEqual({ ok: true, value: 280 });
  });

  it('counts from the last period', () => {
    const dating = { basis: 'last-period', lastPeriod: '2026-01-01' } as const;
    expect(gestationalDays(dating, '2026-04-26')).toEqual({ ok: true, value: 115 });
    expect(dueDateOf(dating)).toBe('2026-10-08');
    expect(dueDateOf({ basis: 'last-period', lastPeriod: '2026-02-30' })).toBeNull();
  });

  it('refuses what cannot be', () => {
    const dating = { basis: 'last-period', lastPeriod: '2026-01-01' } as const;
    expect(gestationalDays(dating, '2025-12-31')).toMatchObject({
      problem: { kind: 'gestational-age-unlikely' },
    });
    expect(gestationalDays(dating, '2026-11-30')).toMatchObject({
      problem: { kind: 'gestational-age-unlikely' },
    });
    expect(gestationalDays(dating, '26-11-30')).toMatchObject({
      problem: { kind: 'date-malformed' },
    });
  });

  it('is read and written as weeks and days', () => {
    expect(parseGestationalAge('16+3')).toEqual({ ok: true, value: 115 });
    expect(parseGestationalAge('16')).toEqual({ ok: true, value: 112 });
    expect(formatGestationalAge(115)).toBe('16+3');
    for (const text of ['16+7', '16.5', '+3', '16w3d', '-1', '']) {
      expect(parseGestationalAge(text)).toMatchObject({
        problem: { kind: 'gestational-age-malformed' },
      });
    }
    expect(parseGestationalAge('60').ok).toBe(false);
  });

  it('survives writing and reading', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 315 }), (days) => {
        expect(parseGestationalAge(formatGestationalAge(days))).toEqual({ ok: true, value: days });
      }),
    );
  });
});

describe('age', () => {
  it('counts the birthday itself', () => {
    expect(ageOnDate('1991-10-08', '2026-10-08')).toBe(35);
    expect(ageOnDate('1991-10-08', '2026-10-07')).toBe(34);
  });

  it('turns on 1 March for those born on 29 February, in common years', () => {
    expect(ageOnDate('1988-02-29', '2023-02-28')).toBe(34);
    expect(ageOnDate('1988-02-29', '2023-03-01')).toBe(35);
    expect(ageOnDate('1988-02-29', '2024-02-29')).toBe(36);
  });

  it('is unknown for malformed dates and births yet to come', () => {
    expect(ageOnDate('1991-02-30', '2026-10-08')).toBeNull();
    expect(ageOnDate('1991-10-08', 'soon')).toBeNull();
    expect(ageOnDate('2027-01-01', '2026-10-08')).toBeNull();
  });
});
