import { type Kysely, sql } from 'kysely';

/**
 * The audit chain, which nobody edits, and the name of the master key the sealed values belong to.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
create table audit_event (
  sequence bigint primary key constraint audit_event_sequence check (sequence > 0),
  -- To the millisecond, which is what the hash covers.
  at timestamptz(3) not null,
  actor text not null,
  action text not null,
  subject text not null,
  -- Canonical JSON as text: jsonb would respell the numbers that the hash covers.
  detail text not null constraint audit_event_detail check (jsonb_typeof(detail::jsonb) = 'object'),
  previous_hash bytea not null unique
    constraint audit_event_previous_hash check (length(previous_hash) = 32),
  hash bytea not null unique constraint audit_event_hash check (length(hash) = 32)
);

create index audit_event_subject on audit_event (subject, sequence);

create function refuse_audit_change() returns trigger language plpgsql as $$
begin
  raise exception 'audit_event is append-only: % refused', tg_op
    using errcode = 'insufficient_privilege';
end
$$;

create trigger audit_event_append_only
  before update or delete or truncate on audit_event
  for each statement execute function refuse_audit_change();

-- One row at most: values sealed under another key could not be opened.
create table master_key_name (
  only_row boolean primary key default true constraint master_key_name_only_row check (only_row),
  key_id text not null,
  recorded_at timestamptz not null default now()
);
`)
    .execute(db);
}
