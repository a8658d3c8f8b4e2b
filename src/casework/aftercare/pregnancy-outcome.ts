import { daysBetween } from '../calendar-date.ts';
import type { PregnancyEvent } from '../pregnancy/pregnancy-state.ts';
import { aftercareRuleOn } from './aftercare-rule.ts';

/** How a pregnancy ended. Of several children the one with the gravest outcome is told. */
export const outcomeKinds = ['live-birth', 'stillbirth', 'miscarriage', 'termination'] as const;

export type OutcomeKind = (typeof outcomeKinds)[number];

/** What an outcome is to the pregnancy's own states. */
export function pregnancyEventOf(kind: OutcomeKind): PregnancyEvent {
  return kind === 'live-birth' || kind === 'stillbirth' ? 'record-delivery' : 'record-termination';
}

/** Whether nothing is left to ask: no child lives, or it was seen twelve weeks after its birth. */
export function endsFollowUp(
  { kind, endedOn }: { kind: OutcomeKind; endedOn: string },
  today: string,
): boolean {
  if (kind !== 'live-birth') return true;
  return (daysBetween(endedOn, today) ?? 0) >= aftercareRuleOn(today).lastFollowUpDays;
}
