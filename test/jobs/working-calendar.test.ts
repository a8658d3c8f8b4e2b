import { findWorkday } from 'chinese-days';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deadlines, lateness, queuePlace } from '../../src/casework/review/turnaround.ts';
import { calendarGap, workdayAfter, workingDaysUntil } from '../../src/casework/working-days.ts';
import { workingCalendar as china } from '../../src/jobs/working-calendar.ts';
import { analysisExample } from '../support/report-example.ts';

describe('workdayAfter', () => {
  it.each([
    // 15 working days over Mid-Autumn (25–27 September) and National Day (1–7 October).
    ['2026-09-20', 15, '2026-10-16'],
    ['2026-09-20', 10, '2026-10-10'],
    ['2026-04-20', 15, '2026-05-13'],
    // Nothing to wait for: the day itself, worked or not.
    ['2026-10-01', 0, '2026-10-01'],
    // Sunday 4 January 2026 is worked in lieu.
    ['2026-01-03', 1, '2026-01-04'],
  ])('%s and %i working days is %s', (day, count, expected) => {
    expect(workdayAfter(day, count, china)).toEqual({ ok: true, value: expected });
  });

  it('refuses a day of a year the calendar lacks, and what is no date', () => {
    const late = `${china.years.last}-12-20`;
    expect(workdayAfter(late, 15, china)).toMatchObject({
      ok: false,
      problem: { kind: 'calendar-year-missing' },
    });
    expect(workdayAfter('2003-12-01', 1, china)).toMatchObject({ ok: false });
    expect(workdayAfter('2026-02-30', 1, china)).toMatchObject({
      problem: { kind: 'date-malformed' },
    });
  });

  it('agrees with the package on every day of the years it knows', () => {
    const first = Date.UTC(china.years.first, 0, 2) / 86_400_000;
    const last = Date.UTC(china.years.last, 10, 15) / 86_400_000;
    fc.assert(
      fc.property(
        fc.integer({ min: first, max: last }),
        fc.integer({ min: 1, max: 15 }),
        (n, k) => {
          const day = new Date(n * 86_400_000).toISOString().slice(0, 10);
          const ours = workdayAfter(day, k, china);
          expect(ours).toEqual({ ok: true, value: findWorkday(k, day) });
          // The days up to it, counted the other way.
          expect(ours.ok && workingDaysUntil(day, ours.value, china)).toBe(k);
        },
      ),
    );
  });
});

describe('deadlines', () => {
  const { calls } = analysisExample();

  it('gives a report 15 working days and the notice of a redraw 10', () => {
    expect(deadlines({ drawnOn: '2026-09-20', calls }, china)).toEqual({
      reportDueOn: '2026-10-16',
      redrawNoticeDueOn: '2026-10-10',
      dueOn: '2026-10-16',
    });
    const noCall = analysisExample({ T13: 'no-call' });
    expect(deadlines({ drawnOn: '2026-09-20', calls: noCall.calls }, china).dueOn).toBe(
      '2026-10-10',
    );
  });

  it('knows no day in a year that is not there', () => {
    const drawnOn = `${china.years.last}-12-25`;
    const due = deadlines({ drawnOn, calls }, china);
    expect(due).toEqual({ reportDueOn: null, redrawNoticeDueOn: null, dueOn: null });
    expect(lateness(due.dueOn, drawnOn, china)).toBe('unknown');
  });

  it.each([
    ['2026-10-17', 'late'],
    ['2026-10-16', 'soon'],
    ['2026-10-13', 'soon'],
    ['2026-10-12', 'in-time'],
  ])('on %s a report due on 2026-10-16 is %s', (today, expected) => {
    expect(lateness('2026-10-16', today, china)).toBe(expected);
  });

  it('puts high risk before all else', () => {
    const high = analysisExample({ T21: 'high-risk' });
    expect(queuePlace({ drawnOn: '2026-04-20', calls: high.calls }, china)).toEqual({
      isHighRisk: true,
      dueOn: '2026-05-13',
    });
    expect(queuePlace({ drawnOn: '2026-04-20', calls }, china).isHighRisk).toBe(false);
  });
});

describe('calendarGap', () => {
  it('asks for the next year from December on, for this one always', () => {
    const { last } = china.years;
    expect(calendarGap(`${last}-11-30`, china)).toBeNull();
    expect(calendarGap(`${last}-12-01`, china)).toBe(last + 1);
    expect(calendarGap(`${last + 1}-05-01`, china)).toBe(last + 1);
  });
});
