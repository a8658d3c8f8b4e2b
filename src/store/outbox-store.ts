import { type Kysely, sql } from 'kysely';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;

/**
 * Offers the platform every report of a pregnancy that it was not offered yet. Call it under the
 * audit chain's lock: see migration 0005.
 */
export async function publishReportsOf(
  db: Db,
  { pregnancyId, publishedAt }: { pregnancyId: string; publishedAt: Date },
): Promise<void> {
  const unpublished = db
    .selectFrom('report')
    .innerJoin('specimen', 'specimen.id', 'report.specimen_id')
    .leftJoin('outbox', 'outbox.report_id', 'report.id')
    .where('specimen.pregnancy_id', '=', pregnancyId)
    .where('report.state', '=', 'ISSUED')
    .where('outbox.report_id', 'is', null)
    .orderBy('report.issued_at')
    .orderBy('report.version')
    .select(['report.id', sql.lit('PUBLISHED').as('state')])
    .select(sql<Date>`${publishedAt}::timestamptz`.as('published_at'));
  await db
    .insertInto('outbox')
    .columns(['report_id', 'state', 'published_at'])
    .expression(unpublished)
    .execute();
}

/**
 * Offers a version that is out of force a second time, as a tombstone, if it was offered at all. No
 * consent is asked: it only takes back. Call it under the audit chain's lock.
 */
export async function withdrawFromOutbox(
  db: Db,
  { reportId, publishedAt }: { reportId: string; publishedAt: Date },
): Promise<void> {
  const offered = db
    .selectFrom('outbox')
    .where('report_id', '=', reportId)
    .where('is_withdrawal', '=', false)
    .select(['report_id', sql.lit('PUBLISHED').as('state'), sql.lit(true).as('is_withdrawal')])
    .select(sql<Date>`${publishedAt}::timestamptz`.as('published_at'));
  await db
    .insertInto('outbox')
    .columns(['report_id', 'state', 'is_withdrawal', 'published_at'])
    .expression(offered)
    .execute();
}

/**
 * Takes back every report of a pregnancy that was offered, where she takes her consent back. Call
 * it under the audit chain's lock.
 */
export async function withdrawReportsOf(
  db: Db,
  { pregnancyId, publishedAt }: { pregnancyId: string; publishedAt: Date },
): Promise<void> {
  const offered = await db
    .selectFrom('outbox')
    .innerJoin('report', 'report.id', 'outbox.report_id')
    .innerJoin('specimen', 'specimen.id', 'report.specimen_id')
    .select('outbox.report_id as reportId')
    .where('specimen.pregnancy_id', '=', pregnancyId)
    .groupBy('outbox.report_id')
    .having((of) => of.fn('bool_or', ['outbox.is_withdrawal']), '=', false)
    .orderBy('outbox.report_id')
    .execute();
  for (const { reportId } of offered) await withdrawFromOutbox(db, { reportId, publishedAt });
}

export type OutboxRow = Awaited<ReturnType<typeof listOutbox>>[number];

/**
 * Released reports in the order they were issued, after a sequence number; one that was taken back
 * stands only where its tombstone is.
 */
export async function listOutbox(
  db: Db,
  { after, limit, since }: { after: number; limit: number; since: Date | null },
) {
  return selectOutbox(db)
    .$if(since !== null, (rows) => rows.where('outbox.published_at', '>=', since))
    .where('outbox.sequence', '>', after)
    .where(
      sql<boolean>`not exists (select from outbox as later
        where later.report_id = outbox.report_id and later.sequence > outbox.sequence)`,
    )
    .orderBy('outbox.sequence')
    .limit(limit)
    .execute();
}

export async function findOutboxOfReport(db: Db, reportId: string): Promise<OutboxRow | null> {
  const row = await selectOutbox(db)
    .where('outbox.report_id', '=', reportId)
    .orderBy('outbox.sequence', 'desc')
    .executeTakeFirst();
  return row ?? null;
}

function selectOutbox(db: Db) {
  return db
    .selectFrom('outbox')
    .innerJoin('report', 'report.id', 'outbox.report_id')
    .innerJoin('specimen', 'specimen.id', 'report.specimen_id')
    .innerJoin('pregnancy', 'pregnancy.id', 'specimen.pregnancy_id')
    .leftJoin('report as replaced', (join) =>
      join
        .onRef('replaced.specimen_id', '=', 'report.specimen_id')
        .on('replaced.version', '=', sql<number>`report.version - 1`),
    )
    .select([
      'outbox.sequence',
      'outbox.state',
      'outbox.is_withdrawal as isWithdrawal',
      'outbox.published_at as publishedAt',
      'outbox.pulled_at as pulledAt',
      'outbox.acknowledged_at as acknowledgedAt',
      'report.id as reportId',
      'report.state as reportState',
      'report.body',
      'replaced.body as replacedBody',
      'report.issued_at as issuedAt',
      'pregnancy.person_id as personId',
    ]);
}

/** Marks reports as pulled the first time they are; tells which were new. */
export async function markPulled(
  db: Db,
  { reportIds, pulledAt }: { reportIds: readonly string[]; pulledAt: Date },
): Promise<string[]> {
  if (reportIds.length === 0) return [];
  // In one order, so that two pulls of the same page cannot lock each other.
  await db
    .selectFrom('outbox')
    .select('sequence')
    .where('report_id', 'in', [...reportIds])
    .orderBy('sequence')
    .forUpdate()
    .execute();
  const rows = await db
    .updateTable('outbox')
    .set({ state: 'PULLED', pulled_at: pulledAt })
    .where('report_id', 'in', [...reportIds])
    .where('state', '=', 'PUBLISHED')
    .returning('report_id as reportId')
    .execute();
  return rows.map((row) => row.reportId);
}

/** Marks a pulled report as acknowledged; false if it was, or was never pulled. */
export async function acknowledgeReport(
  db: Db,
  { reportId, acknowledgedAt }: { reportId: string; acknowledgedAt: Date },
): Promise<boolean> {
  const result = await db
    .updateTable('outbox')
    .set({ state: 'ACKED', acknowledged_at: acknowledgedAt })
    .where('report_id', '=', reportId)
    .where('state', '=', 'PULLED')
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}
