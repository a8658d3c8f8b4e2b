import { type Kysely, sql } from 'kysely';

/** What a diagnosis or an outcome makes of a finding is its next version, and is pulled too. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
alter table finding drop constraint finding_report_id_key;
alter table finding add column version integer not null default 1
  constraint finding_version check (version >= 1);
alter table finding add constraint finding_once unique (report_id, version);
drop index finding_pregnancy;
create index finding_pregnancy on finding (pregnancy_id, id);
create trigger finding_immutable before delete or update on finding
  for each row execute function refuse_change();

-- As the outbox of reports: rows are added under the audit chain's lock.
create table finding_outbox (
  sequence bigint generated always as identity primary key,
  finding_id uuid not null unique references finding,
  state text not null constraint finding_outbox_state check (state in (
    'PUBLISHED', 'PULLED', 'ACKED')),
  published_at timestamptz not null,
  pulled_at timestamptz,
  acknowledged_at timestamptz,
  constraint finding_outbox_pulled check ((state = 'PUBLISHED') = (pulled_at is null)),
  constraint finding_outbox_acknowledged
    check ((state = 'ACKED') = (acknowledged_at is not null))
);
`)
    .execute(db);
}
