import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createBinGrid } from '../../../src/analysis/genome/bin-grid.ts';
import { chromosomeFractions } from '../../../src/analysis/score/chromosome-fraction.ts';
import { chooseNcvDenominators, ncvScore } from '../../../src/analysis/score/ncv.ts';
import { zScore } from '../../../src/analysis/score/z-score.ts';

const grid = createBinGrid('GRCh38', 1_000_000);

it('shares even coverage by length, without X and Y', () => {
  const fractions = chromosomeFractions(new Float64Array(grid.binCount).fill(7), grid);
  expect(fractions.length).toBe(22);
  expect(fractions[20]).toBeCloseTo(47 / grid.chromosomeStarts[22], 15);
  expect(fractions.reduce((sum, fraction) => sum + fraction, 0)).toBeCloseTo(1, 12);
});

it('leaves fractions when all counts scale, and follows the mask', () => {
  const cell = fc.integer({ min: 0, max: 5000 });
  fc.assert(
    fc.property(fc.array(cell, { minLength: 50, maxLength: 50 }), (seed) => {
      const counts = Float64Array.from({ length: grid.binCount }, (_, i) => 1 + seed[i % 50]);
      const scaled = chromosomeFractions(
        counts.map((count) => 8 * count),
        grid,
      );
      expect(Array.from(scaled)).toEqual(Array.from(chromosomeFractions(counts, grid)));
    }),
    { numRuns: 20 },
  );
  const mask = new Uint8Array(grid.binCount).fill(1);
  mask.fill(0, grid.chromosomeStarts[20], grid.chromosomeStarts[21]);
  expect(chromosomeFractions(new Float64Array(grid.binCount).fill(1), grid, mask)[20]).toBe(0);
});

it('has no fraction without counts', () => {
  const fractions = chromosomeFractions(new Uint32Array(grid.binCount), grid);
  expect(fractions.every(Number.isNaN)).toBe(true);
});

it('scores in standard deviations', () => {
  expect(zScore(0.0135, { mean: 0.013, standardDeviation: 0.0002 })).toBeCloseTo(2.5, 9);
  for (const standardDeviation of [0, -1, Number.NaN]) {
    expect(zScore(1, { mean: 1, standardDeviation })).toBeNaN();
  }
});

it('finds the denominators that move with the chromosome', () => {
  // Chromosome 0 is always twice 2 plus 4; 1 and 3 are unrelated.
  const controls = Array.from({ length: 9 }, (_, i) => {
    const second = 10 + ((i * 5) % 7);
    const fourth = 30 + ((i * 3) % 5);
    return Float64Array.of(second + fourth, 50 + ((i * 2) % 9), second, 60 - ((i * 4) % 9), fourth);
  });
  const choice = { fractions: controls, chromosomeIndex: 0, candidates: [4, 3, 2, 1, 0] };
  const template = chooseNcvDenominators({ ...choice, denominatorsMax: 4 });
  expect(template).toMatchObject({ denominators: [2, 4], mean: 1 });
  expect(chooseNcvDenominators({ ...choice, denominatorsMax: 1 })?.denominators.length).toBe(1);
});

it('chooses as trying every set by brute force would', () => {
  const value = fc.integer({ min: 1, max: 1000 });
  const row = fc.array(value, { minLength: 6, maxLength: 6 });
  fc.assert(
    fc.property(fc.array(row, { minLength: 3, maxLength: 8 }), (rows) => {
      const fractions = rows.map((values) => Float64Array.from(values));
      const candidates = [1, 2, 3, 4, 5];
      const template = chooseNcvDenominators({
        fractions,
        chromosomeIndex: 0,
        candidates,
        denominatorsMax: 3,
      });
      let least = Number.POSITIVE_INFINITY;
      for (let set = 1; set < 32; set++) {
        const members = candidates.filter((_, k) => (set >> k) & 1);
        if (members.length > 3) continue;
        const ratios = rows.map((f) => f[0] / members.reduce((sum, member) => sum + f[member], 0));
        const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
        const squares = ratios.reduce((sum, ratio) => sum + (ratio - mean) ** 2, 0);
        least = Math.min(least, Math.sqrt(squares / (ratios.length - 1)) / mean);
      }
      if (template === null) expect.fail('no template');
      expect(template.standardDeviation / template.mean).toBeCloseTo(least, 10);
    }),
  );
});

it('scores a sample by its template and fails closed', () => {
  const template = { denominators: [1], mean: 0.4, standardDeviation: 0.05 };
  const sample = { chromosomeIndex: 0, template };
  expect(ncvScore({ ...sample, fractions: Float64Array.of(0.2, 0.4) })).toBeCloseTo(2, 9);
  expect(ncvScore({ ...sample, fractions: Float64Array.of(0.2, 0) })).toBeNaN();
  const flat = { ...template, standardDeviation: 0 };
  expect(ncvScore({ ...sample, template: flat, fractions: Float64Array.of(0.2, 0.4) })).toBeNaN();
  const one = [Float64Array.of(1, 2)];
  const choice = { chromosomeIndex: 0, candidates: [1], denominatorsMax: 1 };
  expect(chooseNcvDenominators({ ...choice, fractions: one })).toBeNull();
  const empty = [Float64Array.of(1, 0), Float64Array.of(1, 0)];
  expect(chooseNcvDenominators({ ...choice, fractions: empty })).toBeNull();
});
