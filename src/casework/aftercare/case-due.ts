import { dateAfter } from '../calendar-date.ts';
import type { WorkingCalendar } from '../working-days.ts';
import { aftercareRuleOn, remindOn } from './aftercare-rule.ts';
import type { HighRiskCaseState } from './high-risk-case-state.ts';

interface CaseFacts {
  readonly state: HighRiskCaseState;
  /** The day on which it came into its state. */
  readonly since: string;
  readonly expectedDeliveryOn: string;
  /** Whether it is known how the pregnancy ended: then nothing is left to wait for. */
  readonly isOver: boolean;
}

/**
 * The day by which a case has to move on; null for one that has ended.
 *
 * Edge: a case that waits for its outcome is due two weeks after the last follow-up, or within the
 * days of a first notice once the outcome is there.
 */
export function caseDueOn(facts: CaseFacts, calendar: WorkingCalendar): string | null {
  const { state, since, expectedDeliveryOn, isOver } = facts;
  if (state === 'OUTCOME') return null;
  const rule = aftercareRuleOn(since);
  const workingDays = rule.caseWorkingDays[state];
  if (workingDays !== null) return remindOn(since, workingDays, calendar);
  const { attemptWorkingDays, lastFollowUpDays, outcomeDays } = rule;
  const soon = remindOn(since, attemptWorkingDays, calendar);
  if (isOver) return soon;
  const last = dateAfter(expectedDeliveryOn, lastFollowUpDays + outcomeDays);
  return last > soon ? last : soon;
}
