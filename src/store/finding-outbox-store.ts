import { type Kysely, sql } from 'kysely';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;

/**
 * Offers the platform what is known beyond the reports of a pregnancy and was not offered yet. Call
 * it under the audit chain's lock, as with reports.
 */
export async function publishFindingsOf(
  db: Db,
  { pregnancyId, publishedAt }: { pregnancyId: string; publishedAt: Date },
): Promise<void> {
  const unpublished = db
    .selectFrom('finding')
    .innerJoin('report', 'report.id', 'finding.report_id')
    .leftJoin('finding_outbox', 'finding_outbox.finding_id', 'finding.id')
    .where('finding.pregnancy_id', '=', pregnancyId)
    .where('finding.version', '>', 1)
    .where('report.state', '=', 'ISSUED')
    .where('finding_outbox.finding_id', 'is', null)
    .orderBy('finding.id')
    .select(['finding.id', sql.lit('PUBLISHED').as('state')])
    .select(sql<Date>`${publishedAt}::timestamptz`.as('published_at'));
  await db
    .insertInto('finding_outbox')
    .columns(['finding_id', 'state', 'published_at'])
    .expression(unpublished)
    .execute();
}

/**
 * Takes back what the platform was offered of a pregnancy, by a tombstone each. Call it under the
 * audit chain's lock.
 */
export async function withdrawFindingsOf(
  db: Db,
  { pregnancyId, publishedAt }: { pregnancyId: string; publishedAt: Date },
): Promise<void> {
  const offered = db
    .selectFrom('finding_outbox as offered')
    .innerJoin('finding', 'finding.id', 'offered.finding_id')
    .where('finding.pregnancy_id', '=', pregnancyId)
    .where('offered.is_withdrawal', '=', false)
    .orderBy('offered.sequence')
    .select(['offered.finding_id', sql.lit('PUBLISHED').as('state')])
    .select([sql.lit(true).as('is_withdrawal')])
    .select(sql<Date>`${publishedAt}::timestamptz`.as('published_at'));
  await db
    .insertInto('finding_outbox')
    .columns(['finding_id', 'state', 'is_withdrawal', 'published_at'])
    .expression(offered)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export type ReleasedFinding = Awaited<ReturnType<typeof listFindingOutbox>>[number];

/**
 * Released findings in the order they were released, after a sequence number; one that was taken
 * back stands only where its tombstone is.
 */
export async function listFindingOutbox(
  db: Db,
  { after, limit }: { after: number; limit: number },
) {
  return selectReleased(db)
    .where('finding_outbox.sequence', '>', after)
    .where(
      sql<boolean>`not exists (select from finding_outbox as later
        where later.finding_id = finding_outbox.finding_id
          and later.sequence > finding_outbox.sequence)`,
    )
    .orderBy('finding_outbox.sequence')
    .limit(limit)
    .execute();
}

/** One released finding. */
export async function getReleasedFinding(db: Db, id: string): Promise<ReleasedFinding | null> {
  const newest = selectReleased(db).where('finding.id', '=', id);
  const row = await newest.orderBy('finding_outbox.sequence', 'desc').executeTakeFirst();
  return row ?? null;
}

function selectReleased(db: Db) {
  return db
    .selectFrom('finding_outbox')
    .innerJoin('finding', 'finding.id', 'finding_outbox.finding_id')
    .innerJoin('pregnancy', 'pregnancy.id', 'finding.pregnancy_id')
    .select(['finding.id', 'finding.report_id as reportId', 'finding.version', 'finding.body'])
    .select(['finding_outbox.sequence', 'finding_outbox.state', 'pregnancy.person_id as personId'])
    .select('finding_outbox.published_at as publishedAt')
    .select('finding_outbox.is_withdrawal as isWithdrawal');
}

/** Marks findings as pulled the first time they are. */
export async function markFindingsPulled(
  db: Db,
  { ids, pulledAt }: { ids: readonly string[]; pulledAt: Date },
): Promise<void> {
  await db
    .updateTable('finding_outbox')
    .set({ state: 'PULLED', pulled_at: pulledAt })
    .where(sql<boolean>`finding_id = any(${ids}::uuid[])`)
    .where('state', '=', 'PUBLISHED')
    .execute();
}

/** Marks a pulled finding as acknowledged; false if it was, or was never pulled. */
export async function acknowledgeFinding(
  db: Db,
  { id, acknowledgedAt }: { id: string; acknowledgedAt: Date },
): Promise<boolean> {
  const result = await db
    .updateTable('finding_outbox')
    .set({ state: 'ACKED', acknowledged_at: acknowledgedAt })
    .where('finding_id', '=', id)
    .where('state', '=', 'PULLED')
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}
