import fc from 'fast-check';
import { expect, it } from 'vitest';
import { normal } from '../../../fixtures/simulate/normal.ts';
import { SeededRandom } from '../../../fixtures/simulate/seeded-random.ts';
import { isArcSignificant, isCutSignificant } from '../../../src/analysis/call/arc-significance.ts';
import { arcTail, differenceTail } from '../../../src/analysis/call/arc-tail.ts';
import { segmentCircularly } from '../../../src/analysis/call/circular-binary-segmentation.ts';
import { largestArc } from '../../../src/analysis/call/largest-arc.ts';
import { undoSplits } from '../../../src/analysis/call/undo-splits.ts';
import { seededUniform } from '../../../src/analysis/statistics/seeded-uniform.ts';

const uniformOf = (seed: number) => {
  const random = new SeededRandom(seed, 'test');
  return () => random.uniform();
};
const ones = (count: number) => new Float64Array(count).fill(1);
const noise = (count: number, seed: number) => {
  const random = new SeededRandom(seed, 'noise');
  return Float64Array.from({ length: count }, () => normal(random));
};

it('cuts a step at its place and nothing where nothing changes', () => {
  const values = Float64Array.of(0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 9, 8, 9, 8, 9, 8, 9, 8, 9, 8);
  expect(segmentCircularly({ values, uniform: seededUniform(1) })).toEqual([10, 20]);
  expect(segmentCircularly({ values: ones(9), uniform: () => 0.5 })).toEqual([9]);
  expect(segmentCircularly({ values: ones(0), uniform: () => 0.5 })).toEqual([]);
  expect(segmentCircularly({ values: ones(1), uniform: () => 0.5 })).toEqual([1]);
});

it('finds the largest arc as a search of all pairs does', () => {
  const arc = largestArc(
    {
      sums: Float64Array.of(0, -1, -2, 0, 2, 1, 0),
      weights: Float64Array.of(0, 1, 2, 3, 4, 5, 6),
      count: 6,
    },
    { widthMin: 2 },
  );
  expect(arc).toEqual({ from: 2, to: 4, between: 12 });
  fc.assert(
    fc.property(fc.integer({ min: 4, max: 90 }), fc.nat(), (count, seed) => {
      const values = noise(count, seed);
      const weights = noise(count, seed + 1).map((value) => 0.2 + Math.abs(value));
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      const mean = values.reduce((sum, value, i) => sum + value * weights[i], 0) / total;
      const sums = new Float64Array(count + 1);
      const cumulative = new Float64Array(count + 1);
      for (let i = 0; i < count; i++) {
        sums[i + 1] = sums[i] + weights[i] * (values[i] - mean);
        cumulative[i + 1] = cumulative[i] + weights[i];
      }
      let most = 0;
      for (let i = 0; i <= count; i++) {
        for (let j = i + 2; j <= count && j - i <= count - 2; j++) {
          const weight = cumulative[j] - cumulative[i];
          const squares = (sums[j] - sums[i]) ** 2;
          most = Math.max(most, (squares * total) / (weight * (total - weight)));
        }
      }
      const found = largestArc({ sums, weights: cumulative, count }, { widthMin: 2 });
      expect(found?.between ?? 0).toBeCloseTo(most, 8);
    }),
    { numRuns: 60 },
  );
});

it('cuts noise as often as alpha says', () => {
  const cut = Array.from({ length: 400 }, (_, seed) =>
    segmentCircularly({
      ...{ values: noise(120, seed), uniform: uniformOf(seed) },
      ...{ alpha: 0.05, permutations: 200 },
    }),
  ).filter((ends) => ends.length > 1);
  // 20 expected, with a standard deviation of 4.4.
  expect(cut.length).toBeGreaterThanOrEqual(4);
  expect(cut.length).toBeLessThanOrEqual(36);
  const long = Array.from({ length: 30 }, (_, seed) =>
    segmentCircularly({ values: noise(1200, seed), uniform: uniformOf(seed) }),
  ).filter((ends) => ends.length > 1);
  expect(long.length).toBeLessThanOrEqual(1);
});

it('does not move when values shift or scale, nor with the seed of a clear step', () => {
  const clear = noise(80, 3).map((value, i) => value + (i >= 30 && i < 50 ? 6 : 0));
  const cut = (values: Float64Array, seed = 1) =>
    segmentCircularly({ values, uniform: uniformOf(seed) });
  const expected = [30, 50, 80];
  expect(cut(clear)).toEqual(expected);
  expect(cut(clear.map((value) => 8 * value))).toEqual(expected);
  expect(cut(clear.map((value) => value - 1000))).toEqual(expected);
  expect(cut(clear.toReversed())).toEqual([30, 50, 80]);
  for (let seed = 2; seed < 8; seed++) expect(cut(clear, seed)).toEqual(expected);
});

it('gives heavy points their weight', () => {
  const values = noise(60, 5).map((value, i) => value * 0.2 + (i >= 20 && i < 40 ? 1 : 0));
  const light = ones(60).map((_, i) => (i >= 20 && i < 40 ? 1e-4 : 1));
  expect(segmentCircularly({ values, uniform: uniformOf(1) })).toEqual([20, 40, 60]);
  expect(segmentCircularly({ values, weights: light, uniform: uniformOf(1) })).toEqual([60]);
});

it('parts short ends by the t test, not by shuffling', () => {
  const values = noise(60, 4).map((value, i) => value * 0.02 + (i >= 3 && i < 6 ? 1 : 0));
  const shuffled = segmentCircularly({ values, uniform: uniformOf(1), edges: 'shuffle' });
  expect(shuffled).toEqual([6, 60]);
  const tested = segmentCircularly({ values, uniform: uniformOf(1), edges: 'student' });
  expect(tested).toEqual([3, 6, 60]);
});

it('takes back small splits', () => {
  const values = Float64Array.of(0, 1, 0, 2, 1, 2, 1, 3);
  const split = { values, weights: ones(8), ends: [4, 8] };
  expect(undoSplits({ ...split, standardDeviationsMin: 2 })).toEqual([8]);
  expect(undoSplits({ ...split, standardDeviationsMin: 0.5 })).toEqual([4, 8]);
  const step = noise(80, 3).map((value, i) => value + (i < 40 ? 0 : 4));
  const options = { values: step, uniform: uniformOf(1) };
  expect(segmentCircularly({ ...options, undoStandardDeviations: 3 })).toEqual([40, 80]);
  expect(segmentCircularly({ ...options, undoStandardDeviations: 6 })).toEqual([80]);
});

it('knows how large noise grows', () => {
  expect(arcTail(5, { count: 1000, shareMin: 0.026 })).toBeCloseTo(0.0019, 4);
  expect(arcTail(0, { count: 1000, shareMin: 0.026 })).toBe(1);
  expect(differenceTail(0.5, 20)).toBeCloseTo(0.00052, 5);
  expect(differenceTail(0, 20)).toBe(1);
  expect(differenceTail(0.5, 2)).toBe(1);
  const settings = { alpha: 1e-4, permutations: 10_000, widthMin: 2, uniform: uniformOf(1) };
  const stretch = { values: noise(40, 1), weights: ones(40) };
  expect(isArcSignificant(stretch, 0.9, settings)).toBe(true);
  expect(isArcSignificant(stretch, 0.1, settings)).toBe(false);
  const four = { values: Float64Array.of(-4.5, -4.5, 4.5, 4.5), weights: ones(4) };
  expect(isCutSignificant(four, 2, settings)).toBe(false);
});

it('simulated noise exceeds as often as the formula for long arcs says', () => {
  const [count, b, shareMin] = [300, 3.9, 26 / 300];
  const rounds = 400;
  let exceeding = 0;
  for (let seed = 0; seed < rounds; seed++) {
    const values = noise(count, 1000 + seed);
    let most = 0;
    const sums = new Float64Array(count + 1);
    const mean = values.reduce((sum, value) => sum + value, 0) / count;
    for (let i = 0; i < count; i++) sums[i + 1] = sums[i] + values[i] - mean;
    for (let i = 0; i <= count; i++) {
      for (let width = 26; width <= count - 26 && i + width <= count; width++) {
        const between = (sums[i + width] - sums[i]) ** 2 / (width * (1 - width / count));
        if (between > most) most = between;
      }
    }
    if (most >= b * b) exceeding += 1;
  }
  const expected = rounds * arcTail(b, { count, shareMin });
  expect(Math.abs(exceeding - expected)).toBeLessThan(4 * Math.sqrt(expected));
});

it('cuts a genome of 50 kb bins in a second', () => {
  const start = performance.now();
  for (let c = 0; c < 22; c++) {
    const values = noise(2600, 50 + c).map((value, i) => value + (i > 900 && i < 1100 ? 0.8 : 0));
    expect(segmentCircularly({ values, uniform: uniformOf(c) })).toHaveLength(3);
  }
  // A second on a quiet core; the bound allows for a busy machine.
  expect(performance.now() - start).toBeLessThan(5000);
});
