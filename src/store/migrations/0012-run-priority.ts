import { type Kysely, sql } from 'kysely';

/** Runs whose jobs go first. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw('alter table run add column urgent boolean not null default false').execute(db);
}
