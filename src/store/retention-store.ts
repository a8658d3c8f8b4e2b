import { type ExpressionBuilder, type Kysely, sql, type Transaction } from 'kysely';
import { retentionYearsMin } from '../config.ts';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;

export type DeletableFile = Awaited<ReturnType<typeof listDeletableFiles>>[number];

/** Files that the policy lets go of, after a cursor. */
export async function listDeletableFiles(
  db: Db,
  { years, after, limit }: { years: number; after: string | undefined; limit: number },
) {
  let query = selectDeletable(db, years).orderBy('run_file.id').limit(limit);
  if (after !== undefined) query = query.where('run_file.id', '>', after);
  return query.execute();
}

/** Marks a file as deleted if the policy still lets go of it; its run has to be locked. */
export async function deleteRunFile(
  tx: Transaction<Tables>,
  { id, years }: { id: string; years: number },
): Promise<boolean> {
  if (!(await selectDeletable(tx, years).where('run_file.id', '=', id).executeTakeFirst())) {
    return false;
  }
  const result = await tx
    .updateTable('run_file')
    .set({
      state: 'DELETED',
      deleted_at: sql`now()`,
      deletion_policy: `kept for ${Math.max(years, retentionYearsMin)} years`,
    })
    .where('id', '=', id)
    .where('state', 'in', ['RECEIVED', 'VERIFIED'])
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Deleted files whose bytes may still be there, and are no other file's. */
export async function listFilesToErase(db: Db, limit: number) {
  return db
    .selectFrom('run_file')
    .select(['id', 'sha256'])
    .where('state', '=', 'DELETED')
    .where('erased_at', 'is', null)
    .where(
      sql<boolean>`not exists (select from run_file as other
        where other.sha256 = run_file.sha256 and other.state in ('RECEIVED', 'VERIFIED'))`,
    )
    .orderBy('id')
    .limit(limit)
    .execute();
}

/** Notes that the bytes of a deleted file are gone. */
export async function noteErased(db: Db, id: string): Promise<void> {
  await db.updateTable('run_file').set({ erased_at: sql`now()` }).where('id', '=', id).execute();
}

/**
 * Files that came so many years ago by every clock, whose sample is scored, or failed and was never
 * reported, of which nothing waits for a person, and whose counts are kept, from which every
 * analysis can be made again.
 */
function selectDeletable(db: Db, years: number) {
  return (
    db
      .selectFrom('run_file')
      .innerJoin('sample', 'sample.id', 'run_file.sample_id')
      .select([
        'run_file.id',
        'run_file.run_id as runId',
        'run_file.sample_id as sampleId',
        'run_file.file_name as fileName',
        'run_file.size_bytes as sizeBytes',
        'run_file.sha256',
        'run_file.received_at as receivedAt',
      ])
      .where('run_file.received_at', '<', yearsAgo(years))
      .where('run_file.stored_at', '<', yearsAgo(years))
      .where((where) => where.or([isScored(where), isFailed(where)]))
      // Every analysis of the sample has the counts it was made from.
      .where(
        sql<boolean>`not exists (select from analysis_result
        where analysis_result.sample_id = run_file.sample_id and not exists (
          select from bin_counts where bin_counts.sample_id = analysis_result.sample_id
            and bin_counts.input_sha256 = analysis_result.input_sha256))`,
      )
      .where(
        sql<boolean>`not exists (select from review
        where review.sample_id = run_file.sample_id
          and review.state in ('PENDING', 'IN_REVIEW', 'APPROVED', 'NO_CALL')
          and not exists (select from report where report.review_id = review.id))`,
      )
      .where(
        sql<boolean>`not exists (select from laboratory_task
        where laboratory_task.sample_id = run_file.sample_id
          and laboratory_task.closed_at is null)`,
      )
  );
}

type DeletableWhere = ExpressionBuilder<Pick<Tables, 'run_file' | 'sample'>, 'run_file' | 'sample'>;

/** A late file of the sample would need the others again. */
function isScored(where: DeletableWhere) {
  return where.and([
    where('sample.state', '=', 'SCORED'),
    where('run_file.state', '=', 'VERIFIED'),
    sql<boolean>`not exists (select from sample_file
      where sample_file.sample_id = run_file.sample_id and not exists (
        select from run_file as other where other.sample_id = sample_file.sample_id
          and other.file_name = sample_file.file_name
          and other.state in ('VERIFIED', 'DELETED')))`,
  ]);
}

/** Lanes beside the one it failed by were never verified. */
function isFailed(where: DeletableWhere) {
  return where.and([
    where('sample.state', '=', 'FAILED'),
    where('run_file.state', 'in', ['RECEIVED', 'VERIFIED']),
    sql<boolean>`not exists (select from review join report on report.review_id = review.id
      where review.sample_id = run_file.sample_id)`,
  ]);
}

/** Fewer years than the law asks for are none at all. */
function yearsAgo(years: number) {
  return sql<Date>`now() - make_interval(years => ${Math.max(years, retentionYearsMin)}::int)`;
}

/**
 * Bytes of run files kept and on their way, in all and of one key. Verified bytes lie once however
 * often they were sent, and count once; what only claims a hash counts as what it is.
 */
export async function usedBytes(db: Db, actorId: string): Promise<{ all: number; own: number }> {
  const { rows } = await sql<{ all: string; own: string }>`
    select coalesce(sum(size_bytes), 0) as all,
           coalesce(sum(size_bytes) filter (where is_own), 0) as own
      from (select max(upload.size_bytes) as size_bytes,
                   bool_or(upload.started_by = ${actorId}) as is_own
              from upload left join run_file on run_file.id = upload.id
             where upload.finished_at is null or run_file.state in ('RECEIVED', 'VERIFIED')
             group by case when run_file.state = 'VERIFIED' then run_file.sha256
                           else upload.id::text end) as kept`.execute(db);
  return { all: Number(rows[0].all), own: Number(rows[0].own) };
}
