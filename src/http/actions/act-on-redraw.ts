import { aftercareRuleOn, remindOn } from '../../casework/aftercare/aftercare-rule.ts';
import { nextRedrawState, type RedrawState } from '../../casework/aftercare/redraw-state.ts';
import { workingCalendar } from '../../jobs/working-calendar.ts';
import type { Caller } from '../../security/caller.ts';
import { type AuditEvent, appendAuditEvents } from '../../store/audit-store.ts';
import { getRedraw, type RedrawRow } from '../../store/redraw-store.ts';
import { HttpProblem } from '../problem.ts';
import type { RedrawStepBody } from '../schemas/follow-up.ts';
import type { Services } from '../services.ts';
import { requirePostponable } from './act-on-case.ts';
import { startFollowUp } from './open-aftercare.ts';
import { conflict, moved } from './refusal.ts';
import { type Acting, actingAs, type JudgeTag, lockAndJudge, takeStep } from './take-step.ts';

/**
 * Notes that she was told to come again, that she will not, or that nobody reached her: then no
 * result will come, and her pregnancy is followed up as one without.
 */
export async function stepRedraw(
  services: Services,
  caller: Caller,
  { id, body, judge }: { id: string; body: RedrawStepBody; judge: JudgeTag },
): Promise<void> {
  await services.kysely.transaction().execute(async (tx) => {
    const acting = actingAs(services, tx, caller);
    const load = () => requireRedraw(acting.tx, id);
    const row = await lockAndJudge(acting, 'redraw', { load, judge });
    await appendAuditEvents(tx, [await step(acting, row, body)]);
  });
}

async function step(acting: Acting, row: RedrawRow, body: RedrawStepBody): Promise<AuditEvent> {
  const { event, note } = body;
  const { today } = acting;
  const given = { subject: 'redraw', row, event, note } as const;
  if (event === 'postpone') {
    if (row.dueOn === null) throw conflict('the request has ended');
    requirePostponable(body.dueOn, today);
    return takeStep(acting, { ...given, to: row.state, dueOn: body.dueOn });
  }
  const to = moved(nextRedrawState(row.state as RedrawState, event));
  if (event === 'notify') {
    const dueOn = remindOn(today, aftercareRuleOn(today).redrawWorkingDays, workingCalendar);
    return takeStep(acting, { ...given, to, dueOn });
  }
  const { pregnancyId, expectedDeliveryOn } = row;
  await startFollowUp(acting, { pregnancyId, expectedDeliveryOn, reason: 'no-call' });
  return takeStep(acting, { ...given, to, dueOn: null });
}

async function requireRedraw(db: Parameters<typeof getRedraw>[0], id: string): Promise<RedrawRow> {
  const row = await getRedraw(db, id);
  if (!row) throw HttpProblem.notFound('redraw');
  return row;
}
