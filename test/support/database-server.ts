import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { openDatabase } from '../../src/store/database.ts';
import { startEmbeddedPostgres } from '../../src/store/embedded-postgres/embedded-postgres.ts';
import { migrate } from '../../src/store/migrate.ts';
import { lives } from './lives.ts';
import { runFolderName } from './run-folder.ts';

/**
 * The test run's database server, a process of its own: it outlives the processes of single test
 * files, and notices, however the run ends, that the run is over; then it stops the server and
 * removes all.
 *
 *   node database-server.ts <folder> <process id of the run>
 */
const [folder, runProcessId] = [process.argv[2], Number(process.argv[3])];
// A Ctrl-C in the terminal reaches us too, but the order of leaving is ours.
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);

try {
  const server = await startEmbeddedPostgres({
    dataFolder: join(folder, 'data'),
    secretsFolder: join(folder, 'secrets'),
    reachableFolder: join(folder, 'reachable'),
    log: { info: () => undefined, warn: console.warn },
    durable: false,
  });
  try {
    const database = openDatabase(server.url);
    await migrate(database.kysely);
    await database.close();
    const admin = new Client({ connectionString: server.adminUrl });
    await admin.connect();
    await admin.query('alter database banyan allow_connections false');
    await admin.end();
    announce({ url: server.url, adminUrl: server.adminUrl });
    while (lives(runProcessId)) await delay(200);
  } finally {
    await server.stop();
  }
} catch (error) {
  announce({ problem: String(error) });
  while (lives(runProcessId)) await delay(200);
} finally {
  // Within the run's folder it is ours to remove all of it, for nobody is left to do so.
  const isOfRun = basename(dirname(folder)) === runFolderName(runProcessId);
  rmSync(isOfRun ? dirname(folder) : folder, { recursive: true, force: true });
}

function announce(message: Record<string, string>): void {
  mkdirSync(folder, { recursive: true });
  const draft = join(folder, 'server.json.draft');
  writeFileSync(draft, JSON.stringify(message), { mode: 0o600 });
  renameSync(draft, join(folder, 'server.json'));
}
