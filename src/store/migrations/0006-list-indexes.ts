import { type Kysely, sql } from 'kysely';

/** What lists, queues and ledgers are looked up by; without these they are read whole. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
create index run_file_run on run_file (run_id);
create index upload_run on upload (run_id);
create index upload_unfinished on upload (id) where finished_at is null;
create index review_queue on review (state, id);
create index ledger_entry_claim on ledger_entry (claim_id);
create index finding_pregnancy on finding (pregnancy_id);
create index specimen_parent on specimen (parent_specimen_id);
create index sample_unfinished on sample (state) where state in ('UPLOADED', 'COUNTED');
create index idempotent_answer_created on idempotent_answer (created_at);
create index page_session_expires on page_session (expires_at);
`)
    .execute(db);
}
