import { daysBetween } from '../calendar-date.ts';
import { type Ruling, refuse } from '../casework-problem.ts';

/** Days from the first day of the last period to the expected date of delivery (Naegele). */
const pregnancyDays = 280;

/** The longest gestational age that is believed, days (45+0). */
const gestationalDaysMax = 315;

/** What a pregnancy is dated by: ultrasound or clinic date of delivery, or the last period. */
export type PregnancyDating =
  | { readonly basis: 'due-date'; readonly dueDate: string }
  | { readonly basis: 'last-period'; readonly lastPeriod: string };

/**
 * How far a pregnancy is on a date, in days.
 *
 *   days = date - last period        or        days = 280 - (due date - date)
 *
 * Edges: a malformed date, and an age below 0 or above 45+0, are named problems.
 *
 * @example gestationalDays({ basis: 'due-date', dueDate: '2026-10-08' }, '2026-04-19') // 108, 15+3
 */
export function gestationalDays(dating: PregnancyDating, date: string): Ruling<number> {
  const days =
    dating.basis === 'due-date'
      ? offset(daysBetween(dating.dueDate, date), pregnancyDays)
      : daysBetween(dating.lastPeriod, date);
  if (days === null) return refuse('date-malformed', 'dates are written YYYY-MM-DD');
  if (days < 0 || days > gestationalDaysMax) {
    return refuse('gestational-age-unlikely', `${days} days is outside 0+0 to 45+0`);
  }
  return { ok: true, value: days };
}

/** The expected date of delivery of either dating; null when its date is malformed. */
export function dueDateOf(dating: PregnancyDating): string | null {
  const days =
    dating.basis === 'due-date'
      ? daysBetween('1970-01-01', dating.dueDate)
      : offset(daysBetween('1970-01-01', dating.lastPeriod), pregnancyDays);
  return days === null ? null : new Date(days * 86_400_000).toISOString().slice(0, 10);
}

/**
 * Reads weeks and days: `16+3` is 115 days; the days may be left out.
 *
 * @example parseGestationalAge('16+3') // 115
 */
export function parseGestationalAge(text: string): Ruling<number> {
  const match = /^(\d{1,2})(?:\+([0-6]))?$/.exec(text);
  if (!match) return refuse('gestational-age-malformed', 'write weeks and days as 16+3');
  const days = Number(match[1]) * 7 + Number(match[2] ?? 0);
  if (days > gestationalDaysMax) {
    return refuse('gestational-age-unlikely', `${text} is above 45+0`);
  }
  return { ok: true, value: days };
}

/**
 * Writes days as weeks and days.
 *
 * @example formatGestationalAge(115) // '16+3'
 */
export function formatGestationalAge(days: number): string {
  return `${Math.floor(days / 7)}+${days % 7}`;
}

function offset(days: number | null, by: number): number | null {
  return days === null ? null : days + by;
}
