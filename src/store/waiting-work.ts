import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;

/** One file of each sample whose files are there and that is not counted yet. */
export async function listFilesToCount(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('run_file')
    .innerJoin('sample', 'sample.id', 'run_file.sample_id')
    .distinctOn('run_file.sample_id')
    .select('run_file.id')
    .where('run_file.state', '<>', 'REFUSED')
    .where('sample.state', '=', 'UPLOADED')
    .orderBy('run_file.sample_id')
    .orderBy('run_file.received_at', 'desc')
    .execute();
  return rows.map(({ id }) => id);
}

/** Newest counts of each sample that is counted and not scored. */
export async function listCountsToScore(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('bin_counts')
    .innerJoin('sample', 'sample.id', 'bin_counts.sample_id')
    .distinctOn('bin_counts.sample_id')
    .select('bin_counts.id')
    .where('sample.state', '=', 'COUNTED')
    .orderBy('bin_counts.sample_id')
    .orderBy('bin_counts.counted_at', 'desc')
    .execute();
  return rows.map(({ id }) => id);
}
