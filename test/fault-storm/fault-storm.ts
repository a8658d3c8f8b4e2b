import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { foundLaboratory } from '../../src/cli/demo/found-laboratory.ts';
import { setupTokenFile } from '../../src/security/setup-token.ts';
import { checkInvariants } from './check-invariants.ts';
import type { Deployment } from './deployment.ts';
import { disorders, kills } from './faults.ts';
import { invariants, restInvariants } from './invariants.ts';
import type { StormFile } from './storm-files.ts';
import { createLedger } from './storm-ledger.ts';
import { StormLoad, type StormPoint } from './storm-load.ts';
import { stormRandom } from './storm-random.ts';

interface StormOptions {
  readonly deployment: Deployment;
  readonly files: readonly StormFile[];
  readonly kills: number;
  readonly seed: number;
  /** No further kill after this moment. */
  readonly until: number;
  readonly onFault: (line: string) => void;
}

/** What a storm did, and what it found. */
export interface StormOutcome {
  readonly deployment: string;
  readonly kills: Readonly<Record<string, number>>;
  readonly points: Readonly<Record<StormPoint, number>>;
  readonly disorders: Readonly<Record<string, number>>;
  readonly runs: number;
  readonly samples: number;
  readonly reports: number;
  readonly uploads: number;
  readonly checks: number;
  readonly seconds: number;
  /** What did not hold, each once. */
  readonly broken: readonly string[];
}

const laboratories = 2;
const disorderEvery = 5;
const points: readonly StormPoint[] = ['upload', 'count', 'score', 'issue'];
/** A point the load does not pass within so long is struck at wherever it is. */
const pointMilliseconds = 6000;
const strayMillisecondsMax = 60;

/**
 * Hurts a service again and again while laboratories work with it; holds every invariant after each
 * fault, and once more when all work has come to its end.
 */
export async function faultStorm(options: StormOptions): Promise<StormOutcome> {
  const { deployment, files, seed } = options;
  const startedAt = performance.now();
  const tokenFile = setupTokenFile(join(deployment.home, 'secrets'));
  const laboratory = await foundLaboratory(deployment.address(), tokenFile);
  const ledger = createLedger();
  const random = stormRandom(seed);
  const load = new StormLoad({
    ...{ address: deployment.address, laboratory, files, ledger },
    random: stormRandom(seed + 1),
  });
  const look = { home: deployment.home, ledger, settledUploads: new Set<string>() };
  const tally = { kills: {}, points: {} as Record<StormPoint, number>, disorders: {} };
  const broken = new Set<string>();
  let checks = 0;
  const check = async (all: Parameters<typeof checkInvariants>[0]) => {
    await deployment.ready();
    const faults = await checkSafely(all, { ...look, url: await deployment.databaseUrl() });
    for (const fault of faults) broken.add(fault);
    checks += 1;
  };
  const working = Promise.all(Array.from({ length: laboratories }, () => load.work())).catch(
    (error: unknown) => broken.add(`the load: ${String(error)}`),
  );
  let struckCount = 0;
  while (struckCount < options.kills && Date.now() < options.until && broken.size === 0) {
    const kind = Object.keys(kills)[struckCount % Object.keys(kills).length];
    const point = random.pick(points);
    await passes(load, point);
    await delay(random.below(strayMillisecondsMax));
    if (!(await kills[kind]({ deployment, load, random }))) continue;
    struckCount += 1;
    add(tally.kills, kind);
    add(tally.points, point);
    await check(invariants);
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    const { runs, samples, reports } = load.counts;
    const done = `${runs} runs, ${samples} samples, ${reports} reports`;
    options.onFault(`${struckCount} ${kind} at ${point}, ${seconds} s, ${done}`);
    if (struckCount % disorderEvery > 0) continue;
    const disorder = random.pick(Object.keys(disorders));
    if (await disorders[disorder]({ deployment, load, random })) add(tally.disorders, disorder);
    await check(invariants);
  }
  load.finish();
  await working;
  await check({ ...invariants, ...restInvariants });
  return {
    ...{ deployment: deployment.name, ...tally, ...load.counts, uploads: ledger.uploads.size },
    ...{ checks, seconds: Math.round((performance.now() - startedAt) / 1000) },
    broken: [...broken],
  };
}

async function passes(load: StormLoad, point: StormPoint): Promise<void> {
  const signal = AbortSignal.timeout(pointMilliseconds);
  await once(load, point, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}

/** A database that is on its way up is asked again. */
async function checkSafely(...words: Parameters<typeof checkInvariants>): Promise<string[]> {
  for (let attempts = 1; ; attempts++) {
    try {
      return await checkInvariants(...words);
    } catch (error) {
      if (attempts > 20) throw error;
      await delay(250);
    }
  }
}

function add(tally: Record<string, number>, name: string): void {
  tally[name] = (tally[name] ?? 0) + 1;
}
