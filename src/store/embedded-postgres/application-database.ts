import { Client } from 'pg';
import { advisoryLocks } from '../advisory-locks.ts';

/** The service's role and its database. */
export const applicationName = 'banyan';

/**
 * Makes the role the service works as (no superuser: a fault in a statement of ours must not reach
 * the server's files) and the database it owns, if they are not there yet.
 */
export async function ensureApplication(adminUrl: string, password: string): Promise<void> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [advisoryLocks.application]);
    if (!(await exists(client, 'select from pg_roles where rolname = $1'))) {
      const secret = client.escapeLiteral(password);
      await client.query(`create role ${applicationName} login password ${secret}`);
    }
    if (!(await exists(client, 'select from pg_database where datname = $1'))) {
      await client.query(`create database ${applicationName} owner ${applicationName}`);
    }
  } finally {
    // The session's end releases the lock.
    await client.end();
  }
}

async function exists(client: Client, statement: string): Promise<boolean> {
  const { rowCount } = await client.query(statement, [applicationName]);
  return rowCount !== 0;
}
