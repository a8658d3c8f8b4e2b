import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../../src/store/embedded-postgres/embedded-postgres.ts';

/** A home a test, and the servers started in it, which are stopped after it. */
export function ownHome(beforeCleaning: () => void = () => undefined) {
  const own = { home: '', running: [] as EmbeddedPostgres[], start };

  async function start(durable = true): Promise<EmbeddedPostgres> {
    const server = await startEmbeddedPostgres({
      dataFolder: join(own.home, 'data', 'postgres'),
      secretsFolder: join(own.home, 'secrets'),
      reachableFolder: join(own.home, 'reachable'),
      log: { info: () => undefined, warn: () => undefined },
      durable,
    });
    own.running.push(server);
    return server;
  }

  beforeEach(() => {
    own.home = mkdtempSync(join(tmpdir(), 'banyan-embedded-'));
    chmodSync(own.home, 0o711);
    own.running = [];
  });
  afterEach(async () => {
    beforeCleaning();
    // Adopting is how a server left by a killed child is stopped, too.
    if (own.running.length === 0 && existsSync(join(own.home, 'data'))) await start();
    for (const server of own.running) await server.stop();
    rmSync(own.home, { recursive: true, force: true });
  });
  return own;
}
