import { describe, expect, it } from 'vitest';
import { normal } from '../../../fixtures/simulate/normal.ts';
import { SeededRandom } from '../../../fixtures/simulate/seeded-random.ts';
import { trainProfileModel } from '../../../src/analysis/fetal-fraction/train-profile-model.ts';
import { meanAndStandardDeviation } from '../../../src/analysis/statistics/mean-and-standard-deviation.ts';

const binCount = 20_000;
const random = new SeededRandom(11, 'profile');
const profile = Float64Array.from({ length: binCount }, () => normal(random));

/** Fraction × profile under noise of which a single sample is far from free. */
function sampleOf(fraction: number) {
  const residuals = Float32Array.from(profile, (value) => fraction * value + 0.7 * normal(random));
  return { fraction, residuals, noise: 0.49 };
}

const samples = Array.from({ length: 120 }, () => sampleOf(0.02 + 0.16 * random.uniform()));
const labelled = samples
  .slice(0, 60)
  .map((sample, i) => ({ ...sample, label: sample.fraction, labelVariance: 1e-8, fold: i % 5 }));
const layout = {
  windowOfBin: Int32Array.from({ length: binCount }, (_, b) => Math.floor(b / 10)),
  ...{ windowCount: binCount / 10, scales: new Float64Array(binCount).fill(1) },
};
const unseen = Array.from({ length: 150 }, () => sampleOf(0.02 + 0.16 * random.uniform()));

function errorsOf(trained: NonNullable<ReturnType<typeof trainProfileModel>>): number[] {
  return unseen.map(({ fraction, residuals }) => {
    let value = trained.model.intercept;
    trained.model.weights.forEach((weight, b) => {
      value += weight * residuals[b];
    });
    return value - fraction;
  });
}

describe('trainProfileModel', () => {
  const alone = trainProfileModel(labelled, [], { layout });
  const together = trainProfileModel(labelled, samples.slice(60), { layout });
  if (alone === null || together === null) throw new Error('nothing was learned');

  it('learns more from samples without a label than from the labelled alone', () => {
    const [few, all] = [alone, together].map((trained) =>
      meanAndStandardDeviation(errorsOf(trained)),
    );
    expect(all.standardDeviation).toBeLessThan(0.95 * few.standardDeviation);
    expect(Math.abs(all.mean)).toBeLessThan(0.004);
  });

  it('states the error that unseen samples have', () => {
    for (const trained of [alone, together]) {
      const { standardDeviation } = meanAndStandardDeviation(errorsOf(trained));
      expect(trained.error / standardDeviation).toBeGreaterThan(0.75);
      expect(trained.error / standardDeviation).toBeLessThan(1.4);
    }
  });

  it('gives the same model again', () => {
    expect(trainProfileModel(labelled, samples.slice(60), { layout })).toEqual(together);
  });

  it('is null where predictions do not follow the labels', () => {
    const shuffled = labelled.map((sample, i) => ({
      ...sample,
      label: labelled[(i * 7 + 3) % labelled.length].fraction,
    }));
    expect(trainProfileModel(shuffled, samples.slice(60), { layout })).toBeNull();
  });
});
