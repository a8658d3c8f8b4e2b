import type { Kysely } from 'kysely';
import type { ConsentScope } from '../../casework/consent/consent-scope.ts';
import type { ConsentState } from '../../casework/consent/consent-state.ts';
import { type HoldReason, holdReasons } from '../../casework/specimen/hold-reasons.ts';
import { listSerology, type PregnancyRow } from '../../store/pregnancy-store.ts';
import type { Tables } from '../../store/tables.ts';
import type { Clinical } from '../schemas/pregnancy.ts';
import { populationOf } from './pregnancy-facts.ts';

/** Why a tube drawn on a day for this pregnancy may not enter the laboratory. */
export async function specimenHolds(
  db: Kysely<Tables>,
  pregnancy: PregnancyRow,
  draw: { readonly drawnOn: string; readonly gestationalDays: number },
): Promise<HoldReason[]> {
  const population = populationOf({
    clinical: pregnancy.clinical as Clinical,
    fetusCount: pregnancy.fetusCount,
    ageAtDelivery: pregnancy.ageAtDelivery,
    expectedDeliveryOn: pregnancy.expectedDeliveryOn,
    serology: await listSerology(db, pregnancy.id),
    onDate: draw.drawnOn,
  });
  return holdReasons({
    consent: {
      state: pregnancy.consentState as ConsentState,
      scopes: pregnancy.consentScopes as ConsentScope[],
    },
    gestationalDaysAtDraw: draw.gestationalDays,
    populationClass: population.class,
  });
}
