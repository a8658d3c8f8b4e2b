import { expect, it } from 'vitest';
import { calibrationLine } from '../../../src/analysis/fetal-fraction/calibration-line.ts';
import {
  createProfileLayout,
  joinWindows,
  shareWithNeighbours,
} from '../../../src/analysis/fetal-fraction/profile-layout.ts';
import { estimateByProfile } from '../../../src/analysis/fetal-fraction/profile-model.ts';
import { createBinGrid } from '../../../src/analysis/genome/bin-grid.ts';
import { referenceBins } from '../../../src/analysis/normalise/bin-residuals.ts';
import { createExpectedProfile } from '../../../src/analysis/normalise/expected-profile.ts';

const pair = {
  windowOfBin: Int32Array.of(0, 0),
  ...{ windowCount: 1, scales: Float64Array.of(1, 1) },
};

it('joins bins and shares what they have in common, as the examples say', () => {
  expect(joinWindows(Float32Array.of(3, 5), pair)[0]).toBeCloseTo(5.657, 3);
  expect([...shareWithNeighbours(Float64Array.of(3, 5), pair, 1)]).toEqual([
    expect.closeTo(7, 5),
    expect.closeTo(9, 5),
  ]);
  const nothing = { ...pair, scales: new Float64Array(2) };
  expect(joinWindows(Float32Array.of(3, 5), nothing)[0]).toBe(0);
  expect([...shareWithNeighbours(Float64Array.of(3, 5), nothing, 1)]).toEqual([3, 5]);
});

it('lays windows of 500 kb that no chromosome shares, and leaves 13, 18 and 21 out', () => {
  const grid = createBinGrid('GRCh38', 200_000);
  const profile = createExpectedProfile(grid, {
    expected: new Float64Array(grid.binCount).fill(1),
    gc: new Float64Array(grid.binCount).fill(0.4),
  });
  const bins = referenceBins(profile);
  const { windowOfBin, windowCount } = createProfileLayout(profile, bins);
  const chromosomeOf = (bin: number) =>
    grid.chromosomeStarts.findLastIndex((start) => start <= bin);
  const places = new Map<number, Set<number>>();
  bins.forEach((bin, i) => {
    const window = windowOfBin[i];
    places.set(window, (places.get(window) ?? new Set()).add(chromosomeOf(bin)));
  });
  expect(places.size).toBe(windowCount);
  expect([...places.values()].every(({ size }) => size === 1)).toBe(true);
  const used = new Set([...places.values()].flatMap((set) => [...set]));
  expect(used.size).toBe(19);
  expect([12, 17, 20].some((c) => used.has(c))).toBe(false);
});

it('calibrates by a line that the labels’ noise does not flatten', () => {
  const samples = [0, 1, 2, 3].map((label) => ({ label, labelVariance: 0 }));
  expect(calibrationLine([0, 2.1, 3.9, 6], samples)?.slope).toBeCloseTo(1.98, 12);
  expect(calibrationLine([0, 2, 1, 0], samples)).toBeNull();
  expect(
    calibrationLine(
      [0, 1, 2, 3],
      samples.map((s) => ({ ...s, label: 1 })),
    ),
  ).toBeNull();
  const noisy = samples.map((sample) => ({ ...sample, labelVariance: 0.25 }));
  // Labels vary by 1.25, of which 0.25 is their own noise.
  expect(calibrationLine([0, 2.1, 3.9, 6], noisy)?.slope).toBeCloseTo((1.98 * 1.25) / 1, 12);
});

it('is less sure of fractions far from those it was trained on', () => {
  const model = {
    ...{ intercept: 0.1, weights: Float64Array.of(0.01), modelVariance: 1e-4 },
    ...{ slopeVariance: 0.01, centre: 0.1, trainingCount: 100 },
  };
  const at = (residual: number) =>
    estimateByProfile(
      { residuals: Float32Array.of(residual), countingVariances: Float64Array.of(0) },
      model,
    ).standardDeviation /
    (1 + 1.21 / 99);
  expect(at(0)).toBeCloseTo(0.01, 12);
  expect(at(10)).toBeCloseTo(Math.sqrt(1e-4 + 0.01 * 0.01), 12);
});
