import { type Kysely, sql } from 'kysely';

/** What earlier results are found by that are like one: read from the sealed text, never apart. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const z = (chromosome: string) =>
    `(jsonb_path_query_first(body::jsonb, '$.chromosomes[*] ? (@.chromosome == "${chromosome}").z')
      #>> '{}')::double precision`;
  await sql
    .raw(`
alter table analysis_result
  add column z13 double precision generated always as (${z('13')}) stored,
  add column z18 double precision generated always as (${z('18')}) stored,
  add column z21 double precision generated always as (${z('21')}) stored,
  add column fetal_fraction double precision generated always as (
    (body::jsonb #>> '{fetalFraction,estimate}')::double precision) stored,
  add column reads_counted double precision generated always as (
    (body::jsonb #>> '{reads,counted}')::double precision) stored,
  add column calls jsonb generated always as (body::jsonb -> 'calls') stored;
create index analysis_result_z13 on analysis_result (model_id, z13, id);
create index analysis_result_z18 on analysis_result (model_id, z18, id);
create index analysis_result_z21 on analysis_result (model_id, z21, id);
`)
    .execute(db);
}
