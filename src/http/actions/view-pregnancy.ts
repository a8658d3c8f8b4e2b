import type { Kysely } from 'kysely';
import { findClaimOfPregnancy, findEligibilityDecision } from '../../store/claim-store.ts';
import { getPregnancy, listSerology, type PregnancyRow } from '../../store/pregnancy-store.ts';
import { listSpecimens } from '../../store/specimen-store.ts';
import type { Tables } from '../../store/tables.ts';
import { HttpProblem } from '../problem.ts';
import type { PregnancyAnswer, PregnancyListed } from '../schemas/pregnancy.ts';
import type { Services } from '../services.ts';
import { maskIdentity, openIdentity } from './person-identity.ts';

/** A pregnancy with its subsidy, claim and tubes; the person masked. */
export async function viewPregnancy(services: Services, id: string): Promise<PregnancyAnswer> {
  const { kysely } = services;
  const row = await requirePregnancy(kysely, id);
  const [serology, decision, claim, specimens] = await Promise.all([
    listSerology(kysely, id),
    findEligibilityDecision(kysely, id),
    findClaimOfPregnancy(kysely, id),
    listSpecimens(kysely, id),
  ]);
  if (!decision) throw new Error(`pregnancy ${id} has no eligibility decision`);
  const { state, amountMinorUnits, reasons, schemeId, schemeVersion } = decision;
  return {
    ...listedPregnancy(services, row),
    ...maskIdentity(openIdentity(services, row)),
    datingBasis: row.datingBasis,
    populationReasons: row.populationReasons,
    consent: {
      state: row.consentState as PregnancyAnswer['consent']['state'],
      scopes: row.consentScopes,
      signedOn: row.consentSignedOn,
    },
    serology: serology.map(({ institution, testedOn, class: found }) => ({
      institution,
      testedOn,
      class: found,
    })),
    eligibility: {
      state: state as PregnancyAnswer['eligibility']['state'],
      ...{ amountMinorUnits, currency: 'CNY', reasons, schemeId, schemeVersion },
    },
    claim: claim && { ...claim, state: claim.state as 'DRAFT' },
    specimens: specimens.map((specimen) => ({ number: specimen.number, state: specimen.state })),
  };
}

/** A pregnancy as a line of a list. */
export function listedPregnancy(services: Services, row: PregnancyRow): PregnancyListed {
  return {
    id: row.id,
    state: row.state as PregnancyListed['state'],
    name: maskIdentity(openIdentity(services, row)).name,
    expectedDeliveryOn: row.expectedDeliveryOn,
    ageAtDelivery: row.ageAtDelivery,
    fetusCount: row.fetusCount,
    populationClass: row.populationClass as PregnancyListed['populationClass'],
    consentState: row.consentState as PregnancyListed['consentState'],
    registeredAt: row.registeredAt,
  };
}

/** A pregnancy that must exist, or 404. */
export async function requirePregnancy(db: Kysely<Tables>, id: string): Promise<PregnancyRow> {
  const row = await getPregnancy(db, id);
  if (!row) throw HttpProblem.notFound('pregnancy');
  return row;
}
