import { expect, it } from 'vitest';
import { meanAndStandardDeviation } from '../../../src/analysis/statistics/mean-and-standard-deviation.ts';
import { median } from '../../../src/analysis/statistics/median.ts';
import { quantile } from '../../../src/analysis/statistics/quantile.ts';

it('interpolates quantiles as R does', () => {
  expect(quantile([1, 2, 3, 4], 0.25)).toBe(1.75);
  // R: quantile(c(3, 1, 4, 1, 5, 9, 2, 6), c(.1, .9)) is 1.0 and 6.9
  const values = Float64Array.of(3, 1, 4, 1, 5, 9, 2, 6);
  expect(quantile(values, 0.1)).toBeCloseTo(1, 12);
  expect(quantile(values, 0.9)).toBeCloseTo(6.9, 12);
  expect([quantile(values, 0), quantile(values, 1)]).toEqual([1, 9]);
  expect(values[0]).toBe(3);
});

it('takes the median of odd and even numbers of values', () => {
  expect(median([3, 1, 2, 10])).toBe(2.5);
  expect(median([5, -1, 100])).toBe(5);
  expect(median([7])).toBe(7);
});

it('has no quantile without values, of NaN, or outside 0–1', () => {
  expect(median([])).toBeNaN();
  expect(median([1, Number.NaN, 3])).toBeNaN();
  expect(quantile([1, 2], 1.1)).toBeNaN();
  expect(quantile([1, 2], Number.NaN)).toBeNaN();
});

it('takes mean and standard deviation with n - 1', () => {
  expect(meanAndStandardDeviation([2, 4, 6])).toEqual({ mean: 4, standardDeviation: 2 });
  const far = meanAndStandardDeviation([1e9 + 1, 1e9 + 2, 1e9 + 3]);
  expect(far).toEqual({ mean: 1e9 + 2, standardDeviation: 1 });
  expect(meanAndStandardDeviation([8])).toEqual({ mean: 8, standardDeviation: Number.NaN });
  expect(meanAndStandardDeviation([]).mean).toBeNaN();
});
