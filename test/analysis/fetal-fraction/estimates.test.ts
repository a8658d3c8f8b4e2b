import { describe, expect, it } from 'vitest';
import { normal } from '../../../fixtures/simulate/normal.ts';
import { SeededRandom } from '../../../fixtures/simulate/seeded-random.ts';
import { fetalFractionChrX } from '../../../src/analysis/fetal-fraction/chr-x.ts';
import { fetalFractionChrY } from '../../../src/analysis/fetal-fraction/chr-y.ts';
import { combineEstimates } from '../../../src/analysis/fetal-fraction/combine-estimates.ts';
import { controlSexes } from '../../../src/analysis/fetal-fraction/control-sexes.ts';
import {
  fetalFractionInterval,
  isClamped,
} from '../../../src/analysis/fetal-fraction/fetal-fraction-interval.ts';
import { estimateByProfile } from '../../../src/analysis/fetal-fraction/profile-model.ts';
import { trainProfileModel } from '../../../src/analysis/fetal-fraction/train-profile-model.ts';

describe('the examples of the docstrings', () => {
  it('hold for chrX and chrY', () => {
    expect(fetalFractionChrX({ logRatio: Math.log(0.95), variance: 1e-6 }).value).toBeCloseTo(0.1);
    const model = {
      background: Float64Array.of(0.01),
      slope: Float64Array.of(0.2),
      strayVariance: 0.0025,
    };
    const sample = { yReads: Float64Array.of(30), yExposure: Float64Array.of(1000) };
    expect(fetalFractionChrY(sample, model)?.value).toBeCloseTo(0.1, 12);
    expect(fetalFractionChrY({ ...sample, yExposure: Float64Array.of(0) }, model)).toBeNull();
  });

  it('hold for the profile, the interval and their combination', () => {
    const model = {
      ...{ intercept: 0.1, weights: Float64Array.of(0.01) },
      ...{ modelVariance: 0, slopeVariance: 0, centre: 0.1, trainingCount: 122 },
    };
    const sample = { residuals: Float32Array.of(2), countingVariances: Float64Array.of(4) };
    const { value, standardDeviation } = estimateByProfile(sample, model);
    expect(value).toBeCloseTo(0.12, 12);
    expect(standardDeviation).toBeCloseTo(0.0202, 12);
    const one = { value: 0.1, standardDeviation: 0.01 };
    const both = combineEstimates([one, null, { value: 0.12, standardDeviation: 0.01 }]);
    expect(both?.value).toBeCloseTo(0.11, 12);
    expect(both?.standardDeviation).toBeCloseTo(0.01 / Math.SQRT2, 12);
    expect(combineEstimates([null])).toBeNull();
    const { estimate, low, high } = fetalFractionInterval(one);
    expect([estimate, low, high].map((bound) => bound?.toFixed(4))).toEqual([
      ...['0.1000', '0.0804', '0.1196'],
    ]);
  });

  it('hold for the sexes', () => {
    const of = (values: number[]) =>
      controlSexes(values.map((value) => ({ value, standardDeviation: 0.01 })));
    expect(of([0, 0.005, -0.005, 0.1, 0.12])).toEqual([
      ...['female', 'female', 'female', 'male', 'male'],
    ]);
    // One sex alone is not split, whichever it is, and nobody is forced into a group.
    expect(of([0, 0.005, -0.005, 0.01, 0.015])).toEqual(Array(5).fill(null));
    expect(of([0.06, 0.1, 0.14, 0.09, 0.12, 0.07])).toEqual(Array(6).fill(null));
    expect(of([0, 0, 0, 0, 0.05, 0.1, 0.12, 0.11])[4]).toBeNull();
  });
});

describe('fetalFractionInterval', () => {
  it('keeps within 0 and 0.6 and gives nothing for what is no number', () => {
    const wide = { value: -0.02, standardDeviation: 0.03 };
    expect(fetalFractionInterval(wide)).toMatchObject({ estimate: 0, low: 0 });
    expect([isClamped(wide), isClamped({ ...wide, value: 0.7 })]).toEqual([true, true]);
    const nothing = { estimate: null, low: null, high: null };
    expect(fetalFractionInterval({ value: Number.NaN, standardDeviation: 1 })).toEqual(nothing);
    expect(fetalFractionInterval(null)).toEqual(nothing);
  });
});

describe('trainProfileModel', () => {
  const random = new SeededRandom(5, 'profile');
  const bins = 400;
  const samples = (labelOf: (i: number) => number, follow: number) =>
    Array.from({ length: 30 }, (_, i) => ({
      residuals: Float32Array.from(
        { length: bins },
        (_, b) => follow * labelOf(i) * Math.cos(b * b) + 0.07 * normal(random),
      ),
      ...{ noise: 0.005, label: labelOf(i), labelVariance: 1e-6, fold: i % 5 },
    }));
  const layout = {
    windowOfBin: Int32Array.from({ length: bins }, (_, b) => Math.floor(b / 10)),
    ...{ windowCount: bins / 10, scales: new Float64Array(bins).fill(1) },
  };
  const label = (i: number) => 0.04 + 0.004 * ((i * 7) % 30);

  it('learns what follows the fetal fraction without shrinking it', () => {
    const trained = trainProfileModel(samples(label, 1), [], { layout });
    if (trained === null) expect.fail('nothing learned');
    trained.predictions.forEach((value, i) => {
      expect(Math.abs(value - label(i))).toBeLessThan(0.04);
    });
    expect(trained.error).toBeLessThan(0.015);
    expect(trained.model.trainingCount).toBe(30);
  });

  it('learns nothing where nothing follows or labels do not vary', () => {
    expect(trainProfileModel(samples(label, 0), [], { layout })).toBeNull();
    expect(
      trainProfileModel(
        samples(() => 0.1, 1),
        [],
        { layout },
      ),
    ).toBeNull();
  });
});
