import { dateAfter } from '../calendar-date.ts';
import type { WorkingCalendar } from '../working-days.ts';
import { aftercareRuleOn, remindOn } from './aftercare-rule.ts';
import type { FollowUpEvent } from './follow-up-state.ts';

/** Why she is followed up: the more urgent has an earlier first date. */
export const followUpReasons = ['high-risk', 'no-call', 'low-risk'] as const;

export type FollowUpReason = (typeof followUpReasons)[number];

export interface FollowUpFacts {
  readonly reason: FollowUpReason;
  /** The day of the result. */
  readonly openedOn: string;
  readonly expectedDeliveryOn: string;
  /** The day of the birth, once it is known. */
  readonly bornOn: string | null;
}

/**
 * The dates on which she is asked, first to last: four weeks after a result that is not low-risk,
 * four weeks after the expected delivery, twelve weeks after the birth.
 *
 * @example followUpDates({ reason: 'low-risk', openedOn: '2026-05-01',
 *   expectedDeliveryOn: '2026-10-08', bornOn: null }) // ['2026-11-05', '2026-12-31']
 */
export function followUpDates(facts: FollowUpFacts): string[] {
  const { reason, openedOn, expectedDeliveryOn, bornOn } = facts;
  const rule = aftercareRuleOn(openedOn);
  const last = dateAfter(bornOn ?? expectedDeliveryOn, rule.lastFollowUpDays);
  const early = reason === 'low-risk' ? [] : [dateAfter(openedOn, rule.firstFollowUpDays)];
  const birth = bornOn === null ? [dateAfter(expectedDeliveryOn, rule.birthDays)] : [];
  return [...[...early, ...birth].filter((day) => day < last), last];
}

/** The next of those dates after a day; the last one where all have passed. */
export function nextFollowUpOn(facts: FollowUpFacts, day: string): string {
  const dates = followUpDates(facts);
  return dates.find((each) => each > day) ?? dates[dates.length - 1];
}

interface Missed {
  /** Attempts of this date before this one. */
  readonly attempts: number;
  readonly today: string;
}

/** What comes of an attempt that did not reach her: another, the next date, or she is lost. */
export function missFollowUp(
  facts: FollowUpFacts,
  { attempts, today }: Missed,
  calendar: WorkingCalendar,
): { event: FollowUpEvent; dueOn: string | null; attempts: number } {
  const rule = aftercareRuleOn(today);
  if (attempts + 1 < rule.attemptsMax) {
    const dueOn = remindOn(today, rule.attemptWorkingDays, calendar);
    return { event: 'miss', dueOn, attempts: attempts + 1 };
  }
  const next = nextFollowUpOn(facts, today);
  if (next > today) return { event: 'wait-for-next', dueOn: next, attempts: 0 };
  return { event: 'lose', dueOn: null, attempts: attempts + 1 };
}
