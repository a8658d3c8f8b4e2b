import { type Kysely, sql } from 'kysely';

/**
 * Data keys wrapped by the master key, the suite of algorithms a home was made with, the reviewer's
 * comment sealed, and the audit chain's end in one statement.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
alter table master_key_name
  add column suite text not null default 'standard'
    constraint master_key_name_suite check (suite in ('standard', 'sm'));

-- What fields are sealed and looked up with; a new master key only wraps these anew.
create table data_key (
  id text primary key constraint data_key_id check (id ~ '^[0-9a-f]{8}$'),
  purpose text not null constraint data_key_purpose check (purpose in ('seal', 'index')),
  wrapped bytea not null,
  made_at timestamptz not null
);
-- Values are found again by one key for ever.
create unique index data_key_one_index on data_key (purpose) where purpose = 'index';

-- Comments written before are sealed at the next start, which empties the old column.
alter table review add column comment_sealed bytea;

-- Waits for the chain until the transaction ends; then, in a snapshot of its own, where it stands.
create function lock_audit_chain(lock_key bigint)
returns table (last_sequence bigint, last_hash bytea, suite text)
language plpgsql volatile as $$
begin
  perform pg_advisory_xact_lock(lock_key);
  return query select
    (select e.sequence from audit_event e order by e.sequence desc limit 1),
    (select e.hash from audit_event e order by e.sequence desc limit 1),
    (select m.suite from master_key_name m);
end
$$;
`)
    .execute(db);
}
