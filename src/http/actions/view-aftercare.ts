import { listSteps } from '../../store/aftercare-steps.ts';
import { type FollowUpRow, getFollowUp } from '../../store/follow-up-store.ts';
import { type CaseRow, getCase, listDiagnoses } from '../../store/high-risk-case-store.ts';
import { getRedraw, type RedrawRow } from '../../store/redraw-store.ts';
import { listReferrals } from '../../store/referral-store.ts';
import { HttpProblem } from '../problem.ts';
import type {
  FollowUpAnswer,
  FollowUpListed,
  RedrawAnswer,
  RedrawListed,
} from '../schemas/follow-up.ts';
import type { CaseAnswer, CaseListed } from '../schemas/high-risk-case.ts';
import type { Services } from '../services.ts';
import { aftercareTag } from './take-step.ts';

export function caseListedOf(row: CaseRow): CaseListed {
  const { expectedDeliveryOn: _1, outcomeKind: _2, outcomeOn: _3, revision: _4, ...shown } = row;
  return { ...shown, version: aftercareTag(row) } as CaseListed;
}

/** A case with everything that was done. */
export async function showCase({ kysely, sealer }: Services, id: string): Promise<CaseAnswer> {
  const row = await getCase(kysely, id);
  if (!row) throw HttpProblem.notFound('high-risk case');
  const referrals = await listReferrals(kysely, id);
  const shown = referrals.map(async ({ caseId: _, revision, ...referral }) => ({
    ...{ ...referral, version: aftercareTag({ id: referral.id, revision }) },
    steps: await listSteps(kysely, sealer, { subject: 'referral', id: referral.id }),
  }));
  return {
    ...caseListedOf(row),
    steps: await listSteps(kysely, sealer, { subject: 'high-risk-case', id }),
    referrals: (await Promise.all(shown)) as CaseAnswer['referrals'],
    diagnoses: (await listDiagnoses(kysely, id)) as CaseAnswer['diagnoses'],
    outcome: row.outcomeKind,
  };
}

export function followUpListedOf(row: FollowUpRow): FollowUpListed {
  const { id, pregnancyId, reason, state, dueOn, attempts, openedAt, outcomeKind } = row;
  const outcome = outcomeKind === null ? null : { kind: outcomeKind, endedOn: row.outcomeOn };
  const shown = { id, pregnancyId, reason, state, dueOn, attempts, openedAt, outcome };
  return { ...shown, version: aftercareTag(row) } as FollowUpListed;
}

export async function showFollowUp(
  { kysely, sealer }: Services,
  id: string,
): Promise<FollowUpAnswer> {
  const row = await getFollowUp(kysely, id);
  if (!row) throw HttpProblem.notFound('follow-up');
  const steps = await listSteps(kysely, sealer, { subject: 'follow-up', id });
  return { ...followUpListedOf(row), steps };
}

export function redrawListedOf(row: RedrawRow): RedrawListed {
  const { expectedDeliveryOn: _, revision: _2, ...shown } = row;
  return { ...shown, version: aftercareTag(row) } as RedrawListed;
}

export async function showRedraw({ kysely, sealer }: Services, id: string): Promise<RedrawAnswer> {
  const row = await getRedraw(kysely, id);
  if (!row) throw HttpProblem.notFound('redraw');
  const steps = await listSteps(kysely, sealer, { subject: 'redraw', id });
  return { ...redrawListedOf(row), steps };
}
