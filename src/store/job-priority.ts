import { type Kysely, sql } from 'kysely';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;

/** A woman whose blood was drawn again has waited once already. */
const redrawPriority = 10;
/** Before redraws of other runs. */
const urgentPriority = 20;

/** The priority of a sample's jobs; the highest goes first. */
const priority = sql`
  case when run.urgent then ${urgentPriority}::int else 0 end
  + case when specimen.parent_specimen_id is not null then ${redrawPriority}::int else 0 end`;

/** The priority of a job that is about to be added. */
export async function jobPriority(
  db: Db,
  subject: { runFileId?: string; binCountsId?: string; lookBackId?: string; shadowRunId?: string },
): Promise<number> {
  const { runFileId, binCountsId } = subject;
  const { rows } = await sql<{ priority: number }>`
    select ${priority} as priority
      from sample join run on run.id = sample.run_id
      left join specimen on specimen.id = sample.specimen_id
     where sample.id = coalesce(
       (select sample_id from run_file where id = ${runFileId ?? null}),
       (select sample_id from bin_counts where id = ${binCountsId ?? null}))`.execute(db);
  return rows[0]?.priority ?? 0;
}

/** Gives the jobs of a run that may still be done the priority it has now; answers how many. */
export async function prioritiseJobs(db: Db, runId: string): Promise<number> {
  const { numAffectedRows } = await sql`
    with subject as (
      select run_file.id::text as key, sample_id from run_file where run_id = ${runId}
      union all
      select bin_counts.id::text, sample_id
        from bin_counts join sample on sample.id = bin_counts.sample_id
       where sample.run_id = ${runId})
    update pgboss.job set priority = ${priority}
      from subject join sample on sample.id = subject.sample_id
      join run on run.id = sample.run_id
      left join specimen on specimen.id = sample.specimen_id
     where job.singleton_key = subject.key and job.state in ('created', 'retry', 'active', 'failed')`.execute(
    db,
  );
  return Number(numAffectedRows ?? 0);
}
