import { type Kysely, sql } from 'kysely';
import { SetupProblem } from '../security/setup-problem.ts';

/**
 * Ties the database to the master key at the first start, and afterwards refuses any other: a
 * restored backup met by a new key would look whole and open nothing.
 */
export async function assertMasterKeyFits<Tables>(
  db: Kysely<Tables>,
  keyId: string,
): Promise<void> {
  await sql`insert into master_key_name (key_id) values (${keyId}) on conflict do nothing`.execute(
    db,
  );
  const { rows } = await sql<{ key_id: string }>`select key_id from master_key_name`.execute(db);
  if (rows[0].key_id === keyId) return;
  throw new SetupProblem(
    `the database was sealed with master key ${rows[0].key_id}, not ${keyId}: ` +
      'put the original master.key back into the folder of secrets',
  );
}
