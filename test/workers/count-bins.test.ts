import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { createWorkerPool } from '../../src/jobs/worker-pool.ts';
import countBins, { type CountBinsTask } from '../../workers/count-bins.ts';
import { problemOf, valueFrom } from '../support/scan-bam.ts';

const fixture = (name: string) =>
  fileURLToPath(new URL(`../../fixtures/bam/${name}`, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'banyan-worker-'));
const pool = createWorkerPool({ threads: 2 });
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await pool.close();
});

const task = (...files: string[]): CountBinsTask => ({
  ...{ files, sample: 'S', binSizeBases: 50_000, mappingQualityMin: 1, duplicates: 'flag' },
});

describe('the thread entry', () => {
  it('counts a file, with its hash and name', () => {
    const file = fixture('single-end.bam');
    const counts = valueFrom(countBins(task(file)));
    const sha256 = createHash('sha256').update(readFileSync(file)).digest('hex');
    expect(counts.source).toEqual({ file: 'single-end.bam', sha256 });
    expect(counts).toMatchObject({ sample: 'S', assembly: 'GRCh38', reads: { counted: 5 } });
  });

  it('tells how many bytes it has read', () => {
    const file = fixture('paired-end.bam');
    const progress = new SharedArrayBuffer(8);
    valueFrom(countBins({ ...task(file), progress }));
    expect(Number(new BigUint64Array(progress)[0])).toBe(readFileSync(file).length);
  });

  it.each([
    ['absent.bam', 'file-unreadable'],
    ['', 'file-unreadable'],
    ['unsorted.bam', 'bam-unsorted'],
    ['make-bams.ts', 'bam-not-bam'],
  ])('names the problem of %j by its base name', (name, kind) => {
    const file = fixture(name);
    const { file: named, ...problem } = problemOf(countBins(task(file)));
    expect(problem.kind).toBe(kind);
    expect(named).toBe(name || 'bam');
  });

  it('adds several files of one sample', () => {
    const whole = readFileSync(fixture('single-end.bam'));
    const copy = join(folder, 'top-up.bam');
    // A further empty block before the end-of-file block: other bytes, the same reads.
    writeFileSync(copy, Buffer.concat([whole, whole.subarray(-28)]));
    const counts = valueFrom(countBins(task(fixture('single-end.bam'), copy)));
    expect(counts.reads).toMatchObject({ total: 26, counted: 10 });
    expect(counts.sources?.map(({ file }) => file)).toEqual(['single-end.bam', 'top-up.bam']);
    expect(counts.source).toBeNull();
    const twice = countBins(task(fixture('single-end.bam'), fixture('single-end.bam')));
    expect(problemOf(twice).kind).toBe('sources-differ');
  });
});

describe('the pool', () => {
  it('answers what the entry answers, values and problems alike', async () => {
    const good = task(fixture('single-end.bam'));
    const bad = task(fixture('unsorted.bam'));
    const tasks = [good, bad, good, bad, task(fixture('absent.bam'))];
    const answers = await Promise.all(tasks.map((one) => pool.run('count-bins', one)));
    expect(answers).toEqual(tasks.map((one) => countBins(one)));
  });

  it('survives a fault of ours', async () => {
    const wrong = { ...task(fixture('single-end.bam')), binSizeBases: 5 };
    await expect(pool.run('count-bins', wrong)).rejects.toThrow(/bin size 5/);
    const answer = await pool.run('count-bins', task(fixture('single-end.bam')));
    expect(answer.ok).toBe(true);
  });

  it('can be told to give a task up', async () => {
    const controller = new AbortController();
    controller.abort();
    const { signal } = controller;
    const run = pool.run('count-bins', task(fixture('single-end.bam')), { signal });
    await expect(run).rejects.toThrow(/abort/i);
  });
});
