import { type Kysely, sql } from 'kysely';

/** The tubes whose report nobody signed: the queue asks for them every second. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`create index specimen_analysed on specimen (id) where state = 'ANALYSED';`)
    .execute(db);
}
