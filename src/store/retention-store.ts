import { type Kysely, sql } from 'kysely';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;

/**
 * Files that a laboratory may delete: they came before `before`, their sample is scored, nothing of
 * it waits for a person, and its counts are kept, from which every analysis can be made again.
 */
export async function listDeletableFiles(
  db: Db,
  { before, after, limit }: { before: Date; after: string | undefined; limit: number },
) {
  let query = db
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
    .where('run_file.state', '=', 'VERIFIED')
    .where('run_file.received_at', '<', before)
    .where('sample.state', '=', 'SCORED')
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
    // A late file of the sample would need the others again.
    .where(
      sql<boolean>`not exists (select from sample_file
        where sample_file.sample_id = run_file.sample_id and not exists (
          select from run_file as other where other.sample_id = sample_file.sample_id
            and other.file_name = sample_file.file_name and other.state = 'VERIFIED'))`,
    )
    .orderBy('run_file.id')
    .limit(limit);
  if (after !== undefined) query = query.where('run_file.id', '>', after);
  return query.execute();
}

/** Bytes of run files kept and on their way, in all and of one key. */
export async function usedBytes(db: Db, actorId: string): Promise<{ all: number; own: number }> {
  const row = await db
    .selectFrom('upload')
    .leftJoin('run_file', 'run_file.id', 'upload.id')
    .select((select) => [
      select.fn.coalesce(select.fn.sum<string>('upload.size_bytes'), sql<string>`0`).as('all'),
      select.fn
        .coalesce(
          select.fn.sum<string>('upload.size_bytes').filterWhere('started_by', '=', actorId),
          sql<string>`0`,
        )
        .as('own'),
    ])
    .where((where) =>
      where.or([where('upload.finished_at', 'is', null), where('run_file.state', '<>', 'REFUSED')]),
    )
    .executeTakeFirstOrThrow();
  return { all: Number(row.all), own: Number(row.own) };
}
