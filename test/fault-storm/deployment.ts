import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { readSecretFile } from '../../src/security/secret-file.ts';
import {
  databasePasswordName,
  startEmbeddedPostgres,
} from '../../src/store/embedded-postgres/embedded-postgres.ts';
import { freePort } from '../../src/store/embedded-postgres/server-process.ts';
import { awaitPostgres } from './find-postgres.ts';
import { type SmallDisk, smallDisk } from './small-disk.ts';
import { StormProcess } from './storm-process.ts';

/** A service of one or several processes that a test starts, hurts and stops. */
export interface Deployment {
  readonly name: string;
  readonly home: string;
  readonly processes: readonly StormProcess[];
  /** Whose server is killed. */
  readonly databaseFolder: string;
  /** A disk of its own under the home; null where none could be made. */
  readonly disk: SmallDisk | null;
  /** One of the nodes that answer, in turn. */
  address(): string;
  databaseUrl(): Promise<string>;
  /** Waits until every node that answers is ready to. */
  ready(): Promise<void>;
  stop(): Promise<void>;
}

interface DeploymentOptions {
  readonly folder: string;
  readonly model: string;
}

/** One process with the PostgreSQL it starts for itself. */
export async function embeddedDeployment(options: DeploymentOptions): Promise<Deployment> {
  const home = join(options.folder, 'embedded-home');
  const process = new StormProcess({
    ...{ home, model: options.model, roles: 'web,worker', port: await freePort() },
    ...{ databaseUrl: '', logFile: join(options.folder, 'embedded.log') },
  });
  await process.start();
  return {
    ...{ name: 'embedded', home, databaseFolder: home, disk: null },
    ...running([process]),
    databaseUrl: async () => {
      const { port } = await awaitPostgres(home);
      const password = readSecretFile(join(home, 'secrets'), databasePasswordName)?.trim();
      return `postgresql://banyan_admin:${password}@127.0.0.1:${port}/banyan`;
    },
    stop: () => process.stop(),
  };
}

/** Several processes on one PostgreSQL that none of them started, and one shared folder. */
export async function clusterDeployment({
  folder,
  model,
  roles,
}: DeploymentOptions & { readonly roles: readonly string[] }): Promise<Deployment> {
  const databaseFolder = join(folder, 'database');
  // It starts its server again by itself, as whoever runs an external one would.
  const server = await startEmbeddedPostgres({
    ...{ dataFolder: join(databaseFolder, 'data'), secretsFolder: join(databaseFolder, 'secrets') },
    log: { info: () => undefined, warn: () => undefined },
  });
  const home = join(folder, 'shared-home');
  mkdirSync(home, { mode: 0o711 });
  const disk = smallDisk(home);
  const processes = await Promise.all(
    roles.map(
      async (role, i) =>
        new StormProcess({
          ...{ home, model, roles: role, port: await freePort(), databaseUrl: server.url },
          logFile: join(folder, `node-${i}.log`),
        }),
    ),
  );
  await Promise.all(processes.map((process) => process.start()));
  return {
    ...{ name: `cluster ${roles.join(' + ')}`, home, databaseFolder, disk },
    ...running(processes),
    databaseUrl: () => Promise.resolve(server.url),
    stop: async () => {
      await Promise.all(processes.map((process) => process.stop()));
      await server.stop();
      disk?.remove();
    },
  };
}

function running(processes: readonly StormProcess[]) {
  const webs = processes.filter(({ listens }) => listens);
  let turn = 0;
  return {
    processes,
    address: () => webs[turn++ % webs.length].address,
    ready: async () => {
      for (const { address } of webs) {
        for (const deadline = Date.now() + 60_000; !(await isReady(address)); await delay(50)) {
          for (const process of processes) process.expectAlive();
          if (Date.now() > deadline) throw new Error(`${address} is not ready after a minute`);
        }
      }
    },
  };
}

async function isReady(address: string): Promise<boolean> {
  const signal = AbortSignal.timeout(2000);
  return fetch(`${address}/health/ready`, { signal }).then(
    ({ ok }) => ok,
    () => false,
  );
}
