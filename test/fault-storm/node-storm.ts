import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { foundLaboratory } from '../../src/cli/demo/found-laboratory.ts';
import { setupTokenFile } from '../../src/security/setup-token.ts';
import { checkInvariants } from './check-invariants.ts';
import type { Deployment } from './deployment.ts';
import { invariants, restInvariants } from './invariants.ts';
import { rollingRestart } from './rolling-restart.ts';
import type { StormFile } from './storm-files.ts';
import { createLedger } from './storm-ledger.ts';
import { StormLoad } from './storm-load.ts';
import { stormRandom } from './storm-random.ts';

interface NodeStormOptions {
  readonly deployment: Deployment;
  readonly files: readonly StormFile[];
  /** Samples of the one run, its control included. */
  readonly samples: number;
  readonly seed: number;
  /** Nodes are killed so often at most; fewer if the run is done before. */
  readonly killsMax: number;
  readonly pauseMilliseconds: number;
}

/** What became of a run that several nodes took while they were killed. */
export interface NodeStormOutcome {
  readonly samples: number;
  readonly reports: number;
  readonly kills: number;
  /** Requests answered while every node was restarted in good order, and those that failed. */
  readonly restart: { readonly answered: number; readonly failed: readonly string[] };
  readonly broken: readonly string[];
}

/** One run goes through several nodes while one after another dies and comes back. */
export async function nodeStorm(options: NodeStormOptions): Promise<NodeStormOutcome> {
  const { deployment, files, samples, seed } = options;
  const tokenFile = setupTokenFile(join(deployment.home, 'secrets'));
  const laboratory = await foundLaboratory(deployment.processes[0].address, tokenFile);
  const ledger = createLedger();
  const load = new StormLoad({
    ...{ address: deployment.address, laboratory, files, ledger },
    ...{ random: stormRandom(seed + 1), patientsPerRun: samples - 1 },
  });
  const isDone = { yet: false };
  const working = load.takeRun().finally(() => {
    isDone.yet = true;
  });
  const killing = killNodes(options, isDone);
  await working;
  const kills = await killing;
  await deployment.ready();
  const look = { home: deployment.home, ledger, settledUploads: new Set<string>() };
  const broken = await checkInvariants(
    { ...invariants, ...restInvariants },
    { ...look, url: await deployment.databaseUrl() },
  );
  const restart = await rollingRestart(deployment, laboratory.technician.token);
  return { samples: load.counts.samples, reports: load.counts.reports, kills, restart, broken };
}

async function killNodes(
  { deployment, seed, killsMax, pauseMilliseconds }: NodeStormOptions,
  isDone: { readonly yet: boolean },
): Promise<number> {
  const random = stormRandom(seed);
  for (let kills = 0; ; kills++) {
    await delay(pauseMilliseconds / 2 + random.below(pauseMilliseconds));
    if (isDone.yet || kills === killsMax) return kills;
    const victim = deployment.processes[kills % deployment.processes.length];
    await victim.kill();
    await delay(random.below(pauseMilliseconds));
    await victim.start();
  }
}
