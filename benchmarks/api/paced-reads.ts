import { Agent, get } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { seededUniform } from '../../src/analysis/statistics/seeded-uniform.ts';
import type { ReadsMeasured } from './measure-reads.ts';
import type { SeededHome } from './seed-reports.ts';
import { workload } from './workload.ts';

const arrivalsSeed = 7;

/**
 * Reads that come at a mean rate, independent of each other and of the answers, as those of many
 * people do: exponential gaps. A read's time counts from when it was due, so that a service that
 * stands still is not spared. (autocannon sends a second's reads at the second's start in one go,
 * and takes each for one of many a millisecond apart.)
 */
export async function pacedReads(
  url: string,
  { reportIds, readers }: SeededHome,
  { seconds, perSecond }: { readonly seconds: number; readonly perSecond: number },
): Promise<ReadsMeasured> {
  const agent = new Agent({ keepAlive: true, maxSockets: workload.connections / 4 });
  const latencies: number[] = [];
  const read = async (number: number, due: number) => {
    const path = `/api/v1/reports/${reportIds[number % reportIds.length]}`;
    const authorization = `Bearer ${readers[number % readers.length]}`;
    await answered(new URL(path, url), { agent, headers: { authorization } });
    latencies.push(performance.now() - due);
  };
  const started = performance.now();
  const reads: Promise<void>[] = [];
  for (const offset of arrivals(seconds, perSecond)) {
    const due = started + offset;
    const early = due - performance.now();
    if (early > 0) await delay(early);
    reads.push(read(reads.length, due));
  }
  await Promise.all(reads).finally(() => agent.destroy());
  latencies.sort((a, b) => a - b);
  const quantile = (share: number) => latencies[Math.ceil(share * latencies.length) - 1];
  const perSecondReached = (reads.length / (performance.now() - started)) * 1000;
  const [p50, p99] = [quantile(0.5), quantile(0.99)];
  return { perSecond: perSecondReached, answered: reads.length, p50, p99 };
}

/** Milliseconds from the start at which reads are due. */
function arrivals(seconds: number, perSecond: number): number[] {
  const uniform = seededUniform(arrivalsSeed);
  const due: number[] = [];
  for (let at = 0; at < seconds * 1000; at += (-Math.log(1 - uniform()) / perSecond) * 1000) {
    due.push(at);
  }
  return due;
}

function answered(url: URL, options: Parameters<typeof get>[1]): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = get(url, options, (response) => {
      response.resume();
      response.once('end', () => {
        if (response.statusCode === 200) resolve();
        else reject(new Error(`a read was answered ${response.statusCode}`));
      });
    });
    request.once('error', reject);
  });
}
