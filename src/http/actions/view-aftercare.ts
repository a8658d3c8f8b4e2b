import {
  actsOnCase,
  actsOnFollowUp,
  actsOnRedraw,
  actsOnReferral,
} from '../../casework/aftercare/aftercare-acts.ts';
import type { ReferralState } from '../../casework/aftercare/referral-state.ts';
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
import { shanghaiDay } from '../shanghai-time.ts';
import { dueOf } from './due-of.ts';
import { aftercareTag } from './take-step.ts';

export function caseListedOf({ clock }: Services, row: CaseRow): CaseListed {
  const { outcomeKind: _2, outcomeOn: _3, revision: _4, isReferred, ...rest } = row;
  const { expectedDeliveryOn: _1, ...shown } = rest;
  const state = row.state as CaseListed['state'];
  return {
    ...{ ...shown, state, targets: row.targets as CaseListed['targets'] },
    ...dueOf(row.dueOn, shanghaiDay(clock())),
    ...{ allows: actsOnCase(state, { isReferred }), version: aftercareTag(row) },
  };
}

/** A case with everything that was done. */
export async function showCase(services: Services, id: string): Promise<CaseAnswer> {
  const { kysely, sealer } = services;
  const row = await getCase(kysely, id);
  if (!row) throw HttpProblem.notFound('high-risk case');
  const referrals = await listReferrals(kysely, id);
  const shown = referrals.map(async ({ caseId: _, revision, ...referral }) => ({
    ...{ ...referral, version: aftercareTag({ id: referral.id, revision }) },
    allows: actsOnReferral(referral.state as ReferralState),
    steps: await listSteps(kysely, sealer, { subject: 'referral', id: referral.id }),
  }));
  return {
    ...caseListedOf(services, row),
    steps: await listSteps(kysely, sealer, { subject: 'high-risk-case', id }),
    referrals: (await Promise.all(shown)) as CaseAnswer['referrals'],
    diagnoses: (await listDiagnoses(kysely, id)) as CaseAnswer['diagnoses'],
    outcome: row.outcomeKind,
  };
}

export function followUpListedOf({ clock }: Services, row: FollowUpRow): FollowUpListed {
  const { id, pregnancyId, attempts, openedAt, outcomeKind } = row;
  const [state, reason] = [row.state, row.reason] as [
    FollowUpListed['state'],
    FollowUpListed['reason'],
  ];
  const kind = outcomeKind as NonNullable<FollowUpListed['outcome']>['kind'] | null;
  return {
    ...{ id, pregnancyId, reason, state, attempts, openedAt },
    ...dueOf(row.dueOn, shanghaiDay(clock())),
    outcome: kind === null ? null : { kind, endedOn: row.outcomeOn },
    ...{ allows: actsOnFollowUp(state), version: aftercareTag(row) },
  };
}

export async function showFollowUp(services: Services, id: string): Promise<FollowUpAnswer> {
  const { kysely, sealer } = services;
  const row = await getFollowUp(kysely, id);
  if (!row) throw HttpProblem.notFound('follow-up');
  const steps = await listSteps(kysely, sealer, { subject: 'follow-up', id });
  return { ...followUpListedOf(services, row), steps };
}

export function redrawListedOf({ clock }: Services, row: RedrawRow): RedrawListed {
  const { expectedDeliveryOn: _, revision: _2, ...shown } = row;
  const state = row.state as RedrawListed['state'];
  return {
    ...{ ...shown, ...dueOf(row.dueOn, shanghaiDay(clock())) },
    ...{ state, allows: actsOnRedraw(state), version: aftercareTag(row) },
  };
}

export async function showRedraw(services: Services, id: string): Promise<RedrawAnswer> {
  const { kysely, sealer } = services;
  const row = await getRedraw(kysely, id);
  if (!row) throw HttpProblem.notFound('redraw');
  const steps = await listSteps(kysely, sealer, { subject: 'redraw', id });
  return { ...redrawListedOf(services, row), steps };
}
