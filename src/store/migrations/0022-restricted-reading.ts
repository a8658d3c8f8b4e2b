import { type Kysely, sql } from 'kysely';

/** Who looked at what rests on X and Y, when and why; the audit event names the row. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
create table restricted_reading (
  id uuid primary key,
  analysis_result_id uuid not null references analysis_result,
  reader uuid not null references actor,
  purpose text not null constraint restricted_reading_purpose check (purpose in (
    'judge-sex-chromosomes', 'judge-fetal-fraction', 'judge-twins', 'answer-authority')),
  reason_sealed bytea not null,
  read_at timestamptz not null
);
create index restricted_reading_result on restricted_reading (analysis_result_id, id);
create trigger restricted_reading_immutable before delete or update on restricted_reading
  for each row execute function refuse_change();
`)
    .execute(db);
}
