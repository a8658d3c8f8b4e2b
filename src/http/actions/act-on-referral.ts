import { nextReferralState, type ReferralState } from '../../casework/aftercare/referral-state.ts';
import type { Caller } from '../../security/caller.ts';
import { appendAuditEvents } from '../../store/audit-store.ts';
import { getCase } from '../../store/high-risk-case-store.ts';
import { getReferral } from '../../store/referral-store.ts';
import { HttpProblem } from '../problem.ts';
import type { ReferralStepBody } from '../schemas/high-risk-case.ts';
import type { Services } from '../services.ts';
import { moved } from './refusal.ts';
import { actingAs, type JudgeTag, lockAndJudge, takeStep } from './take-step.ts';

/** Notes what became of a referral, up to the institution's feedback; answers its case. */
export async function stepReferral(
  services: Services,
  caller: Caller,
  { id, body, judge }: { id: string; body: ReferralStepBody; judge: JudgeTag },
): Promise<string> {
  return services.kysely.transaction().execute(async (tx) => {
    const acting = actingAs(services, tx, caller);
    const load = () => requireReferral(acting.tx, id);
    const row = await lockAndJudge(acting, 'referral', { load, judge });
    const { event, note } = body;
    const to = moved(nextReferralState(row.state as ReferralState, event));
    const done = await takeStep(acting, { subject: 'referral', row, event, to, note });
    await appendAuditEvents(tx, [done]);
    return row.caseId;
  });
}

async function requireReferral(db: Parameters<typeof getReferral>[0], id: string) {
  const row = await getReferral(db, id);
  const of = row && (await getCase(db, row.caseId));
  if (!of) throw HttpProblem.notFound('referral');
  return { ...row, pregnancyId: of.pregnancyId };
}
