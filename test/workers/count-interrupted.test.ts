import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countOnThreads } from '../../src/jobs/count-on-threads.ts';
import { longBam } from '../support/long-bam.ts';

const folder = mkdtempSync(join(tmpdir(), 'banyan-interrupted-'));
const file = join(folder, 'long.bam');
beforeAll(() => writeFileSync(file, longBam()));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function count(threads: number, progress: SharedArrayBuffer) {
  const settings = { binSizeBases: 50_000, mappingQualityMin: 1, duplicates: 'flag' as const };
  return countOnThreads({ files: [file], sample: 'S', progress, ...settings }, threads);
}

/** The next thread to be started, and nothing more than it. */
function nextThread(): Promise<Worker> {
  return new Promise((resolve) => {
    process.once('worker', resolve);
  });
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('a thread that dies while a file is counted', () => {
  it.each([1, 2, 4])('is a fault, long before the end, of %i threads', async (threads) => {
    const progress = new SharedArrayBuffer(8);
    const helper = nextThread();
    const counting = count(threads, progress);
    await (await helper).terminate();
    await expect(counting).rejects.toThrow('has ended early');
    expect(Number(new BigUint64Array(progress)[0])).toBeLessThan(statSync(file).size / 2);
  });

  it('leaves nobody waiting for its turn', async () => {
    const progress = new SharedArrayBuffer(8);
    const bytes = new BigUint64Array(progress);
    const helpers: Worker[] = [];
    const keep = (worker: Worker) => helpers.push(worker);
    process.on('worker', keep);
    const counting = count(3, progress);
    counting.catch(() => undefined);
    await until(() => helpers.length >= 2 && Atomics.load(bytes, 0) > 4_000_000n);
    process.off('worker', keep);
    await helpers[1].terminate();
    await expect(counting).rejects.toThrow('has ended early');
  });
});
