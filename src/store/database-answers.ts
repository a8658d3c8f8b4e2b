import { type Kysely, sql } from 'kysely';

/** Whether the database answers at all. */
export async function databaseAnswers<Tables>(db: Kysely<Tables>): Promise<boolean> {
  try {
    await sql`select 1`.execute(db);
    return true;
  } catch {
    return false;
  }
}
