import type { Kysely } from 'kysely';
import { type ClaimEvent, type ClaimState, nextClaimState } from '../casework/claim/claim-state.ts';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;

export interface NewEligibilityDecision {
  readonly id: string;
  readonly pregnancyId: string;
  readonly state: string;
  readonly amountMinorUnits: number;
  readonly reasons: readonly string[];
  readonly schemeId: string;
  readonly schemeVersion: number;
  readonly inputs: object;
  readonly decidedAt: Date;
}

export async function insertEligibilityDecision(
  db: Db,
  decision: NewEligibilityDecision,
): Promise<void> {
  await db
    .insertInto('eligibility_decision')
    .values({
      id: decision.id,
      pregnancy_id: decision.pregnancyId,
      state: decision.state,
      amount_minor_units: decision.amountMinorUnits,
      currency: 'CNY',
      reasons: JSON.stringify(decision.reasons),
      scheme_id: decision.schemeId,
      scheme_version: decision.schemeVersion,
      inputs: JSON.stringify(decision.inputs),
      decided_at: decision.decidedAt,
    })
    .execute();
}

/** The decision in force for a pregnancy. */
export async function findEligibilityDecision(db: Db, pregnancyId: string) {
  return db
    .selectFrom('eligibility_decision')
    .select([
      'id',
      'state',
      'amount_minor_units as amountMinorUnits',
      'currency',
      'reasons',
      'scheme_id as schemeId',
      'scheme_version as schemeVersion',
      'inputs',
      'decided_at as decidedAt',
    ])
    .where('pregnancy_id', '=', pregnancyId)
    .where('state', '<>', 'SUPERSEDED')
    .executeTakeFirst();
}

export interface NewClaim {
  readonly id: string;
  readonly pregnancyId: string;
  readonly eligibilityDecisionId: string;
  readonly amountMinorUnits: number;
  readonly openedAt: Date;
}

/** Opens the claim of a pregnancy, in the first state of a claim. */
export async function insertClaim(db: Db, claim: NewClaim): Promise<void> {
  await db
    .insertInto('claim')
    .values({
      id: claim.id,
      pregnancy_id: claim.pregnancyId,
      eligibility_decision_id: claim.eligibilityDecisionId,
      state: 'DRAFT',
      amount_minor_units: claim.amountMinorUnits,
      currency: 'CNY',
      opened_at: claim.openedAt,
    })
    .execute();
}

export type ClaimRow = Awaited<ReturnType<typeof listClaims>>[number];

export async function getClaim(db: Db, id: string): Promise<ClaimRow | null> {
  return (await selectClaims(db).where('claim.id', '=', id).executeTakeFirst()) ?? null;
}

/** The claim of a pregnancy that was not reversed. */
export async function findClaimOfPregnancy(db: Db, pregnancyId: string): Promise<ClaimRow | null> {
  const row = await selectClaims(db)
    .where('claim.pregnancy_id', '=', pregnancyId)
    .where('claim.state', '<>', 'REVERSED')
    .executeTakeFirst();
  return row ?? null;
}

/** Claims, newest first, before a cursor. */
export async function listClaims(
  db: Db,
  { before, limit }: { before: string | undefined; limit: number },
) {
  const query = selectClaims(db).orderBy('claim.id', 'desc').limit(limit);
  return before === undefined ? query.execute() : query.where('claim.id', '<', before).execute();
}

function selectClaims(db: Db) {
  return db
    .selectFrom('claim')
    .select([
      'claim.id',
      'claim.pregnancy_id as pregnancyId',
      'claim.state',
      'claim.amount_minor_units as amountMinorUnits',
      'claim.currency',
      'claim.opened_at as openedAt',
    ]);
}

/** Moves a claim by compare-and-set; false if it stands elsewhere. */
export async function moveClaim(
  db: Db,
  { id, from, event }: { id: string; from: ClaimState; event: ClaimEvent },
): Promise<boolean> {
  const next = nextClaimState(from, event);
  if (!next.ok) return false;
  const { numUpdatedRows } = await db
    .updateTable('claim')
    .set({ state: next.state })
    .where('id', '=', id)
    .where('state', '=', from)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export interface NewLedgerEntry {
  readonly id: string;
  readonly claimId: string;
  readonly reportId: string;
  readonly outcome: 'report' | 'no-call' | 'revoked';
  readonly enteredAt: Date;
}

export async function insertLedgerEntry(db: Db, entry: NewLedgerEntry): Promise<void> {
  await db
    .insertInto('ledger_entry')
    .values({
      id: entry.id,
      claim_id: entry.claimId,
      report_id: entry.reportId,
      outcome: entry.outcome,
      entered_at: entry.enteredAt,
    })
    .execute();
}

/** What a claim's ledger says, in order. */
export async function listLedgerEntries(db: Db, claimId: string) {
  return db
    .selectFrom('ledger_entry')
    .select(['id', 'report_id as reportId', 'outcome', 'entered_at as enteredAt'])
    .where('claim_id', '=', claimId)
    .orderBy('id')
    .execute();
}
