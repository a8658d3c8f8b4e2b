import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { humanContigs, type TinyRead, tinyBam } from '../../fixtures/bam/tiny-bam.ts';
import { createLandscape } from '../../fixtures/simulate/landscape.ts';
import { writeBam } from '../../fixtures/simulate/simulate-bam.ts';
import type { DataProblem } from '../../src/analysis/data-problem.ts';
import { countOnThreads } from '../../src/jobs/count-on-threads.ts';
import countBins, { type CountBinsTask } from '../../workers/count-bins.ts';
import { LaneRelay } from '../../workers/lane-relay.ts';
import { createSharedThread } from '../../workers/lane-thread.ts';
import leadCount from '../../workers/lead-count.ts';

const folder = mkdtempSync(join(tmpdir(), 'banyan-lanes-'));
const path = (name: string) => join(folder, name);
const task = (name: string, duplicates: CountBinsTask['duplicates'] = 'flag'): CountBinsTask => ({
  ...{ files: [path(name)], sample: 'S', binSizeBases: 50_000, mappingQualityMin: 1, duplicates },
});
let whole: Buffer;

beforeAll(() => {
  const landscape = createLandscape({ assembly: 'GRCh38', binSizeBases: 50_000, seed: 2 });
  const recipe = { name: 'S', seed: 5, fetalSex: 'female', fetalFraction: 0.1 } as const;
  const more = { reads: 150_000, duplicateFraction: 0.3, paired: true };
  writeBam({ recipe: { ...recipe, ...more }, landscape, path: path('large.bam') });
  whole = readFileSync(path('large.bam'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('counting one file on several threads', () => {
  it.each(['flag', 'start', 'keep'] as const)('gives what one thread gives: %s', async (rule) => {
    const expected = countBins(task('large.bam', rule));
    expect(whole.length).toBeGreaterThan(4 * 1024 * 1024);
    for (const threads of [1, 2, 3]) {
      expect(await countOnThreads(task('large.bam', rule), threads)).toEqual(expected);
    }
  });

  it('waits for the helper that judges the end', async () => {
    const memory = new SharedArrayBuffer(128, { maxByteLength: 1 << 20 });
    const relay = new LaneRelay(memory, createSharedThread());
    const problem: DataProblem = { kind: 'bam-truncated', detail: 'found by the helper' };
    async function help() {
      await relay.isOpen();
      const ticket = await relay.claim((next) => ({ next, isEnd: true }));
      await relay.await(ticket);
      await new Promise((resolve) => setTimeout(resolve, 100));
      relay.stop(problem);
      return [];
    }
    const lead = { ...task('large.bam'), relay: memory, helpers: help() };
    expect(await leadCount(lead)).toMatchObject({ ok: false, problem });
  });

  it('carries a read longer than a stretch from lane to lane', async () => {
    const bases = 'GATTACAN'.repeat(400_000);
    const reads: TinyRead[] = Array.from({ length: 3 }, (_, i) => ({
      contig: i,
      position: 9,
      bases,
    }));
    writeFileSync(path('long.bam'), tinyBam({ contigs: humanContigs('GRCh38'), reads }));
    const counts = await countOnThreads(task('long.bam'), 3);
    expect(counts).toEqual(countBins(task('long.bam')));
    expect(counts.ok && counts.value.reads.counted).toBe(3);
  });

  it.each([
    ['cut', (bytes: Buffer) => bytes.subarray(0, -5000)],
    ['cut before its end-of-file block', (bytes: Buffer) => bytes.subarray(0, -28)],
    [
      'damaged late',
      (bytes: Buffer) => bytes.fill(7, bytes.length - 90_000, bytes.length - 89_000),
    ],
    ['damaged in the middle', (bytes: Buffer) => bytes.fill(7, 3_000_000, 3_000_100)],
    ['damaged at once', (bytes: Buffer) => bytes.fill(7, 3000, 3100)],
    ['followed by words', (bytes: Buffer) => Buffer.concat([bytes, Buffer.from('words')])],
    ['twice the same', (bytes: Buffer) => Buffer.concat([bytes, bytes.subarray(-700_000)])],
    ['empty', () => Buffer.alloc(0)],
  ])('names a file that is %s as one thread does', async (_, change) => {
    writeFileSync(path('bad.bam'), change(Buffer.from(whole)));
    const expected = countBins(task('bad.bam'));
    expect(expected.ok).toBe(false);
    expect(await countOnThreads(task('bad.bam'), 3)).toEqual(expected);
  });

  it('names a file that is not there', async () => {
    const counts = await countOnThreads(task('absent.bam'), 2);
    expect(counts).toMatchObject({ ok: false, problem: { kind: 'file-unreadable' } });
  });
});

it('takes the hash beside', async () => {
  const counts = await countOnThreads(task('large.bam'), 1);
  const sha256 = createHash('sha256').update(whole).digest('hex');
  expect(counts.ok && counts.value.source).toEqual({ file: 'large.bam', sha256 });
});
