import { type Kysely, sql } from 'kysely';

/** How many jobs of a queue are in a state. */
export interface JobCount {
  readonly queue: string;
  readonly state: 'waiting' | 'running' | 'dead';
  readonly count: number;
}

/** Jobs that wait, run, or have failed for good, by queue. */
export async function countJobs<Tables>(db: Kysely<Tables>): Promise<readonly JobCount[]> {
  const { rows } = await sql<JobCount>`
    select name as queue,
           case state::text when 'active' then 'running' when 'failed' then 'dead'
                            else 'waiting' end as state,
           count(*)::int as count
      from pgboss.job
     where state::text in ('created', 'retry', 'active', 'failed')
     group by 1, 2`.execute(db);
  return rows;
}
