import { type Kysely, sql } from 'kysely';

/** What the bytes of every printed page are: the same version prints the same page. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
create table report_print (
  report_id uuid not null references report,
  language text not null constraint report_print_language check (language in ('zh', 'en')),
  -- An amended or revoked version is printed with a mark across the page.
  state text not null constraint report_print_state check (state in (
    'ISSUED', 'AMENDED', 'REVOKED')),
  layout integer not null constraint report_print_layout check (layout >= 1),
  sha256 text not null,
  printed_at timestamptz not null,
  primary key (report_id, language, state, layout)
);
`)
    .execute(db);
}
