import { dayNumber } from './calendar-date.ts';
import { type Ruling, refuse } from './casework-problem.ts';

/** The days on which a country works, for the years that are known. */
export interface WorkingCalendar {
  /** First and last year whose holidays are known. */
  readonly years: { readonly first: number; readonly last: number };
  /** Days off, also those on which people would otherwise work. */
  readonly holidays: ReadonlySet<string>;
  /** Saturdays and Sundays that are worked in lieu. */
  readonly workdays: ReadonlySet<string>;
}

const millisecondsPerDay = 86_400_000;

/**
 * The day that lies a number of working days after another, which is day 0 whether worked or not.
 *
 * Unit: working days of the calendar, which is that of Asia/Shanghai. Shape: one date in, one out.
 * Edge: a year the calendar lacks is refused, since its holidays would be guessed.
 *
 * @example workdayAfter('2026-09-20', 15, china) // 2026-10-16, over Mid-Autumn and National Day
 */
export function workdayAfter(
  day: string,
  workingDays: number,
  calendar: WorkingCalendar,
): Ruling<string> {
  const start = dayNumber(day);
  if (start === null) return refuse('date-malformed', `${day} is no calendar date`);
  let left = workingDays;
  let current = start;
  while (left > 0) {
    current++;
    const date = dateOf(current);
    if (!isKnown(date, calendar)) return missing(date);
    if (isWorked(date, calendar)) left--;
  }
  return { ok: true, value: dateOf(current) };
}

/**
 * Working days after one day up to and with another; none if that is not later.
 *
 * Edge: null when a day of them lies in a year the calendar lacks, or is no date.
 *
 * @example workingDaysUntil('2026-09-30', '2026-10-09', china) // 2
 */
export function workingDaysUntil(
  from: string,
  to: string,
  calendar: WorkingCalendar,
): number | null {
  const [start, end] = [dayNumber(from), dayNumber(to)];
  if (start === null || end === null) return null;
  let count = 0;
  for (let day = start + 1; day <= end; day++) {
    const date = dateOf(day);
    if (!isKnown(date, calendar)) return null;
    if (isWorked(date, calendar)) count++;
  }
  return count;
}

/**
 * The year whose holidays have to be entered now, or null: this one, and from December the next,
 * because the list of a year is published in the autumn before it.
 *
 * @example calendarGap('2026-12-01', china) // 2027 while the calendar ends with 2026
 */
export function calendarGap(today: string, { years }: WorkingCalendar): number | null {
  const year = Number(today.slice(0, 4));
  const needed = today.slice(5, 7) === '12' ? [year, year + 1] : [year];
  return needed.find((each) => each < years.first || each > years.last) ?? null;
}

function missing(date: string): Ruling<string> {
  const year = date.slice(0, 4);
  return refuse('calendar-year-missing', `the holidays of ${year} are not known yet`);
}

function isKnown(date: string, { years }: WorkingCalendar): boolean {
  const year = Number(date.slice(0, 4));
  return year >= years.first && year <= years.last;
}

function isWorked(date: string, { holidays, workdays }: WorkingCalendar): boolean {
  if (workdays.has(date)) return true;
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !holidays.has(date);
}

function dateOf(day: number): string {
  return new Date(day * millisecondsPerDay).toISOString().slice(0, 10);
}
