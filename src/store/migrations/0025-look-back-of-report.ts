import { type Kysely, sql } from 'kysely';

/** The page of a report tells what look-backs said of it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw('create index look_back_report_report on look_back_report (report_id)').execute(db);
}
