import { aftercareRuleOn, remindOn } from '../../casework/aftercare/aftercare-rule.ts';
import {
  type FollowUpFacts,
  type FollowUpReason,
  missFollowUp,
  nextFollowUpOn,
} from '../../casework/aftercare/follow-up-schedule.ts';
import { type FollowUpState, nextFollowUpState } from '../../casework/aftercare/follow-up-state.ts';
import {
  type HighRiskCaseState,
  nextHighRiskCaseState,
} from '../../casework/aftercare/high-risk-case-state.ts';
import { endsFollowUp, type OutcomeKind } from '../../casework/aftercare/pregnancy-outcome.ts';
import { daysBetween, isDayAfter } from '../../casework/calendar-date.ts';
import { isPhenotypeCode } from '../../casework/registry/phenotype-term.ts';
import { workingCalendar } from '../../jobs/working-calendar.ts';
import type { Caller } from '../../security/caller.ts';
import { type AuditEvent, appendAuditEvents } from '../../store/audit-store.ts';
import { type FollowUpRow, getFollowUp, insertOutcome } from '../../store/follow-up-store.ts';
import { listOpenCases } from '../../store/high-risk-case-store.ts';
import { HttpProblem } from '../problem.ts';
import type { ContactBody } from '../schemas/follow-up.ts';
import type { Services } from '../services.ts';
import { moveCase } from './act-on-case.ts';
import { closePregnancy, endPregnancy, loseOrClosePregnancy } from './move-pregnancy-on.ts';
import { conflict, contradiction, moved, violation } from './refusal.ts';
import { publishSettled, settleFindingOf } from './settle-finding-of.ts';
import { type Acting, actingAs, type JudgeTag, lockAndJudge, takeStep } from './take-step.ts';

type Outcome = NonNullable<ContactBody['outcome']>;

/** No pregnancy ends longer than this before or after the day on which delivery was expected. */
const outcomeDays = { before: 280, after: 35 };

/** Notes an attempt to reach her, and the outcome of her pregnancy once she tells it. */
export async function contactFollowUp(
  services: Services,
  caller: Caller,
  { id, body, judge }: { id: string; body: ContactBody; judge: JudgeTag },
): Promise<void> {
  await services.kysely.transaction().execute(async (tx) => {
    const acting = actingAs(services, tx, caller);
    const load = () => requireFollowUp(acting.tx, id);
    const row = await lockAndJudge(acting, 'follow-up', { load, judge });
    const done = body.reached ? await reach(acting, row, body) : await miss(acting, row, body);
    await appendAuditEvents(tx, done);
    await publishSettled(acting, row.pregnancyId);
  });
}

async function miss(
  acting: Acting,
  row: FollowUpRow,
  { note, outcome }: ContactBody,
): Promise<AuditEvent[]> {
  if (outcome !== null) throw violation('outcome-unheard', 'who was not reached told no outcome');
  if (row.state !== 'DUE') throw conflict(`a follow-up that is ${row.state} is not due`);
  const { attempts } = row;
  const missed = { attempts, today: acting.today };
  const { event, ...next } = missFollowUp(factsOf(row, row.outcomeOn), missed, workingCalendar);
  const to = moved(nextFollowUpState('DUE', event));
  const done = await takeStep(acting, { subject: 'follow-up', row, event, to, note, ...next });
  if (to !== 'LOST') return [done];
  await insertOutcome(acting.tx, {
    ...{ pregnancyId: row.pregnancyId, kind: 'lost', endedOn: null, phenotypes: [] },
    ...{ recordedBy: acting.caller.actorId, recordedAt: acting.now },
  });
  await loseOrClosePregnancy(acting, row.pregnancyId);
  return [done, ...(await endCases(acting, row.pregnancyId))];
}

async function reach(
  acting: Acting,
  row: FollowUpRow,
  { note, outcome }: ContactBody,
): Promise<AuditEvent[]> {
  const { tx, today } = acting;
  const told = outcome === null ? [] : await recordOutcome(acting, row, outcome);
  const { kind, endedOn } = outcome ?? { kind: row.outcomeKind, endedOn: row.outcomeOn };
  const facts = factsOf(row, endedOn);
  const later = nextFollowUpOn(facts, today);
  const soon = remindOn(today, aftercareRuleOn(today).attemptWorkingDays, workingCalendar);
  const to = moved(nextFollowUpState(row.state as FollowUpState, 'reach'));
  const step = { subject: 'follow-up', row, event: 'reach', to, note, attempts: 0 } as const;
  const done = await takeStep(acting, { ...step, dueOn: later > today ? later : soon });
  const known = endedOn !== null && { kind: kind as OutcomeKind, endedOn };
  if (!known || !endsFollowUp(known, today)) return [done, ...told];
  const next = { ...row, state: to, revision: row.revision + 1 };
  const end = moved(nextFollowUpState(to, 'complete'));
  const last = { subject: 'follow-up', row: next, event: 'complete', to: end, note: '' } as const;
  const completed = await takeStep({ ...acting, tx }, { ...last, dueOn: null });
  await closePregnancy(acting, row.pregnancyId);
  return [done, ...told, completed];
}

async function recordOutcome(
  acting: Acting,
  row: FollowUpRow,
  { kind, endedOn, phenotypes }: Outcome,
): Promise<AuditEvent[]> {
  const { tx, caller, now, today } = acting;
  if (row.outcomeKind !== null) {
    if (row.outcomeKind === kind && row.outcomeOn === endedOn) return [];
    throw contradiction('another outcome of this pregnancy is recorded');
  }
  const days = daysBetween(row.expectedDeliveryOn, endedOn) ?? Number.NaN;
  const isPossible = days >= -outcomeDays.before && days <= outcomeDays.after;
  if (!isPossible || isDayAfter(endedOn, today)) {
    throw violation('outcome-date-unlikely', 'the pregnancy cannot have ended on that day');
  }
  if (!phenotypes.every(isPhenotypeCode)) {
    throw new HttpProblem('phenotype-not-allowed', 'a phenotype is not in the table of terms');
  }
  const { pregnancyId } = row;
  const recorded = { recordedBy: caller.actorId, recordedAt: now };
  await insertOutcome(tx, { pregnancyId, kind, endedOn, phenotypes, ...recorded });
  await endPregnancy(acting, pregnancyId, kind);
  const subject = `pregnancy/${pregnancyId}`;
  const event = { at: now, actor: caller.name, action: 'pregnancy.record-outcome', subject };
  const ended = await endCases(acting, pregnancyId);
  const settlement = { outcome: { kind, endedOn }, phenotypes };
  const settled = await settleFindingOf(acting, pregnancyId, settlement);
  return [{ ...event, detail: { kind, endedOn, phenotypes } }, ...ended, ...settled];
}

/** Settled cases end with the outcome; one that is not settled is due, and says so by its task. */
async function endCases(acting: Acting, pregnancyId: string): Promise<AuditEvent[]> {
  const events: AuditEvent[] = [];
  for (const row of await listOpenCases(acting.tx, pregnancyId)) {
    if (!nextHighRiskCaseState(row.state as HighRiskCaseState, 'record-outcome').ok) continue;
    events.push(...(await moveCase(acting, row, { event: 'record-outcome', note: '' })));
  }
  return events;
}

function factsOf(row: FollowUpRow, bornOn: string | null): FollowUpFacts {
  const { openedOn, expectedDeliveryOn } = row;
  return { reason: row.reason as FollowUpReason, openedOn, expectedDeliveryOn, bornOn };
}

async function requireFollowUp(
  db: Parameters<typeof getFollowUp>[0],
  id: string,
): Promise<FollowUpRow> {
  const row = await getFollowUp(db, id);
  if (!row) throw HttpProblem.notFound('follow-up');
  return row;
}
