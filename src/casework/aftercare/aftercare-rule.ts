import { dateAfter, isValidOn, type Validity } from '../calendar-date.ts';
import { type WorkingCalendar, workdayAfter } from '../working-days.ts';
import type { HighRiskCaseState } from './high-risk-case-state.ts';

/** By when what follows a result is done, as data: a change is a new version. */
export interface AftercareRule extends Validity {
  readonly version: number;
  /** Working days a case may stand in a state; null: until the outcome is due. */
  readonly caseWorkingDays: Readonly<Record<HighRiskCaseState, number | null>>;
  /** Working days from the notice of a redraw to the new tube. */
  readonly redrawWorkingDays: number;
  /** Working days between two attempts to reach her, and how many there are at each date. */
  readonly attemptWorkingDays: number;
  readonly attemptsMax: number;
  /** Days from a high-risk or missing result to its first follow-up. */
  readonly firstFollowUpDays: number;
  /** Days from the expected delivery to the question how it went. */
  readonly birthDays: number;
  /** Days from the birth to the last follow-up. */
  readonly lastFollowUpDays: number;
  /** Days after that on which a case without an outcome is somebody's task. */
  readonly outcomeDays: number;
  /** The most days a case or a redraw may be put off at once. */
  readonly postponeDaysMax: number;
  readonly source: string;
}

export const aftercareRules: readonly AftercareRule[] = [
  {
    version: 1,
    validFrom: '2016-10-27',
    validTo: null,
    caseWorkingDays: {
      ...{ DETECTED: 1, NOTIFIED: 5, COUNSELLED: 5, REFERRED: 10, DIAGNOSIS_ACCEPTED: 30 },
      ...{ DECLINED: null, CONFIRMED: null, REFUTED: null, UNKNOWN: null, OUTCOME: null },
    },
    redrawWorkingDays: 10,
    attemptWorkingDays: 5,
    attemptsMax: 3,
    firstFollowUpDays: 28,
    birthDays: 28,
    lastFollowUpDays: 84,
    outcomeDays: 14,
    postponeDaysMax: 28,
    source: '国卫办妇幼发〔2016〕45号: until 12 weeks after birth; the other days are our own rule',
  },
];

/** The rule in force on a day; the newest is kept where none is, so that nothing goes unasked. */
export function aftercareRuleOn(day: string): AftercareRule {
  const [newest, ...others] = [...aftercareRules].sort((a, b) => b.version - a.version);
  return [newest, ...others].find((rule) => isValidOn(rule, day)) ?? newest;
}

/**
 * The day on which something has to be done that many working days after another. Where the
 * calendar does not reach, as many plain days: never later than the true day, so that a missing
 * year asks early and not late.
 *
 * @example remindOn('2026-09-30', 2, china) // '2026-10-09', over National Day
 */
export function remindOn(day: string, workingDays: number, calendar: WorkingCalendar): string {
  const due = workdayAfter(day, workingDays, calendar);
  return due.ok ? due.value : dateAfter(day, workingDays);
}
