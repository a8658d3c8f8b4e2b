import { aftercareRuleOn } from '../../casework/aftercare/aftercare-rule.ts';
import { caseDueOn } from '../../casework/aftercare/case-due.ts';
import { type DiagnosisTarget, settleCase } from '../../casework/aftercare/diagnosis.ts';
import {
  type HighRiskCaseEvent,
  type HighRiskCaseState,
  nextHighRiskCaseState,
} from '../../casework/aftercare/high-risk-case-state.ts';
import { dateAfter, isDayAfter } from '../../casework/calendar-date.ts';
import { workingCalendar } from '../../jobs/working-calendar.ts';
import type { Caller } from '../../security/caller.ts';
import { uuidV7 } from '../../security/uuid-v7.ts';
import { type AuditEvent, appendAuditEvents } from '../../store/audit-store.ts';
import { type CaseRow, getCase, insertDiagnosis } from '../../store/high-risk-case-store.ts';
import { insertReferral } from '../../store/referral-store.ts';
import { HttpProblem } from '../problem.ts';
import type { CaseStepBody, DiagnosisBody, ReferralBody } from '../schemas/high-risk-case.ts';
import type { Services } from '../services.ts';
import { startDiagnosis } from './move-pregnancy-on.ts';
import { accept, conflict, moved, violation } from './refusal.ts';
import { publishSettled, settleFindingOf } from './settle-finding-of.ts';
import { type Acting, actingAs, type JudgeTag, lockAndJudge, takeStep } from './take-step.ts';

interface OnCase<Body> {
  readonly id: string;
  readonly body: Body;
  readonly judge: JudgeTag;
}

type ActOnCase = (acting: Acting, row: CaseRow) => Promise<AuditEvent[]>;

/** Notes that she was told, was counselled, wants a diagnosis or not; or puts a case off. */
export async function stepCase(
  services: Services,
  caller: Caller,
  { id, body, judge }: OnCase<CaseStepBody>,
): Promise<void> {
  const act: ActOnCase = async (acting, row) => {
    const { event, note } = body;
    if (event === 'postpone') return [await postpone(acting, row, body)];
    const done = await moveCase(acting, row, { event, note });
    if (event === 'accept-diagnosis') await startDiagnosis(acting, row.pregnancyId);
    return done;
  };
  await onCase(services, caller, { id, judge, act });
}

/** Refers her to a diagnosis institution; one referral of a case is under way at a time. */
export async function referCase(
  services: Services,
  caller: Caller,
  { id, body, judge }: OnCase<ReferralBody>,
): Promise<void> {
  const act: ActOnCase = async (acting, row) => {
    const { institution, urgency, note } = body;
    const made = { id: uuidV7(), caseId: id, institution, urgency, createdAt: acting.now };
    if (!(await insertReferral(acting.tx, made))) {
      throw conflict('a referral of this case is under way');
    }
    return moveCase(acting, row, { event: 'refer', note });
  };
  await onCase(services, caller, { id, judge, act });
}

/** Records a diagnosis and what it makes of the case. */
export async function recordDiagnosis(
  services: Services,
  caller: Caller,
  { id, body, judge }: OnCase<DiagnosisBody>,
): Promise<void> {
  const act: ActOnCase = async (acting, row) => {
    const { note, ...found } = body;
    if (isDayAfter(body.reportedOn, acting.today)) {
      throw violation('dates-out-of-order', 'the diagnosis is dated in the future');
    }
    const event = accept(settleCase(row.targets as DiagnosisTarget[], body.results));
    await insertDiagnosis(acting.tx, {
      ...{ ...found, id: uuidV7(), caseId: id },
      ...{ recordedBy: acting.caller.actorId, recordedAt: acting.now },
    });
    const moves = await moveCase(acting, row, { event, note });
    const settled = await settleFindingOf(acting, row.pregnancyId, { diagnosis: found });
    return [...moves, ...settled];
  };
  await onCase(services, caller, { id, judge, act });
}

async function onCase(
  services: Services,
  caller: Caller,
  { id, judge, act }: Pick<OnCase<unknown>, 'id' | 'judge'> & { readonly act: ActOnCase },
): Promise<void> {
  await services.kysely.transaction().execute(async (tx) => {
    const acting = actingAs(services, tx, caller);
    const load = () => requireCase(acting.tx, id);
    const row = await lockAndJudge(acting, 'high-risk-case', { load, judge });
    await appendAuditEvents(tx, await act(acting, row));
    await publishSettled(acting, row.pregnancyId);
  });
}

/** Moves a case along an arrow, and to its end where the outcome is known already. */
export async function moveCase(
  acting: Acting,
  row: CaseRow,
  { event, note }: { event: HighRiskCaseEvent; note: string },
): Promise<AuditEvent[]> {
  const { expectedDeliveryOn, outcomeKind } = row;
  const state = moved(nextHighRiskCaseState(row.state as HighRiskCaseState, event));
  const isOver = outcomeKind !== null;
  const facts = { state, since: acting.today, expectedDeliveryOn, isOver };
  const dueOn = caseDueOn(facts, workingCalendar);
  const step = { subject: 'high-risk-case', row, event, to: state, note, dueOn } as const;
  const done = await takeStep(acting, step);
  if (!isOver || !nextHighRiskCaseState(state, 'record-outcome').ok) return [done];
  const next = { ...row, state, revision: row.revision + 1 };
  return [done, ...(await moveCase(acting, next, { event: 'record-outcome', note: '' }))];
}

/** A case stays where it is and comes back later, but never by more than the rule allows. */
async function postpone(
  acting: Acting,
  row: CaseRow,
  { note, dueOn }: Pick<CaseStepBody, 'note' | 'dueOn'>,
): Promise<AuditEvent> {
  const { today } = acting;
  if (row.state === 'OUTCOME') throw conflict('the case has ended');
  requirePostponable(dueOn, today);
  const step = { subject: 'high-risk-case', row, event: 'postpone', to: row.state } as const;
  return takeStep(acting, { ...step, note, dueOn });
}

/** Refuses to put something off to a day that has come, or beyond what the rule allows. */
export function requirePostponable(dueOn: string | null, today: string): void {
  const last = dateAfter(today, aftercareRuleOn(today).postponeDaysMax);
  if (dueOn !== null && isDayAfter(dueOn, today) && !isDayAfter(dueOn, last)) return;
  throw violation('postponed-too-far', `it can be put off until ${last} at most`);
}

async function requireCase(db: Parameters<typeof getCase>[0], id: string): Promise<CaseRow> {
  const row = await getCase(db, id);
  if (!row) throw HttpProblem.notFound('high-risk case');
  return row;
}
