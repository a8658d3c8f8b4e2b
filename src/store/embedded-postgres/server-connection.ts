import { Client } from 'pg';
import { isServerOf, readLockFile } from './server-identity.ts';

export interface Login {
  readonly user: string;
  readonly password: string;
}

/** What answers where the cluster's lock file points. */
export type Answer =
  | { readonly kind: 'connected'; readonly client: Client; readonly port: number }
  /** Starting, recovering or shutting down: ask again. */
  | { readonly kind: 'busy' }
  /** Nothing, or a server that is not ours. */
  | { readonly kind: 'absent' };

const busyCodes = new Set([
  '57P03', // starting up, recovering or shutting down
  '57P01', // shut down while we asked
  '53300', // too many connections
]);

/** Connects to the server of the cluster and makes it prove that it is that. */
export async function connectToServer(cluster: string, login: Login): Promise<Answer> {
  const lock = readLockFile(cluster);
  if (lock === null) return { kind: 'absent' };
  const client = new Client({
    connectionString: serverUrl(lock.port, login),
    application_name: 'banyan supervisor',
    connectionTimeoutMillis: 5000,
    keepAlive: true,
  });
  // A lost connection is noticed by its end; without a listener the error would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    if (await isServerOf(cluster, client)) return { kind: 'connected', client, port: lock.port };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return { kind: busyCodes.has(code) ? 'busy' : 'absent' };
  }
  await client.end();
  return { kind: 'absent' };
}

/** The address of the superuser's database. */
export function serverUrl(port: number, { user, password }: Login): string {
  return `postgresql://${user}:${password}@127.0.0.1:${port}/postgres`;
}
