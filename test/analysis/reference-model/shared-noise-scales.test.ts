import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../../../fixtures/simulate/seeded-random.ts';
import { createBinGrid } from '../../../src/analysis/genome/bin-grid.ts';
import {
  createGenomeWindows,
  isReferenceAutosome,
} from '../../../src/analysis/normalise/genome-windows.ts';
import { sharedNoiseScores } from '../../../src/analysis/normalise/shared-noise.ts';
import { groupWindows } from '../../../src/analysis/normalise/window-residuals.ts';
import { chooseNoiseOption } from '../../../src/analysis/reference-model/choose-noise-option.ts';
import { joinResiduals } from '../../../src/analysis/reference-model/joined-residuals.ts';
import { noiseGrams } from '../../../src/analysis/reference-model/noise-grams.ts';
import { trainSharedNoise } from '../../../src/analysis/reference-model/train-shared-noise.ts';
import { scoreNoiseOf } from '../../../src/analysis/score/autosome-noise.ts';
import { alone as crew } from '../../../src/analysis/statistics/crew.ts';

describe('shared noise at several scales', () => {
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
  const scales = [2, 10].map((scale) => {
    const groups = groupWindows(windows, scale, isReferenceAutosome);
    return { groups, rows: rows.map((row) => joinRow(row, groups)), weight: scale };
  });
  // Chromosome 21 follows the wave with half its strength.
  const logRatios = Array.from({ length: 22 }, (_, c) =>
    amplitudes.map((value) => (c === 20 ? 0.5 * value : 0) + 1e-4 * (random.uniform() - 0.5)),
  );
  const trained = trainSharedNoise({
    scales,
    finest: { groups: finest, rows, weight: 1 },
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

  it('counts what the scores add to the noise, window by window', () => {
    const { componentCount, loadings } = trained.noise;
    const coefficients = new Float64Array(componentCount);
    coefficients[1] = 2;
    const loading = loadings.subarray(finest.count, 2 * finest.count);
    const squares = loading.reduce((sum, value) => sum + value * value, 0);
    expect(scoreNoiseOf(coefficients, trained.noise, 0)).toBeCloseTo(4 * squares, 8);
  });

  it('weighs a long wave by every scale that sees it whole', () => {
    const [fine, coarse] = scales;
    const joined = joinResiduals([fine, coarse]);
    const sum = (gram: Float64Array) => gram[0];
    const alone = scales.map((scale) => sum(noiseGrams(joinResiduals([scale]), crew)[0]));
    expect(sum(noiseGrams(joined, crew)[0])).toBeCloseTo(alone[0] + alone[1], 8);
    expect(alone[1] / alone[0]).toBeGreaterThan(2);
  });
});

describe('chooseNoiseOption', () => {
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
