import chineseDays from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import type { WorkingCalendar } from '../casework/working-days.ts';

const years = Object.keys(chineseDays.holidays).map((day) => Number(day.slice(0, 4)));

/**
 * Holidays and days worked in lieu as the State Council announces them, from the package
 * chinese-days. Its own functions count any unknown year as if it had no holidays; only its table
 * is taken.
 */
export const workingCalendar: WorkingCalendar = {
  years: { first: Math.min(...years), last: Math.max(...years) },
  holidays: new Set(Object.keys(chineseDays.holidays)),
  workdays: new Set(Object.keys(chineseDays.workdays)),
};
