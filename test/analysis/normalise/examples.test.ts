import { expect, it } from 'vitest';
import { correctedFractions } from '../../../src/analysis/normalise/corrected-fractions.ts';
import { createExpectedProfile } from '../../../src/analysis/normalise/expected-profile.ts';
import { gcExpectationFactors } from '../../../src/analysis/normalise/gc-expectation-curve.ts';
import { isInFamily, noiseFamilyOf } from '../../../src/analysis/normalise/noise-families.ts';
import { normaliseSample } from '../../../src/analysis/normalise/normalise-sample.ts';
import { observedAndExpected } from '../../../src/analysis/normalise/observed-and-expected.ts';
import { sharedNoiseScores } from '../../../src/analysis/normalise/shared-noise.ts';
import { windowResiduals } from '../../../src/analysis/normalise/window-residuals.ts';
import { evenProfile } from '../../support/even-profile.ts';

const profile = evenProfile();
const { grid, gc } = profile;
const alike = (value: number) => new Float64Array(grid.binCount).fill(value);

it('shares the reads of the reference autosomes out, and masks bins of unknown GC', () => {
  expect(profile.expected[0]).toBeCloseTo(1 / 275, 15);
  const unknown = gc.with(0, Number.NaN);
  const masked = createExpectedProfile(grid, { expected: alike(1), gc: unknown }).expected;
  expect([...masked.slice(0, 2)]).toEqual([0, 1 / 274]);
});

it('follows a sample’s GC, and nothing where there is no GC or no read', () => {
  const reads = gc.map((fraction) => 1000 * fraction);
  const factors = gcExpectationFactors(reads, profile);
  expect(factors[0]).toBeCloseTo(0.877, 3);
  expect(factors[10]).toBeCloseTo(1.127, 3);
  for (let bin = 0; bin < factors.length; bin++) {
    expect(factors[bin]).toBeCloseTo(reads[bin] / 399.2, 4);
  }
  expect(new Set(gcExpectationFactors(alike(0), profile))).toEqual(new Set([1]));
  const unknown = createExpectedProfile(grid, {
    expected: alike(1),
    gc: gc.with(0, Number.NaN),
  });
  expect(gcExpectationFactors(reads, unknown)[0]).toBe(1);
});

it('sets a trisomy beside what GC and depth let expect', () => {
  const { start, end } = { start: grid.chromosomeStarts[20], end: grid.chromosomeStarts[21] };
  const reads = gc.map((fraction, bin) => 1000 * fraction * (bin >= start && bin < end ? 1.05 : 1));
  const sample = normaliseSample(reads, profile);
  expect(sample.chromosomeReads[20]).toBeCloseTo(2100, 9);
  expect(sample.chromosomeExpected[20]).toBeCloseTo(2000, 3);
  expect(sample.chromosomeReads[0] / sample.chromosomeExpected[0]).toBeCloseTo(1, 9);
  expect(normaliseSample(alike(0), profile).depth).toBe(0);
});

it('gives shares of the autosomal counts, NaN for a chromosome of which nothing is expected', () => {
  const chromosomeExpected = new Float64Array(22).fill(100);
  const chromosomeReads = chromosomeExpected.with(20, 110);
  const fractions = correctedFractions({ chromosomeReads, chromosomeExpected }, profile);
  expect(fractions[20]).toBeCloseTo((5 * 1.1) / 300.5, 12);
  expect(fractions.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
  const none = { chromosomeReads: chromosomeReads.with(3, 0) };
  const without = { ...none, chromosomeExpected: chromosomeExpected.with(3, 0) };
  expect(correctedFractions(without, profile)[3]).toBeNaN();
});

it('knows how far windows stray, without end where nothing is expected', () => {
  const reads = new Uint32Array(grid.binCount).fill(100);
  const windows = observedAndExpected(reads, alike(100).fill(0, 0, 1), profile);
  expect([windows.observed[1], windows.expected[1]]).toEqual([100, 100]);
  expect(windows.relativeStandardDeviation[1]).toBeCloseTo(0.1007, 4);
  expect(windows.relativeStandardDeviation[0]).toBe(Number.POSITIVE_INFINITY);
});

it('joins windows by share, and draws in what stands out', () => {
  const windows = { ...profile.windows, count: 2, share: Float64Array.of(1, 3) };
  const groups = {
    ...{ count: 1, groupOfWindow: Int32Array.of(0, 0) },
    ...{ chromosomeOfGroup: Uint8Array.of(0), share: Float64Array.of(4) },
  };
  const of = (reads: number[], expected = [100, 100]) =>
    windowResiduals(
      { windowReads: Float64Array.from(reads), windowExpected: Float64Array.from(expected) },
      windows,
      groups,
    )[0];
  expect(of([110, 90])).toBeCloseTo(-0.05, 12);
  expect(of([110, 90], [0, 0])).toBe(0);
  expect(of([100, 300])).toBeCloseTo(0.75 * 4 * Math.sqrt(0.01 + 0.012 ** 2), 12);
});

it('scores a shared pattern about the family’s level', () => {
  const groups = {
    ...{ count: 4, groupOfWindow: Int32Array.of(0, 1, 2, 3) },
    chromosomeOfGroup: Uint8Array.of(0, 1, 2, 20),
    share: Float64Array.of(0.25, 0.25, 0.5, 0.1),
  };
  const noise = {
    ...{ scale: 1, componentCount: 1, groupMean: new Float64Array(4) },
    loadings: Float32Array.of(1, 0, 0, 0),
  };
  // The last group lies on chromosome 21, which is in no family.
  const sample = { residuals: Float64Array.of(0.03, 0.01, 0.02, 9), family: 0 };
  expect(sharedNoiseScores(sample, groups, noise)[0]).toBeCloseTo(0.005, 12);
});

it('predicts no chromosome from itself', () => {
  expect([noiseFamilyOf(20), noiseFamilyOf(0)]).toEqual([0, 1]);
  for (let c = 0; c < 22; c++) expect(isInFamily(noiseFamilyOf(c), c)).toBe(false);
});
