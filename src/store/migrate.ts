import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { SetupProblem } from '../security/setup-problem.ts';
import { migrations as allMigrations } from './migrations/index.ts';

/**
 * Brings the database up to this version and answers the names of the migrations applied. Processes
 * that start together take turns by kysely's advisory lock; all but the first find nothing to do.
 * Each run is one transaction: a migration that fails leaves the database as it was.
 */
export async function migrate<Tables>(
  db: Kysely<Tables>,
  migrations: Readonly<Record<string, Migration>> = allMigrations,
): Promise<readonly string[]> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve({ ...migrations }) },
  });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error === undefined) return results.map(({ migrationName }) => migrationName);
  if (error instanceof Error && error.message.startsWith('corrupted migrations')) {
    throw new SetupProblem('the database belongs to another version of Banyan: start that one', {
      cause: error,
    });
  }
  const failed = results.find(({ status }) => status === 'Error')?.migrationName;
  throw new Error(`the database could not be brought up to date${failed ? ` at ${failed}` : ''}`, {
    cause: error,
  });
}
