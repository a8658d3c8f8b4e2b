import { dayNumber } from '../calendar-date.ts';

/**
 * Completed years of age on a date; at the expected date of delivery this is the maternal age.
 *
 * The birthday itself counts; a birthday on 29 February falls on 1 March in common years.
 * Unit: whole years. Edge: null when a date is malformed or the birth lies later.
 *
 * @example ageOnDate('1991-10-08', '2026-10-08') // 35
 * @example ageOnDate('1988-02-29', '2023-02-28') // 34
 */
export function ageOnDate(birthDate: string, date: string): number | null {
  const born = dayNumber(birthDate);
  const day = dayNumber(date);
  if (born === null || day === null || day < born) return null;
  const years = Number(date.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return date.slice(5) < birthDate.slice(5) ? years - 1 : years;
}
