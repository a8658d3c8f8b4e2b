/** The copies an auditor asks for beside each ledger entry (domain page, E2). */
const ledgerDocuments = [
  'identity-card',
  'serology-report',
  'nipt-consent',
  'nipt-report',
] as const;

export type LedgerDocument = (typeof ledgerDocuments)[number];

/** Why a woman is subsidised. */
export type Indication = 'serology-high-risk' | 'serology-borderline-risk' | 'advanced-age';

/**
 * Which copies a ledger entry needs. A woman subsidised for her age alone has no positive serology:
 * her identity card already shows the birth date.
 *
 * @example requiredDocuments(['advanced-age']) // ['identity-card', 'nipt-consent', 'nipt-report']
 */
export function requiredDocuments(indications: readonly Indication[]): LedgerDocument[] {
  const ageAlone = indications.length > 0 && indications.every((word) => word === 'advanced-age');
  return ledgerDocuments.filter((document) => document !== 'serology-report' || !ageAlone);
}

/** The copies still missing; a claim is entered in the ledger's complete part when none is. */
export function missingDocuments(
  indications: readonly Indication[],
  present: readonly LedgerDocument[],
): LedgerDocument[] {
  return requiredDocuments(indications).filter((document) => !present.includes(document));
}
