import { type Kysely, sql } from 'kysely';
import { selectTouched, type Touch } from './look-back-store.ts';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;

const valueCountMax = 50;

/** How many reports something touched, and how many of them are in force. */
export async function countTouched(db: Db, touch: Touch) {
  const touched = selectTouched(db, touch).as('touched');
  return db
    .selectFrom(touched)
    .select(({ fn }) => [
      fn.countAll<number>().as('reports'),
      fn.countAll<number>().filterWhere('touched.state', '=', 'ISSUED').as('inForce'),
    ])
    .executeTakeFirstOrThrow();
}

/** What may have touched reports, by the names under which it is known, the newest first. */
export async function listTouches(db: Db): Promise<Touch[]> {
  const { rows } = await sql<Touch>`
    (select 'model' as by, id as value from reference_model
      order by registered_at desc limit ${valueCountMax}::int)
    union all
    (select 'software-version', version from (
       select distinct software_version as version from analysis_result
        union select distinct software_version from bin_counts) as known
      order by version desc limit ${valueCountMax}::int)
    union all
    (select 'reagent-lot', lot from (
       select each ->> 'lot' as lot, max(run.registered_at) as newest
         from run, jsonb_array_elements(run.reagent_lots) as each group by 1) as known
      where lot is not null order by newest desc limit ${valueCountMax}::int)
    union all
    (select 'limits-version', version::text from (
       select distinct limits_version as version from batch_gate) as known
      order by version desc limit ${valueCountMax}::int)`.execute(db);
  return rows;
}
