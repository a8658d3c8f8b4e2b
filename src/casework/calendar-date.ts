const millisecondsPerDay = 86_400_000;

/**
 * The day number of a calendar date, so that dates can be subtracted.
 *
 * Unit: days since 1970-01-01. Edge: null for whatever is not a real `YYYY-MM-DD`.
 *
 * @example dayNumber('1970-01-02') // 1
 * @example dayNumber('2026-02-29') // null
 */
export function dayNumber(date: string): number | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(date);
  if (!match) return null;
  const [year, month, day] = match.slice(1).map(Number);
  const moment = new Date(Date.UTC(year, month - 1, day));
  // Years below 100 and days past the month's end come back as another date.
  return moment.toISOString().slice(0, 10) === date ? moment.getTime() / millisecondsPerDay : null;
}

/**
 * Days from one date to another; negative when `to` is earlier.
 *
 * Edge: null when one of them is no calendar date.
 *
 * @example daysBetween('2026-02-27', '2026-03-01') // 2
 */
export function daysBetween(from: string, to: string): number | null {
  const start = dayNumber(from);
  const end = dayNumber(to);
  return start === null || end === null ? null : end - start;
}

/** Whether a calendar day lies after another; a malformed one is taken to. */
export function isDayAfter(day: string, other: string): boolean {
  return (daysBetween(other, day) ?? 1) > 0;
}

/**
 * The date some days after another, before it where they are negative.
 *
 * Edge: the date itself must be one; it throws otherwise.
 *
 * @example dateAfter('2026-12-31', 1) // '2027-01-01'
 */
export function dateAfter(date: string, days: number): string {
  const start = dayNumber(date);
  if (start === null) throw new RangeError(`${date} is no calendar date`);
  return new Date((start + days) * millisecondsPerDay).toISOString().slice(0, 10);
}

/** A period of calendar dates, both ends included; a null end is open. */
export interface Validity {
  readonly validFrom: string;
  readonly validTo: string | null;
}

/** Whether a date lies within a period; a malformed date or period is never within. */
export function isValidOn({ validFrom, validTo }: Validity, date: string): boolean {
  const since = daysBetween(validFrom, date);
  const left = validTo === null ? 0 : daysBetween(date, validTo);
  return since !== null && since >= 0 && left !== null && left >= 0;
}
