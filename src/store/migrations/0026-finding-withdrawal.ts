import { type Kysely, sql } from 'kysely';

/** A finding is taken back, by a tombstone like a report's, where she takes her consent back. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
alter table finding_outbox drop constraint finding_outbox_finding_id_key;
alter table finding_outbox add column is_withdrawal boolean not null default false;
alter table finding_outbox add constraint finding_outbox_once unique (finding_id, is_withdrawal);
`)
    .execute(db);
}
