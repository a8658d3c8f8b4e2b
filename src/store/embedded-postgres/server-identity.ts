import { closeSync, openSync, readFileSync, readSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from 'pg';

/** What a cluster says of a server that runs on it, or once did. */
export interface LockFile {
  readonly processId: number;
  readonly port: number;
}

/**
 * Reads `postmaster.pid`. Its process id is a hint only: the number may long belong to a stranger,
 * and nothing is ever signalled on its word.
 */
export function readLockFile(cluster: string): LockFile | null {
  try {
    const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
    const [processId, port] = [Number(lines[0]), Number(lines[3])];
    return processId > 0 && port > 0 ? { processId, port } : null;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** The number initdb gave the cluster: the first 8 bytes of its control file. */
export function clusterIdentifier(cluster: string): string {
  const bytes = Buffer.alloc(8);
  const file = openSync(join(cluster, 'global', 'pg_control'), 'r');
  try {
    if (readSync(file, bytes) !== 8) throw new Error(`${cluster} has an empty control file`);
  } finally {
    closeSync(file);
  }
  return bytes.readBigUInt64LE().toString();
}

/**
 * Whether the server at the other end is the one of this cluster: same identifier, same folder. The
 * folder counts too, since a restored copy of a cluster has the identifier of its original.
 */
export async function isServerOf(cluster: string, client: Client): Promise<boolean> {
  const { rows } = await client.query<{ identifier: string; folder: string }>(
    `select system_identifier::text as identifier, current_setting('data_directory') as folder
       from pg_control_system()`,
  );
  const [{ identifier, folder }] = rows;
  return identifier === clusterIdentifier(cluster) && folder === realpathSync(cluster);
}
