import { expect, it } from 'vitest';
import { createBinGrid } from '../../../src/analysis/genome/bin-grid.ts';
import { binResiduals, referenceBins } from '../../../src/analysis/normalise/bin-residuals.ts';
import { correctedFractions } from '../../../src/analysis/normalise/corrected-fractions.ts';
import { createExpectedProfile } from '../../../src/analysis/normalise/expected-profile.ts';
import { gcExpectationFactors } from '../../../src/analysis/normalise/gc-expectation-curve.ts';
import { predictionVariance } from '../../../src/analysis/score/autosome-noise.ts';
import { chromosomeExcess } from '../../../src/analysis/score/chromosome-excess.ts';
import { regressionScore, trainRegression } from '../../../src/analysis/score/regression-score.ts';

const grid = createBinGrid('GRCh38', 1_000_000);
const gc = Float64Array.from({ length: grid.binCount }, (_, bin) => 0.35 + ((bin * 7) % 20) / 100);
const profile = createExpectedProfile(grid, {
  expected: new Float64Array(grid.binCount).fill(1),
  gc,
});

it('measures a chromosome against the others, never against 13, 18, 21 or itself', () => {
  const chromosomeExpected = new Float64Array(22).fill(100);
  const chromosomeReads = Float64Array.from(chromosomeExpected, (value, c) =>
    c === 20 ? 1.05 * value : c === 12 ? 500 : value,
  );
  const sums = { chromosomeReads, chromosomeExpected };
  expect(chromosomeExcess(sums, 20)?.logRatio).toBeCloseTo(Math.log(1.05), 12);
  expect(chromosomeExcess(sums, 20)?.countingVariance).toBeCloseTo(1 / 105 + 1 / 1900, 12);
  chromosomeReads[20] = 0;
  expect(chromosomeExcess(sums, 20)).toBeNull();
});

it('adds counting, overdispersion and what the group left open', () => {
  const noise = {
    ...{ intercept: 0, coefficients: new Float64Array(0), scoreMeans: new Float64Array(0) },
    ...{ inverse: new Float64Array(0), totalVariance: 1e-5, overdispersion: 2e-6 },
    fraction: { mean: 0.013, standardDeviation: 1e-4 },
    scoreNoise: 0,
  };
  const sample = { countingVariance: 1e-5, depth: 1e6, scores: new Float64Array(0) };
  expect(predictionVariance(sample, noise, 10)).toBeCloseTo(1.3e-5, 12);
  const withScore = {
    ...noise,
    ...{ coefficients: Float64Array.of(2), scoreMeans: Float64Array.of(1) },
    inverse: Float64Array.of(0.5),
    scoreNoise: 4,
  };
  const scored = { ...sample, scores: Float64Array.of(3) };
  expect(predictionVariance(scored, withScore, 10)).toBeCloseTo(1.3e-5 + 4e-6 + 2e-5, 12);
});

it('predicts a chromosome from the others and sees what they do not explain', () => {
  const controls = Array.from({ length: 40 }, (_, i) =>
    Float64Array.from({ length: 22 }, (_, c) => 1000 * (1 + 0.01 * Math.sin(i * (c + 1) * 1.7))),
  );
  const template = trainRegression(controls, 20);
  const euploid = regressionScore(controls[3], 20, template);
  expect(Math.abs(euploid as number)).toBeLessThan(3);
  const trisomy = controls[3].map((count, c) => (c === 20 ? 1.1 * count : count));
  expect(regressionScore(trisomy, 20, template)).toBeGreaterThan(5);
  expect(template.coefficients[20]).toBe(0);
  expect(regressionScore(new Float64Array(22), 20, template)).toBeNull();
});

it('shares the corrected counts out among 22 chromosomes', () => {
  const even = new Float64Array(22).fill(50);
  const fractions = correctedFractions(
    { chromosomeReads: even, chromosomeExpected: even },
    profile,
  );
  expect(fractions.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
  expect(fractions[20]).toBeCloseTo(47 / grid.chromosomeStarts[22], 12);
  const none = even.map((value, c) => (c === 3 ? 0 : value));
  const unread = correctedFractions({ chromosomeReads: even, chromosomeExpected: none }, profile);
  expect(Number.isFinite(unread[3])).toBe(false);
});

it('weighs residuals alike and draws outliers in', () => {
  const sample = {
    reads: Float64Array.of(110, 300, 7),
    expectedReads: Float64Array.of(100, 100, 0),
  };
  const residuals = binResiduals(sample, Float64Array.of(1e-6, 4e-6, 1e-6), Int32Array.of(0, 1, 2));
  expect(residuals[0]).toBeCloseTo(0.1, 6);
  expect(residuals[1]).toBeCloseTo(2 * 5 * Math.sqrt(0.0104), 6);
  expect(residuals[2]).toBe(0);
  expect(referenceBins(profile)).toHaveLength(
    [12, 17, 20].reduce(
      (left, c) => left - (grid.chromosomeStarts[c + 1] - grid.chromosomeStarts[c]),
      grid.chromosomeStarts[22],
    ),
  );
});

it('finds the curve of a sample, and one curve even where no bin follows it', () => {
  const biased = gc.map((value) => 1000 * (1 + 2 * (value - 0.45)));
  const factors = gcExpectationFactors(biased, profile);
  const ratio = factors[19] / factors[0];
  expect(ratio).toBeCloseTo(biased[19] / biased[0], 1);
  expect(gcExpectationFactors(new Float64Array(grid.binCount), profile)).toEqual(
    new Float64Array(grid.binCount).fill(1),
  );
  const wild = gc.map((_, bin) => (bin % 100 === 0 ? 1e9 : bin % 2));
  expect(gcExpectationFactors(wild, profile).every((factor) => factor > 0)).toBe(true);
});

it('predicts by the predictors alone, as the examples say', () => {
  const even = new Float64Array(22).fill(100);
  const template = trainRegression(new Array<Float64Array>(12).fill(even), 20);
  expect(template.intercept).toBeCloseTo(Math.log(1 / 19), 12);
  const known = {
    ...{ intercept: Math.log(1 / 19), coefficients: new Float64Array(22) },
    standardDeviation: 0.01,
  };
  expect(regressionScore(even.with(20, 105), 20, known)).toBeCloseTo(5, 9);
});
