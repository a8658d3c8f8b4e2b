import { setTimeout as delay } from 'node:timers/promises';
import type { Deployment } from './deployment.ts';
import { awaitPostgres, killPostgres } from './find-postgres.ts';
import type { StormLoad } from './storm-load.ts';
import type { Random } from './storm-random.ts';

interface Struck {
  readonly deployment: Deployment;
  readonly load: StormLoad;
  readonly random: Random;
}

/** One way to hurt the service; answers whether it met anything. */
type Fault = (struck: Struck) => Promise<boolean>;

const downMillisecondsMax = 400;
const hours = 3_600_000;
const bentMilliseconds = 1500;

/** What dies, and at once: these are counted. */
export const kills: Readonly<Record<string, Fault>> = {
  process: async ({ deployment, random }) => {
    const victim = random.pick(deployment.processes);
    await victim.kill();
    await delay(random.below(downMillisecondsMax));
    await victim.start();
    return true;
  },
  thread: async ({ deployment, random }) => {
    const order = [...deployment.processes].sort(() => random.below(3) - 1);
    for (const victim of order) if (await victim.endThread(random.below(1000) / 1000)) return true;
    return false;
  },
  postgres: async ({ deployment }) => {
    if (!killPostgres(deployment.databaseFolder)) return false;
    await awaitPostgres(deployment.databaseFolder);
    return true;
  },
};

/** What goes wrong without anybody's death. */
export const disorders: Readonly<Record<string, Fault>> = {
  'clock jump': async ({ deployment, load, random }) => {
    const offset = (random.below(20) - 10) * hours;
    load.isClockRight = false;
    for (const process of deployment.processes) process.setClock(offset);
    await delay(bentMilliseconds);
    for (const process of deployment.processes) process.setClock(0);
    load.isClockRight = true;
    return true;
  },
  'full disk': async ({ deployment }) => {
    if (deployment.disk === null) return false;
    deployment.disk.fill();
    await delay(bentMilliseconds);
    deployment.disk.free();
    return true;
  },
};
