import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../../../fixtures/simulate/seeded-random.ts';
import { createBinGrid } from '../../../src/analysis/genome/bin-grid.ts';
import {
  createGenomeWindows,
  isReferenceAutosome,
} from '../../../src/analysis/normalise/genome-windows.ts';
import { sharedNoiseScores } from '../../../src/analysis/normalise/shared-noise.ts';
import { groupWindows } from '../../../src/analysis/normalise/window-residuals.ts';
import {
  chooseNoiseOption,
  noiseOptions,
} from '../../../src/analysis/reference-model/choose-noise-option.ts';
import { trainSharedNoise } from '../../../src/analysis/reference-model/train-shared-noise.ts';
import { scoreNoiseOf } from '../../../src/analysis/score/autosome-noise.ts';

describe('shared noise at two scales', () => {
  const grid = createBinGrid('GRCh38', 1_000_000);
  const expected = new Float64Array(grid.binCount).fill(1 / 2700);
  const windows = createGenomeWindows({ grid, expected, windowBases: 1e6 });
  const random = new SeededRandom(3, 'two-scales');
  const size = 60;
  const folds = Int32Array.from({ length: size }, (_, i) => i % 5);
  const finest = groupWindows(windows, 1, isReferenceAutosome);
  const wave = Float64Array.from({ length: finest.count }, (_, w) => Math.sin(w / 15));
  const amplitudes = Float64Array.from(folds, () => 0.02 * (random.uniform() - 0.5));
  const rows = Array.from(amplitudes, (amplitude) =>
    wave.map((value) => amplitude * value + 0.01 * (random.uniform() - 0.5)),
  );
  const scaled = [2, 10].map((scale) => {
    const groups = groupWindows(windows, scale, isReferenceAutosome);
    return { groups, rows: rows.map((row) => joinRow(row, groups)) };
  });
  // Chromosome 21 follows the wave with half its strength.
  const logRatios = Array.from({ length: 22 }, (_, c) =>
    amplitudes.map((value) => (c === 20 ? 0.5 * value : 0) + 1e-4 * (random.uniform() - 0.5)),
  );
  const trained = trainSharedNoise({
    residuals: scaled,
    finest: { groups: finest, rows },
    windows,
    logRatios,
    countingVariances: new Array<number>(22).fill(1e-8),
    folds,
  });

  function joinRow(row: Float64Array, groups: ReturnType<typeof groupWindows>): Float64Array {
    const sums = new Float64Array(groups.count);
    for (let w = 0; w < windows.count; w++) {
      const group = groups.groupOfWindow[w];
      if (group < 0) continue;
      sums[group] += windows.share[w] * row[finest.groupOfWindow[w]];
    }
    return sums.map((sum, g) => sum / groups.share[g]);
  }

  it('scores single windows as training scored groups of them', () => {
    const scale = Math.abs(trained.scores[0][7][0]);
    for (const family of [0, 3]) {
      const scores = sharedNoiseScores({ residuals: rows[7], family }, finest, trained.noise);
      trained.scores[family][7].forEach((score, k) => {
        expect(Math.abs(scores[k] - score)).toBeLessThan(5e-3 * scale);
      });
    }
  });

  it('predicts controls that took no part in the fit', () => {
    const before = logRatios[20].reduce((sum, value) => sum + value * value, 0);
    const after = trained.errors[20].reduce((sum, value) => sum + value * value, 0);
    expect(after).toBeLessThan(0.05 * before);
  });

  it('counts what the scores add to the noise, scale by scale', () => {
    const [fine, coarse] = [0, trained.noise.componentCount / 2].map((k) => {
      const coefficients = new Float64Array(trained.noise.componentCount);
      coefficients[k] = 2;
      return scoreNoiseOf(coefficients, trained.noise, 0);
    });
    expect(fine).toBeCloseTo(4, 4);
    expect(coarse).toBeCloseTo(4, 4);
  });
});

describe('chooseNoiseOption', () => {
  it('tries every response at every scale', () => {
    expect(noiseOptions(2)).toHaveLength(25);
    expect(noiseOptions(0)).toEqual([{ responseDeviations: [] }]);
  });

  it('takes the least error over counting noise, the first of equal ones', () => {
    const errors = [
      [3, 1],
      [1, 2],
      [1, 2],
    ].map((pair) => pair.map((e) => Float64Array.of(e)));
    expect(chooseNoiseOption(errors, [1, 1])).toBe(1);
    expect(chooseNoiseOption(errors, [100, 1])).toBe(0);
  });
});
