import { remindOn } from '../../casework/aftercare/aftercare-rule.ts';
import { caseDueOn } from '../../casework/aftercare/case-due.ts';
import {
  type FollowUpReason,
  nextFollowUpOn,
} from '../../casework/aftercare/follow-up-schedule.ts';
import { nextRedrawState, type RedrawState } from '../../casework/aftercare/redraw-state.ts';
import type { ReportDocument } from '../../casework/report/report-document.ts';
import { deadlines } from '../../casework/review/turnaround.ts';
import { workingCalendar } from '../../jobs/working-calendar.ts';
import { uuidV7 } from '../../security/uuid-v7.ts';
import type { AuditEvent } from '../../store/audit-store.ts';
import { openFollowUp } from '../../store/follow-up-store.ts';
import { findCaseOfSpecimen, insertCase } from '../../store/high-risk-case-store.ts';
import { findRedrawOfSpecimen, insertRedraw } from '../../store/redraw-store.ts';
import { raiseNotice } from '../../store/task-store.ts';
import { type Acting, takeStep } from './take-step.ts';

interface Issued {
  readonly specimenId: string;
  readonly pregnancyId: string;
  readonly expectedDeliveryOn: string;
  readonly reportId: string;
  readonly document: ReportDocument;
}

/**
 * What an issued report sets going: the follow-up of the pregnancy and, at high risk, its case. A
 * later version that withdraws the high risk of an open case asks a person what becomes of it.
 */
export async function openAftercare(acting: Acting, issued: Issued): Promise<AuditEvent[]> {
  const { tx, now, today } = acting;
  const { specimenId, pregnancyId, expectedDeliveryOn, reportId, document } = issued;
  const targets = document.results
    .filter(({ verdict }) => verdict === 'high-risk')
    .map(({ target }) => target);
  const reason = reasonOf(document, targets.length);
  await startFollowUp(acting, { pregnancyId, expectedDeliveryOn, reason });
  if (targets.length === 0) return withdrawnCase(acting, issued);
  const facts = { state: 'DETECTED', since: today, expectedDeliveryOn, isOver: false } as const;
  const dueOn = caseDueOn(facts, workingCalendar) as string;
  const id = uuidV7();
  const opened = { id, specimenId, pregnancyId, reportId, targets, dueOn, openedAt: now };
  if (!(await insertCase(tx, opened))) return [];
  const detail = { report: reportId, targets, dueOn };
  return [systemEvent(acting, 'high-risk-case.open', { subject: `high-risk-case/${id}`, detail })];
}

function reasonOf({ kind }: ReportDocument, highRisks: number): FollowUpReason {
  if (highRisks > 0) return 'high-risk';
  return kind === 'no-call' ? 'no-call' : 'low-risk';
}

/** Asks what becomes of an open case whose tube is not reported as high risk any more. */
export async function withdrawnCase(
  acting: Acting,
  { specimenId, reportId }: Pick<Issued, 'specimenId' | 'reportId'>,
): Promise<AuditEvent[]> {
  const found = await findCaseOfSpecimen(acting.tx, specimenId);
  if (!found || found.state === 'OUTCOME') return [];
  const kind = 'case-of-amended-report';
  const subject = `report/${reportId}`;
  if (!(await raiseNotice(acting.tx, { kind, subject, raisedAt: acting.now }))) return [];
  return [systemEvent(acting, 'task.raise', { subject, detail: { kind, case: found.id } })];
}

/** Opens the follow-up of a pregnancy, or makes the one it has more urgent. */
export async function startFollowUp(
  { tx, now, today }: Acting,
  of: { pregnancyId: string; expectedDeliveryOn: string; reason: FollowUpReason },
): Promise<void> {
  const { pregnancyId, expectedDeliveryOn, reason } = of;
  const facts = { reason, openedOn: today, expectedDeliveryOn, bornOn: null };
  const dueOn = nextFollowUpOn(facts, today);
  const opened = { id: uuidV7(), pregnancyId, reason, openedOn: today, dueOn, openedAt: now };
  await openFollowUp(tx, opened);
}

interface Replaced {
  readonly specimenId: string;
  readonly pregnancyId: string;
  readonly drawnOn: string;
  readonly reason: string;
}

/** Asks for another tube; its notice is due ten working days after the draw. */
export async function requestRedraw(acting: Acting, of: Replaced): Promise<AuditEvent[]> {
  const { tx, now, today } = acting;
  const { specimenId, pregnancyId, drawnOn, reason } = of;
  const { redrawNoticeDueOn } = deadlines({ drawnOn, calls: [] }, workingCalendar);
  // Where the calendar does not reach, the next day: too early is asked, too late is not.
  const dueOn = redrawNoticeDueOn ?? remindOn(today, 1, workingCalendar);
  const id = uuidV7();
  await insertRedraw(tx, { id, specimenId, pregnancyId, reason, dueOn, openedAt: now });
  const detail = { specimen: specimenId, reason, dueOn };
  return [systemEvent(acting, 'redraw.request', { subject: `redraw/${id}`, detail })];
}

/** A new tube ends the request for it. */
export async function fulfilRedraw(acting: Acting, parentId: string): Promise<AuditEvent[]> {
  const row = await findRedrawOfSpecimen(acting.tx, parentId);
  if (!row) return [];
  const next = nextRedrawState(row.state as RedrawState, 'draw');
  if (!next.ok) return [];
  const step = { subject: 'redraw', row, event: 'draw', note: '', dueOn: null } as const;
  return [await takeStep(acting, { ...step, to: next.state })];
}

function systemEvent(
  { caller, now }: Acting,
  action: string,
  { subject, detail }: Pick<AuditEvent, 'subject' | 'detail'>,
): AuditEvent {
  return { at: now, actor: caller.name, action, subject, detail };
}
