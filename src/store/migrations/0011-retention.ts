import { type Kysely, sql } from 'kysely';

/** Run files that are deleted by policy: when each was stored, when it went, and why. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
-- By the database's clock, beside received_at by that of the node that took the file.
alter table run_file
  add column stored_at timestamptz not null default now(),
  add column deleted_at timestamptz,
  add column deletion_policy text,
  -- When the bytes had gone too; another file may share them for longer.
  add column erased_at timestamptz;
update run_file set stored_at = received_at;
alter table run_file drop constraint run_file_state;
alter table run_file add constraint run_file_state
  check (state in ('RECEIVED', 'VERIFIED', 'REFUSED', 'DELETED'));
alter table run_file add constraint run_file_deleted check (
  (state = 'DELETED') = (deleted_at is not null)
  and (deleted_at is null) = (deletion_policy is null)
  and (erased_at is null or deleted_at is not null));
create index run_file_to_erase on run_file (id) where state = 'DELETED' and erased_at is null;
create index run_file_received on run_file (received_at) where state = 'VERIFIED';
create index run_file_sha256 on run_file (sha256);

-- Since when the database's clock runs evenly, and when it was last looked at: one row.
create table clock_watch (
  is_only boolean primary key default true constraint clock_watch_is_only check (is_only),
  even_since timestamptz not null,
  seen_at timestamptz not null
);
`)
    .execute(db);
}
