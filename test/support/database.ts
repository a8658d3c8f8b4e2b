import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { type OpenDatabase, openDatabase } from '../../src/store/database.ts';

export interface TestDatabase extends OpenDatabase {
  readonly url: string;
  /** Superuser on this very database, for what the service's own role may not do. */
  readonly adminUrl: string;
}

/**
 * A migrated database of its own for a test, in about 50 ms: a clone of a template on a real
 * PostgreSQL that is started once a test run and goes with it. `close()` drops the database.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = await testServer();
  const name = `test_${randomBytes(8).toString('hex')}`;
  await asAdmin(
    server.adminUrl,
    `create database ${name} template banyan owner banyan strategy wal_log`,
  );
  const url = withDatabase(server.url, name);
  const database = openDatabase(url, { connectionCountMax: 8 });
  const close = async () => {
    await database.close();
    await asAdmin(server.adminUrl, `drop database ${name} with (force)`);
  };
  return { ...database, url, adminUrl: withDatabase(server.adminUrl, name), close };
}

interface TestServer {
  readonly url: string;
  readonly adminUrl: string;
}

let started: Promise<TestServer> | null = null;

function testServer(): Promise<TestServer> {
  started ??= findOrStart();
  return started;
}

/**
 * The folder's name is the run's: whichever test file comes first makes it and starts the server.
 */
async function findOrStart(): Promise<TestServer> {
  // A forked worker's parent is the run itself, which outlives every test file.
  const run = process.send === undefined ? process.pid : process.ppid;
  const folder = join(tmpdir(), `banyan-test-database-${run}`);
  if (makeFolder(folder)) startServer(folder, run);
  for (const deadline = Date.now() + 90_000; Date.now() < deadline; await delay(40)) {
    const message = announced(folder);
    if (message?.problem !== undefined) throw new Error(message.problem);
    if (message !== null) return { url: message.url, adminUrl: message.adminUrl };
  }
  throw new Error(`the test database in ${folder} did not come up`);
}

function makeFolder(folder: string): boolean {
  try {
    mkdirSync(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
  // As root the server runs as another account, which has to walk through.
  chmodSync(folder, 0o711);
  return true;
}

function startServer(folder: string, run: number): void {
  const program = fileURLToPath(new URL('./database-server.ts', import.meta.url));
  const log = openSync(join(folder, 'output.log'), 'a', 0o600);
  spawn(process.execPath, [program, folder, String(run)], {
    cwd: '/',
    detached: true,
    stdio: ['ignore', log, log],
  }).unref();
}

function announced(folder: string): Record<string, string> | null {
  try {
    return JSON.parse(readFileSync(join(folder, 'server.json'), 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

function withDatabase(url: string, name: string): string {
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.href;
}

async function asAdmin(adminUrl: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
