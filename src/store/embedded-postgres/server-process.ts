import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  openSync,
  readFileSync,
  readlinkSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { ClusterFolder } from './cluster-folder.ts';
import type { ServerAccount } from './server-account.ts';
import { readLockFile } from './server-identity.ts';
import { asAccount, type ServerPrograms } from './server-programs.ts';

const logBytesMax = 10_000_000;

export interface ServerStart {
  readonly place: ClusterFolder;
  readonly programs: ServerPrograms;
  readonly account: ServerAccount | null;
  readonly durable: boolean;
}

/**
 * Starts the server, detached, so that Ctrl-C in a terminal or the death of the service does not
 * take the database with it. It listens on 127.0.0.1 only.
 */
export function spawnServer(start: ServerStart, port: number): ChildProcess {
  const { place, programs, account, durable } = start;
  rotateLog(place.log);
  const log = openSync(place.log, 'a', 0o600);
  try {
    const child = spawn(programs.postgres, serverOptions(place.cluster, { port, durable }), {
      cwd: '/',
      env: asAccount(account).env,
      ...(account === null ? {} : { uid: account.uid, gid: account.gid }),
      detached: true,
      stdio: ['ignore', log, log],
    });
    child.unref();
    return child;
  } finally {
    closeSync(log);
  }
}

/** Fast shutdown through pg_ctl, as the account: only after the server has proven who it is. */
export async function stopServer(start: ServerStart): Promise<void> {
  const words = ['stop', '-D', start.place.cluster, '-m', 'fast', '-w', '-t', '60', '-s'];
  const options = { ...asAccount(start.account), stdio: 'ignore' as const };
  const child = spawn(start.programs.pgCtl, words, { ...options, timeout: 90_000 });
  const [code] = await once(child, 'exit');
  if (code !== 0 && readLockFile(start.place.cluster) !== null) {
    throw new Error(`the database did not stop within a minute: see ${start.place.log}`);
  }
}

/** A port nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

/**
 * PostgreSQL will not start while the process its lock file names lives, though after a restart of
 * the machine or container that number may be a stranger's, or a dead server's that nobody has
 * buried. If no living server stands in the cluster under that number, the number is replaced by
 * our own, which PostgreSQL, our child, takes for stale. The rest of the file stays: by it the
 * server still finds left-over processes of its predecessor.
 */
export function disownStranger(cluster: string): void {
  const lock = readLockFile(cluster);
  if (lock === null || process.platform !== 'linux') return;
  if (!isStranger(lock.processId, cluster)) return;
  const path = join(cluster, 'postmaster.pid');
  const rest = readFileSync(path, 'utf8').replace(/^\d+/, String(process.pid));
  writeFileSync(path, rest);
}

function isStranger(processId: number, cluster: string): boolean {
  try {
    const state = readFileSync(`/proc/${processId}/stat`, 'utf8').replace(/^.*\) /s, '')[0];
    return state === 'Z' || readlinkSync(`/proc/${processId}/cwd`) !== cluster;
  } catch {
    // Gone, or another user's: PostgreSQL takes either for stale by itself.
    return false;
  }
}

function serverOptions(cluster: string, { port, durable }: { port: number; durable: boolean }) {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // A failed statement and its detail hold the values of a row: neither goes to the log.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    password_encryption: 'scram-sha-256',
    ...(durable
      ? {}
      : {
          fsync: 'off',
          full_page_writes: 'off',
          synchronous_commit: 'off',
          shared_buffers: '64MB',
        }),
  };
  const words = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return ['-D', cluster, '-p', String(port), ...words];
}

function rotateLog(log: string): void {
  if ((statSync(log, { throwIfNoEntry: false })?.size ?? 0) > logBytesMax) {
    renameSync(log, `${log}.1`);
  }
}
