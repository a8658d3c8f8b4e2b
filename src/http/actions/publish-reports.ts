import type { Transaction } from 'kysely';
import { type ConsentScope, consentAllows } from '../../casework/consent/consent-scope.ts';
import type { ConsentState } from '../../casework/consent/consent-state.ts';
import { publishFindingsOf } from '../../store/finding-outbox-store.ts';
import { publishReportsOf } from '../../store/outbox-store.ts';
import type { PregnancyRow } from '../../store/pregnancy-store.ts';
import type { Tables } from '../../store/tables.ts';

/**
 * Offers to the platform whatever was issued for a pregnancy and is not offered yet, if she agreed
 * to that on its own: who only let herself be tested stays in the laboratory. To be called after
 * the audit events, under the chain's lock: the order of the outbox is then that of the commits.
 */
export async function publishReports(
  tx: Transaction<Tables>,
  { id, consentState, consentScopes }: PregnancyRow,
  now: Date,
): Promise<void> {
  const consent = {
    state: consentState as ConsentState,
    scopes: consentScopes as readonly ConsentScope[],
  };
  if (!consentAllows(consent, 'platform-store')) return;
  await publishReportsOf(tx, { pregnancyId: id, publishedAt: now });
  await publishFindingsOf(tx, { pregnancyId: id, publishedAt: now });
}
