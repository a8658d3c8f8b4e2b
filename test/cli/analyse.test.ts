import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SampleRecipe } from '../../fixtures/simulate/recipe.ts';
import { writeBam } from '../../fixtures/simulate/simulate-bam.ts';
import { simulateCounts } from '../../fixtures/simulate/simulate-counts.ts';
import type { AnalysisResult } from '../../src/analysis/analysis-result.ts';
import type { BinCounts } from '../../src/analysis/bin-counts/bin-counts.ts';
import { formatBinsFile } from '../../src/analysis/bin-counts/bins-file.ts';
import { binRange } from '../../src/analysis/genome/bin-grid.ts';
import { chromosomes } from '../../src/analysis/genome/chromosome.ts';
import { callBanyan } from '../support/call-banyan.ts';
import { runBanyan } from '../support/run-banyan.ts';
import { simulatedControls, simulatedLandscape } from '../support/simulated-model.ts';

const folder = mkdtempSync(join(tmpdir(), 'banyan-analyse-'));
const at = (name: string) => join(folder, name);
const landscape = simulatedLandscape(500_000);
const controls = simulatedControls(landscape, 12);
const write = (name: string, counts: BinCounts) =>
  writeFileSync(at(name), gzipSync(formatBinsFile(counts)));

/** A per-bin array as a fixedStep wig with -1 where nothing is known. */
function wigOf(values: Float64Array): string {
  return chromosomes
    .map((chromosome, c) => {
      const { start, end } = binRange(landscape.grid, c);
      const steps = Array.from(values.subarray(start, end), (value) =>
        Number.isNaN(value) ? '-1' : value.toFixed(4),
      );
      return `fixedStep chrom=chr${chromosome} start=1 step=500000\n${steps.join('\n')}\n`;
    })
    .join('');
}

beforeAll(() => {
  mkdirSync(at('controls'));
  mkdirSync(at('without-gc'));
  for (const counts of controls) {
    write(`controls/${counts.sample}.bins.tsv.gz`, counts);
    const gc = new Float64Array(counts.gc.length).fill(Number.NaN);
    write(`without-gc/${counts.sample}.bins.tsv.gz`, { ...counts, gc, gcFraction: null });
  }
  writeFileSync(at('gc.wig'), wigOf(landscape.gc));
  writeFileSync(at('map.wig.gz'), gzipSync(wigOf(landscape.mappability)));
});
afterAll(() => rmSync(folder, { recursive: true }));

const build = (counts: string, ...words: string[]) =>
  callBanyan(['model', 'build', '--counts', at(counts), '--json', '-o', at('model'), ...words]);

describe('a model without GC in its counts', () => {
  it('needs a wig, and takes it plain or gzipped', async () => {
    const refused = await build('without-gc');
    expect(refused).toMatchObject({ exit: 3, out: '' });
    expect(refused.err).toMatch(/without-gc: no file has gc; .*--gc a wig/);
    const built = await build('without-gc', '--gc', at('gc.wig'));
    expect(built).toMatchObject({ exit: 0, err: '' });
    const mapped = await build(
      'without-gc',
      '--gc',
      at('gc.wig'),
      '--mappability',
      at('map.wig.gz'),
    );
    const [plain, masked] = [built, mapped].map(({ out }) => JSON.parse(out));
    expect(plain.settings.gc).toMatch(/^gc\.wig [0-9a-f]{64}$/);
    expect(masked.settings.mappability).toMatch(/^map\.wig\.gz [0-9a-f]{64}$/);
    expect(masked.qc.usedBins).toBeLessThan(plain.qc.usedBins);
    expect(masked.limits).toContain('only 12 controls: limits are wide');
  });
});

describe('a BAM', () => {
  const common = { fetalFraction: 0.4, reads: 150_000, trisomies: [{ chromosome: '21' }] };
  const recipes: SampleRecipe[] = [
    { ...common, name: 'single', seed: 5, fetalSex: 'female' },
    { ...common, name: 'paired', seed: 6, fetalSex: 'male', paired: true },
  ];

  it('gives what its counts give, number by number', async () => {
    expect((await build('controls')).exit).toBe(0);
    for (const recipe of recipes) {
      writeBam({ recipe, landscape, path: at(`${recipe.name}.bam`) });
      write(`${recipe.name}-counts.bins.tsv.gz`, simulateCounts(recipe, landscape));
    }
    const names = recipes.flatMap(({ name }) => [`${name}.bam`, `${name}-counts.bins.tsv.gz`]);
    const words = ['analyse', ...names.map(at), '--model', at('model'), '--json'];
    const run = await callBanyan([...words, '-o', at('results')]);
    expect(run).toMatchObject({ exit: 0, err: '' });
    const results: AnalysisResult[] = JSON.parse(run.out);
    for (const [bam, bins] of [results.slice(0, 2), results.slice(2)]) {
      expect(bam.chromosomes).toEqual(bins.chromosomes);
      expect(bam.calls).toEqual(bins.calls);
      expect(bam.reads.counted).toBe(bins.reads.counted);
      expect(bam.chromosomes[20].z).toBeGreaterThan(3);
      expect(bam.calls.map(({ target }) => target)).toEqual(['T13', 'T18', 'T21']);
      expect(bam.calls.map(({ reasons }) => reasons)).toEqual(Array(3).fill(['qc-failure']));
    }
    expect(readdirSync(at('results'))).toHaveLength(4);
    const again = runBanyan([...words, '--threads', '1']);
    expect(again.out).toBe(run.out);
  });
});
