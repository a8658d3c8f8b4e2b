import { expect, it } from 'vitest';
import { chrXLevel } from '../../../src/analysis/fetal-fraction/chr-x.ts';
import { fetalFractionChrY } from '../../../src/analysis/fetal-fraction/chr-y.ts';
import { fitProfileDirection } from '../../../src/analysis/fetal-fraction/profile-direction.ts';
import { createProfileLayout } from '../../../src/analysis/fetal-fraction/profile-layout.ts';
import { countingVariances } from '../../../src/analysis/fetal-fraction/profile-model.ts';
import { sexChromosomeEvidence } from '../../../src/analysis/fetal-fraction/sex-chromosome-evidence.ts';
import { trainProfileModel } from '../../../src/analysis/fetal-fraction/train-profile-model.ts';
import {
  type SexedControl,
  trainSexChromosomes,
} from '../../../src/analysis/fetal-fraction/train-sex-chromosomes.ts';
import { evenProfile } from '../../support/even-profile.ts';

const none = new Float64Array(0);

it('tells how much of X is missing', () => {
  const sample = {
    ...{ xReads: Float64Array.of(95), xExposure: Float64Array.of(1000) },
    noiseScores: none,
  };
  const model = {
    ...{ expected: Float64Array.of(0.1), intercept: 0, coefficients: none, overdispersion: 0 },
  };
  const level = chrXLevel(sample, model);
  expect(level?.logRatio).toBeCloseTo(Math.log(0.95), 12);
  expect(level?.variance).toBeCloseTo(1 / 95, 12);
  expect(chrXLevel({ ...sample, xReads: Float64Array.of(0) }, model)).toBeNull();
});

it('takes X and Y apart, the pseudoautosomal ends and masked bins without exposure', () => {
  const profile = evenProfile();
  const reads = new Float64Array(profile.grid.binCount).fill(100);
  const { xExposure, yExposure, xReads } = sexChromosomeEvidence(
    { reads, expectedReads: reads },
    profile,
  );
  expect([xExposure[0], xExposure[1], xExposure.at(-1)]).toEqual([
    ...[0, expect.closeTo(27_500, 6), 0],
  ]);
  expect([xReads.length, yExposure.length]).toEqual([16, 6]);
  const masked = { ...profile, expected: profile.expected.map(() => 0) };
  const { yExposure: nothing } = sexChromosomeEvidence({ reads, expectedReads: reads }, masked);
  expect(new Set(nothing)).toEqual(new Set([0]));
});

it('learns the strays of girls and what a boy’s fraction adds on Y', () => {
  const controlOf = (sex: 'female' | 'male', yReads: number): SexedControl => ({
    ...{ sex, noiseScores: none, fetalFraction: sex === 'male' ? 0.1 : null },
    ...{ xReads: Float64Array.of(1000), xExposure: Float64Array.of(10_000) },
    ...{ xExpected: Float64Array.of(0.1), yExposure: Float64Array.of(10_000) },
    yReads: Float64Array.of(yReads),
  });
  const girls = Array.from({ length: 5 }, () => controlOf('female', 10));
  const boys = Array.from({ length: 5 }, () => controlOf('male', 60));
  const learned = trainSexChromosomes([...girls, ...boys]);
  expect(learned?.chrY.background[0]).toBeCloseTo(0.001, 12);
  expect(learned?.chrY.slope[0]).toBeCloseTo(0.05, 12);
  expect(trainSexChromosomes([...girls, ...boys.slice(1)])).toBeNull();
  // Where no girl has a read on Y, a boy's reads are all his own: no floor is taken off them.
  const clean = Array.from({ length: 5 }, () => controlOf('female', 0));
  const unstrayed = trainSexChromosomes([...clean, ...boys]);
  expect(unstrayed?.chrY.background[0]).toBe(0);
  expect(unstrayed?.girlDeviation).toBe(0.001);
  const boy = fetalFractionChrY(boys[0], unstrayed!.chrY);
  expect(boy?.value).toBeCloseTo(0.1, 12);
  // One stray read is no surprise for a girl all the same.
  const girl = fetalFractionChrY(controlOf('female', 1), unstrayed!.chrY);
  expect(girl?.value).toBeLessThan(3 * (girl?.standardDeviation ?? 0));
});

it('finds the direction in which residuals go with the labels', () => {
  const samples = [1, 3].map((first) => ({ residuals: Float32Array.of(first, 0), noise: 1 }));
  const layout = {
    ...{ windowOfBin: Int32Array.of(0, 1), windowCount: 2, scales: Float64Array.of(1, 1) },
  };
  const group = { samples, layout, products: Float64Array.of(1, 3, 3, 9) };
  const directionOf = (labels: Float64Array) =>
    fitProfileDirection(group, { members: [0, 1], labels }, 0);
  const weights = directionOf(Float64Array.of(0.1, 0.2))?.weights;
  expect(weights?.[0]).toBeCloseTo(0.1, 6);
  expect(weights?.[1]).toBe(0);
  expect(directionOf(Float64Array.of(0.1, 0.1))).toBeNull();
});

it('reads the label off residuals that are the label', () => {
  const samples = Array.from({ length: 30 }, (_, i) => {
    const label = 0.04 + 0.004 * i;
    const residuals = Float32Array.of(label, 0);
    return { residuals, noise: 1e-9, label, labelVariance: 0, fold: i % 5 };
  });
  const layout = createProfileLayout(evenProfile(), Int32Array.of(0, 1));
  expect(layout.windowCount).toBe(2);
  const model = trainProfileModel(samples, [], { layout })?.model;
  expect(model?.intercept).toBeCloseTo(0, 3);
  expect(model?.weights[0]).toBeCloseTo(1, 2);
  expect(model?.weights[1]).toBe(0);
});

it('knows each residual’s counting variance', () => {
  const variances = countingVariances(Float64Array.of(4), Float64Array.of(1e-6), Int32Array.of(0));
  expect(variances[0]).toBeCloseTo(0.25, 12);
});
