import { type Kysely, sql } from 'kysely';

/** Amendments and revocations of issued reports, and what the platform and ledger are told. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
create table report_change (
  id uuid primary key,
  report_id uuid not null references report,
  kind text not null constraint report_change_kind check (kind in ('amendment', 'revocation')),
  state text not null constraint report_change_state check (state in (
    'PROPOSED', 'SIGNED', 'WITHDRAWN')),
  reason_sealed bytea not null,
  -- What an amended version rests on and says.
  analysis_result_id uuid references analysis_result,
  decision jsonb,
  proposed_by uuid not null references actor,
  proposed_at timestamptz not null,
  decided_by uuid references actor,
  decided_at timestamptz,
  new_report_id uuid unique references report,
  constraint report_change_amends check (
    (kind = 'amendment') = (analysis_result_id is not null)
    and (kind = 'amendment') = (decision is not null)
    and (new_report_id is not null) = (kind = 'amendment' and state = 'SIGNED')),
  constraint report_change_decided check (
    (state = 'PROPOSED') = (decided_at is null) and (decided_at is null) = (decided_by is null)),
  constraint report_change_two_people check (state <> 'SIGNED' or decided_by <> proposed_by)
);
create unique index report_change_open on report_change (report_id) where state = 'PROPOSED';
create index report_change_queue on report_change (state, id);

-- A version that is out of force is offered a second time, as a tombstone.
alter table outbox drop constraint outbox_report_id_key;
alter table outbox add column is_withdrawal boolean not null default false;
alter table outbox add constraint outbox_once unique (report_id, is_withdrawal);

alter table ledger_entry drop constraint ledger_entry_report_id_key;
alter table ledger_entry drop constraint ledger_entry_outcome;
alter table ledger_entry add constraint ledger_entry_outcome check (outcome in (
  'report', 'no-call', 'revoked'));
alter table ledger_entry add constraint ledger_entry_once unique (report_id, outcome);
`)
    .execute(db);
}
