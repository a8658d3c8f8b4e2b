import { chmodSync, lstatSync, mkdirSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startEmbeddedPostgres } from '../../../src/store/embedded-postgres/embedded-postgres.ts';
import { ownHome } from './own-home.ts';

const isRoot = process.getuid?.() === 0;
const own = ownHome();

describe.runIf(isRoot)('as root', () => {
  it('places data where the other account can walk when it cannot walk home', async () => {
    chmodSync(own.home, 0o711);
    const shut = join(own.home, 'shut');
    mkdirSync(shut, { mode: 0o700 });
    const outer = own.home;
    const options = {
      dataFolder: join(shut, 'data', 'postgres'),
      secretsFolder: join(shut, 'secrets'),
      reachableFolder: join(outer, 'reachable'),
      log: { info: () => undefined, warn: () => undefined },
      durable: false,
    };
    const server = await startEmbeddedPostgres(options);
    own.running.push(server);
    expect(lstatSync(options.dataFolder).isSymbolicLink()).toBe(true);
    expect(realpathSync(options.dataFolder).startsWith(realpathSync(outer))).toBe(true);
    expect((statSync(options.reachableFolder).mode & 0o777).toString(8)).toBe('711');
    expect(statSync(join(options.dataFolder, 'cluster')).uid).not.toBe(0);
    expect(statSync(join(shut, 'secrets', 'database-password')).uid).toBe(0);
    await server.stop();

    // Links are followed on the second start.
    const again = await startEmbeddedPostgres(options);
    own.running.push(again);
    expect(again.systemIdentifier).toBe(server.systemIdentifier);
  });

  it('says so plainly when a cluster was moved where its account cannot walk', async () => {
    await (await own.start(false)).stop();
    chmodSync(own.home, 0o700);
    own.running = [];
    await expect(own.start(false)).rejects.toThrow('cannot walk to');
    chmodSync(own.home, 0o711);
    await own.start(false);
  });
});
