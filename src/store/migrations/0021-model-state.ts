import { type Kysely, sql } from 'kysely';

/**
 * Which model samples are scored with stands here, not in the settings of a process: the model of
 * the newest analysis goes on, the others that have scored are retired.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
alter table reference_model
  add column state text not null default 'CANDIDATE' constraint reference_model_state
    check (state in ('CANDIDATE', 'IN_USE', 'RETIRED')),
  -- Who brought it in or asks for it again; null: the operator, by a setting at a start.
  add column proposed_by uuid references actor,
  add column proposed_at timestamptz,
  -- The last decision: an approval or a refusal. Null beside IN_USE: taken up as the first.
  add column decided_by uuid references actor,
  add column decided_at timestamptz,
  add column reason_sealed bytea,
  add column used_since timestamptz,
  add column used_until timestamptz,
  add constraint reference_model_decision check (
    (decided_by is null) = (decided_at is null)
    and (decided_by is null) = (reason_sealed is null));
update reference_model set proposed_at = registered_at;
update reference_model set state = 'RETIRED', used_since = registered_at
 where exists (select from analysis_result where model_id = reference_model.id);
update reference_model set state = 'IN_USE'
 where id = (select model_id from analysis_result order by id desc limit 1);
create unique index reference_model_in_use on reference_model (state) where state = 'IN_USE';
create index reference_model_newest on reference_model (registered_at desc, id);
`)
    .execute(db);
}
