import { expect, it } from 'vitest';
import { referenceBins } from '../../../src/analysis/normalise/bin-residuals.ts';
import { familyCount } from '../../../src/analysis/normalise/noise-families.ts';
import type { ControlSample } from '../../../src/analysis/reference-model/control-sample.ts';
import { joinResiduals } from '../../../src/analysis/reference-model/joined-residuals.ts';
import { learnExpectedProfile } from '../../../src/analysis/reference-model/learn-expected.ts';
import { measureControls } from '../../../src/analysis/reference-model/measure-control.ts';
import {
  crossFitNoise,
  noisePenalty,
} from '../../../src/analysis/reference-model/noise-cross-validation.ts';
import { noiseGrams } from '../../../src/analysis/reference-model/noise-grams.ts';
import { noiseLoadings } from '../../../src/analysis/reference-model/noise-loadings.ts';
import { trainAutosomes } from '../../../src/analysis/reference-model/train-autosomes.ts';
import { alone } from '../../../src/analysis/statistics/crew.ts';
import { evenProfile } from '../../support/even-profile.ts';

const profile = evenProfile();
const { grid, gc } = profile;

function controlOf(name: string, rateOf: (bin: number) => number): ControlSample {
  const reads = Uint32Array.from({ length: grid.binCount }, (_, bin) => Math.round(rateOf(bin)));
  return { name, reads, batch: null, fetalSex: null, fetalFraction: null };
}

it('learns what a euploid sample should have, and masks what nobody has', () => {
  const controls = [1000, 2000].map((depth) =>
    controlOf(`depth ${depth}`, (bin) => (bin === 7 ? 0 : depth * gc[bin])),
  );
  const { expected } = learnExpectedProfile({ grid, gc, controls }, alone);
  expect(expected[10] / expected[0]).toBeCloseTo(0.45 / 0.35, 9);
  expect(expected[7]).toBe(0);
  const allowed = new Uint8Array(grid.binCount).fill(1).with(3, 0);
  expect(learnExpectedProfile({ grid, gc, controls, allowed }, alone).expected[3]).toBe(0);
});

it('learns no noise from controls that have none', () => {
  const controls = Array.from({ length: 12 }, (_, i) => controlOf(`c${i}`, () => 10_000 * (1 + i)));
  const task = { controls, profile, bins: referenceBins(profile) };
  const measured = measureControls(task, alone).flatMap((control) => control ?? []);
  const { autosomes, zScores } = trainAutosomes(measured, profile, alone);
  const { intercept, overdispersion, fraction } = autosomes[20];
  expect(Math.abs(intercept)).toBeLessThan(1e-6);
  expect(overdispersion).toBe(0);
  expect(fraction.mean).toBeCloseTo(5 / 300, 6);
  for (const z of zScores[20]) expect(Math.abs(z)).toBeLessThan(0.01);
});

const share = Float64Array.of(0.5, 0.5);
const chromosomeOfGroup = Uint8Array.of(0, 1);
const groups = { count: 2, groupOfWindow: Int32Array.of(0, 1), chromosomeOfGroup, share };

it('multiplies the controls’ residuals, without their levels', () => {
  const rows = [Float32Array.of(1, -1), Float32Array.of(-2, 2)];
  const joined = { count: 2, chromosomeOfGroup, share: Float64Array.of(1, 1), rows };
  expect([...noiseGrams(joined, alone)[0]]).toEqual([2, -4, -4, 8]);
  const levels = [Float32Array.of(1, 1), Float32Array.of(3, 3)];
  expect([...noiseGrams({ ...joined, rows: levels }, alone)[0]]).toEqual([0, 0, 0, 0]);
});

it('spreads a component over windows, and none where nothing varies', () => {
  const rows = [Float64Array.of(0.01, -0.01), Float64Array.of(-0.01, 0.01)];
  const finest = { groups, rows, weight: 1 };
  const windows = {
    ...{ count: 2, windowOfBin: Int32Array.of(0, 1) },
    ...{ chromosomeOfWindow: chromosomeOfGroup, share },
  };
  const scales = [finest];
  const known = { windows, finest, scales, joined: joinResiduals(scales), componentCount: 1 };
  const of = (score: number) => {
    const scores = new Array<Float64Array[]>(familyCount).fill([
      Float64Array.of(score),
      Float64Array.of(-score),
    ]);
    return noiseLoadings({ ...known, scores }).loadings;
  };
  expect(of(0.01)[0]).toBeCloseTo(Math.SQRT1_2, 6);
  expect(of(0.01)[1]).toBeCloseTo(-Math.SQRT1_2, 6);
  expect([...of(0)]).toEqual(new Array(2 * familyCount).fill(0));
});

it('predicts a chromosome that follows a component, also in controls left out', () => {
  const size = 10;
  const scores = Float64Array.from({ length: size }, (_, i) => i - 4.5);
  const length = Math.hypot(...scores);
  const gram = Float64Array.from(
    { length: size * size },
    (_, k) => scores[Math.floor(k / size)] * scores[k % size],
  );
  const task = {
    grams: new Array<Float64Array>(familyCount).fill(gram),
    components: new Array(familyCount).fill([scores.map((value) => value / length)]),
    logRatios: Array.from({ length: 22 }, (_, c) =>
      scores.map((value) => (c === 20 ? 0.5 * value : 0)),
    ),
    countingVariances: new Array<number>(22).fill(1e-9),
    folds: Int32Array.from({ length: size }, (_, i) => i % 5),
    options: [{ responseDeviation: 0.6 }],
  };
  const [chromosomes] = crossFitNoise(task, alone);
  for (const error of chromosomes[20]) expect(Math.abs(error)).toBeLessThan(1e-6);
  expect(noisePenalty({ responseDeviation: 0.5 }, 1e-6)).toBeCloseTo(4e-6, 15);
});
