import { type Kysely, sql } from 'kysely';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;

/** How a job stands, in words of people; the queue's own words are in `queueStates`. */
export const jobStates = ['waiting', 'running', 'dead', 'cancelled', 'done'] as const;
export type JobState = (typeof jobStates)[number];

/** What a waiting job's last try ended with stands beside it; a dead one has no tries left. */
const queueStates: Readonly<Record<JobState, readonly string[]>> = {
  waiting: ['created', 'retry'],
  running: ['active'],
  dead: ['failed'],
  cancelled: ['cancelled'],
  done: ['completed'],
};

/** A job of the queue and the sample it is about. */
export interface JobRow {
  readonly id: string;
  readonly name: string;
  readonly state: JobState;
  readonly priority: number;
  /** Tries that failed. */
  readonly failures: number;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
  /** What the last failed try said; null while none failed. */
  readonly cause: string | null;
  readonly runFileId: string | null;
  readonly binCountsId: string | null;
  readonly lookBackId: string | null;
  readonly sampleId: string | null;
  readonly sampleName: string | null;
  readonly sampleState: string | null;
  readonly runId: string | null;
}

/** Jobs of one state or all, newest first, after a cursor. */
export async function listJobs(
  db: Db,
  {
    state,
    after,
    limit,
  }: { state: JobState | undefined; after: string | undefined; limit: number },
): Promise<JobRow[]> {
  const states = state === undefined ? Object.values(queueStates).flat() : queueStates[state];
  const rest = sql`and (job.created_on, job.id) <
    (select created_on, id from pgboss.job where id = ${after ?? null}::uuid limit 1)`;
  const page = sql`where job.state::text = any(${states}::text[])
    ${after === undefined ? sql`` : rest}
    order by job.created_on desc, job.id desc limit ${limit}`;
  return selectJobs(db, page);
}

/** One job; null if the queue has forgotten it. */
export async function getJob(db: Db, id: string): Promise<JobRow | null> {
  return (await selectJobs(db, sql`where job.id = ${id}::uuid`))[0] ?? null;
}

async function selectJobs(db: Db, page: ReturnType<typeof sql>): Promise<JobRow[]> {
  const { rows } = await sql<Omit<JobRow, 'state'> & { queueState: string }>`
    with page as (select job.* from pgboss.job ${page})
    select page.id, page.name, page.state as "queueState", page.priority,
           page.retry_count + (page.state = 'failed')::int as failures,
           page.created_on as "createdAt", page.completed_on as "endedAt",
           case when page.state = 'completed' then null
                else coalesce(page.output ->> 'message', page.output -> 'value' ->> 'message')
           end as cause,
           page.data ->> 'runFileId' as "runFileId", page.data ->> 'binCountsId' as "binCountsId",
           page.data ->> 'lookBackId' as "lookBackId",
           sample.id as "sampleId", sample.name as "sampleName",
           sample.state as "sampleState", sample.run_id as "runId"
      from page
      left join run_file on run_file.id::text = page.data ->> 'runFileId'
      left join bin_counts on bin_counts.id::text = page.data ->> 'binCountsId'
      left join sample on sample.id = coalesce(run_file.sample_id, bin_counts.sample_id)
     order by page.created_on desc, page.id desc`.execute(db);
  return rows.map(({ queueState, ...row }) => ({ ...row, state: stateOf(queueState) }));
}

function stateOf(queueState: string): JobState {
  const state = jobStates.find((name) => queueStates[name].includes(queueState));
  if (state === undefined) throw new Error(`the queue has a job in state ${queueState}`);
  return state;
}

/**
 * Gives a job that this process was at back to whoever is free, at once and without a try being
 * lost. Only while the claim is ours; `started_on` stays, by which the next claim counts as another.
 */
export async function handBackJob(
  db: Db,
  { id, attempt }: { id: string; attempt: number },
): Promise<void> {
  await sql`
    update pgboss.job set state = 'retry', start_after = now(), retry_limit = retry_limit + 1
     where id = ${id}::uuid and retry_count = ${attempt}::int and state = 'active'`.execute(db);
}
