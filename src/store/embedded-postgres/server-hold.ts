import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'pg';
import { advisoryLocks } from '../advisory-locks.ts';
import type { SupervisorLog } from './embedded-postgres.ts';
import { connectToServer, type Login, serverUrl } from './server-connection.ts';
import { readLockFile } from './server-identity.ts';
import {
  disownStranger,
  freePort,
  type ServerStart,
  spawnServer,
  stopServer,
} from './server-process.ts';

const patienceMs = 60_000;
const askAgainMs = 40;
const startAgainMs = 400;

/** Our hold on the running server. */
export interface ServerHold {
  readonly adminUrl: string;
  readonly port: number;
  readonly adopted: boolean;
  readonly release: () => Promise<void>;
}

interface HoldOptions {
  readonly start: ServerStart;
  readonly login: Login;
  readonly log: SupervisorLog;
}

interface Grip {
  readonly client: Client;
  readonly port: number;
  readonly adopted: boolean;
}

/**
 * Takes hold of the cluster's server, starting it if nothing answers. The hold is a session with a
 * shared advisory lock: the kernel lets it go even if we are killed, and whoever lets go last,
 * finding no other, stops the server.
 */
export async function holdServer(options: HoldOptions): Promise<ServerHold> {
  const ended = new AbortController();
  let grip = await takeGrip(options, { signal: ended.signal });
  const { port, adopted } = grip;
  let regained: Promise<void> = Promise.resolve();

  const watch = () => {
    grip.client.once('end', () => {
      if (ended.signal.aborted) return;
      options.log.warn('the database server is gone: starting it again');
      regained = regain().catch(() => undefined);
    });
  };
  const regain = async () => {
    while (!ended.signal.aborted) {
      try {
        grip = await takeGrip(options, { port, signal: ended.signal });
        return watch();
      } catch (error) {
        if (!ended.signal.aborted) options.log.warn(String(error));
      }
    }
  };
  const release = async () => {
    if (ended.signal.aborted) return;
    ended.abort();
    await regained;
    await letGo(grip.client, options);
  };

  watch();
  return { adminUrl: serverUrl(port, options.login), port, adopted, release };
}

/**
 * Asks, starts and asks again. A start can fail a few times after a crash, while processes of the
 * dead server still hold its shared memory, and one of two starters always fails: both are only
 * asked again.
 */
async function takeGrip(
  { start, login, log }: HoldOptions,
  { port, signal }: { port?: number; signal: AbortSignal },
): Promise<Grip> {
  let child: ChildProcess | null = null;
  let lastSign = Date.now();
  let startedAt = 0;
  while (Date.now() - lastSign < patienceMs) {
    signal.throwIfAborted();
    const answer = await connectToServer(start.place.cluster, login);
    if (answer.kind === 'connected' && (await lockShared(answer.client))) {
      const ours = readLockFile(start.place.cluster)?.processId === child?.pid;
      return { client: answer.client, port: answer.port, adopted: child === null || !ours };
    }
    if (answer.kind === 'busy') lastSign = Date.now();
    if (answer.kind === 'absent' && isOver(child) && Date.now() - startedAt > startAgainMs) {
      if (child !== null) log.info(`the database server did not start: ${lastLine(start)}`);
      disownStranger(start.place.cluster);
      child = spawnServer(start, port ?? (await freePort()));
      child.once('error', (error) => log.warn(`the database server: ${error.message}`));
      startedAt = Date.now();
    }
    await delay(askAgainMs);
  }
  throw new Error(`the database server did not come up within a minute: ${lastLine(start)}`);
}

/** False while the server is being stopped by another process, which holds the lock for that. */
async function lockShared(client: Client): Promise<boolean> {
  try {
    const { rows } = await client.query<{ held: boolean }>(
      'select pg_try_advisory_lock_shared($1) as held',
      [advisoryLocks.embeddedServer],
    );
    if (rows[0].held) return true;
    await client.end();
  } catch {
    // The connection went while we asked.
  }
  return false;
}

async function letGo(client: Client, { start, log }: HoldOptions): Promise<void> {
  try {
    if (await isLast(client)) await stopServer(start);
    else log.info('the database server stays up: another process uses it');
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function isLast(client: Client): Promise<boolean> {
  const key = [advisoryLocks.embeddedServer];
  await client.query('select pg_advisory_unlock_shared($1)', key);
  const { rows } = await client.query<{ last: boolean }>(
    'select pg_try_advisory_lock($1) as last',
    key,
  );
  return rows[0].last;
}

function isOver(child: ChildProcess | null): boolean {
  return child === null || child.exitCode !== null || child.signalCode !== null;
}

function lastLine({ place }: ServerStart): string {
  const lines = readFileSync(place.log, 'utf8').trim().split('\n');
  return `${lines.at(-1)} (see ${place.log})`;
}
