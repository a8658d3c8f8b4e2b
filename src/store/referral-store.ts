import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;

interface NewReferral {
  readonly id: string;
  readonly caseId: string;
  readonly institution: string;
  readonly urgency: string;
  readonly createdAt: Date;
}

/** Refers a case; false while another referral of it is under way. */
export async function insertReferral(db: Db, made: NewReferral): Promise<boolean> {
  const result = await db
    .insertInto('referral')
    .values({
      ...{ id: made.id, case_id: made.caseId, state: 'CREATED', institution: made.institution },
      ...{ urgency: made.urgency, created_at: made.createdAt },
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

export type ReferralRow = Awaited<ReturnType<typeof listReferrals>>[number];

export async function getReferral(db: Db, id: string): Promise<ReferralRow | null> {
  return (await selectReferrals(db).where('id', '=', id).executeTakeFirst()) ?? null;
}

/** The referrals of a case, first to last. */
export async function listReferrals(db: Db, caseId: string) {
  return selectReferrals(db).where('case_id', '=', caseId).orderBy('id').execute();
}

function selectReferrals(db: Db) {
  return db
    .selectFrom('referral')
    .select(['id', 'case_id as caseId', 'state', 'institution', 'urgency', 'revision'])
    .select('created_at as createdAt');
}
