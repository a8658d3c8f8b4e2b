import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { afterAll, describe, expect, it } from 'vitest';
import { formatBinsFile } from '../../src/analysis/bin-counts/bins-file.ts';
import { alone } from '../../src/analysis/statistics/crew.ts';
import { gramMatrix, gramStep } from '../../src/analysis/statistics/gram-matrix.ts';
import { trainOnThreads } from '../../src/jobs/train-on-threads.ts';
import { createWorkerPool } from '../../src/jobs/worker-pool.ts';
import trainReference from '../../workers/train-reference.ts';
import { leadCrew } from '../../workers/training-crew.ts';
import { goodValue, simulatedControls, simulatedLandscape } from '../support/simulated-model.ts';

const folder = mkdtempSync(join(tmpdir(), 'banyan-crew-'));
const pool = createWorkerPool({ threads: 3 });
const small = createWorkerPool({ threads: 1 });
afterAll(async () => {
  await Promise.all([pool.close(), small.close()]);
  rmSync(folder, { recursive: true, force: true });
});

const files = simulatedControls(simulatedLandscape(1_000_000), 60).map((counts) => {
  const file = join(folder, `${counts.sample}.bins.tsv`);
  writeFileSync(file, formatBinsFile(counts));
  return file;
});
const task = {
  ...{ files, samples: new Map(), gcTrack: null, mappabilityTrack: null, softwareVersion: 'test' },
};

describe('training on several threads', () => {
  it('gives the bytes that one thread gives', async () => {
    const { modelJson, modelBin } = goodValue(trainReference(task));
    for (const [threads, on] of [
      [3, pool],
      [3, small],
    ] as const) {
      const progress = new SharedArrayBuffer(4);
      const trained = goodValue(await trainOnThreads(on, { ...task, progress }, threads));
      expect(trained.modelJson).toBe(modelJson);
      expect(Buffer.compare(trained.modelBin, modelBin)).toBe(0);
      expect([...trained.milliseconds.keys()]).toContain('crossFitStep');
      expect(new Int32Array(progress)[0]).toBeGreaterThan(900);
    }
  });

  it('names the first bad file, whoever reads it', async () => {
    const bad = ['bad-1', 'bad-2'].map((name) => join(folder, `${name}.bins.tsv`));
    for (const file of bad) writeFileSync(file, 'no bins\n');
    const mixed = { ...task, files: files.toSpliced(40, 0, ...bad) };
    for (const threads of [1, 2, 3]) {
      expect(await trainOnThreads(pool, mixed, threads)).toMatchObject({
        ok: false,
        problem: { kind: 'bins-malformed', file: 'bad-1.bins.tsv' },
      });
    }
  });

  it('does not wait for a helper that has died', () => {
    const { port1, port2 } = new MessageChannel();
    const words = new SharedArrayBuffer(9 * 4);
    new Int32Array(words).set([1, 0, 0, 0, 0, 0, 0, 0, 1]);
    const crew = leadCrew({ words, ports: [port1] });
    const shared = { rows: [Float32Array.of(1)], columns: { start: 0, end: 1 } };
    expect(() => crew.map(gramStep, shared, 1)).toThrow('has died');
    expect(() => crew.map((base: number) => base, 1, 1)).toThrow('no helper knows the step');
    port1.close();
    port2.close();
  });
});

describe('a crew', () => {
  it('of one does the example', () => {
    expect(alone.map((base, index) => base + index, 10, 3)).toEqual([10, 11, 12]);
  });

  it('adds up products of rows in any number of blocks as one loop does', () => {
    const rows = Array.from({ length: 101 }, (_, i) =>
      Float32Array.from({ length: 37 }, (_row, k) => Math.sin(37 * i + k)),
    );
    const gram = gramMatrix(rows);
    rows.forEach((a, i) => {
      rows.forEach((b, j) => {
        let sum = 0;
        for (let k = 0; k < 37; k++) sum += a[k] * b[k];
        expect(gram[i * 101 + j]).toBe(sum);
      });
    });
  });
});
