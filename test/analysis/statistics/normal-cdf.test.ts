import { expect, it } from 'vitest';
import { normalCdf, normalCdfLogarithm } from '../../../src/analysis/statistics/normal-cdf.ts';
import { normalDensity } from '../../../src/analysis/statistics/normal-density.ts';
import { normalQuantile } from '../../../src/analysis/statistics/normal-quantile.ts';

function relativeError(value: number, truth: number): number {
  return Math.abs(value / truth - 1);
}

it.each([
  // Tabulated to 16 digits in Abramowitz and Stegun 26 and in R's pnorm.
  [0, 0.5],
  [-1, 0.15865525393145705],
  [-2, 0.0227501319481792],
  [-3, 0.001349898031630095],
  [-5, 2.866515718791939e-7],
  [-6, 9.865876450376981e-10],
  [-10, 7.619853024160527e-24],
  [1.96, 0.9750021048517795],
  [3, 0.9986501019683699],
])('is the normal distribution at %d', (z, truth) => {
  expect(relativeError(normalCdf(z), truth)).toBeLessThan(1e-14);
});

it('agrees with the series at every z of the middle', () => {
  // cdf(z) = 1/2 + phi(z) (z + z^3/3 + z^5/15 + …): an independent way to the same number.
  for (let z = -5; z <= 5; z += 0.0625) {
    let term = Math.abs(z);
    let sum = term;
    for (let k = 1; k < 200; k++) {
      term *= (z * z) / (2 * k + 1);
      sum += term;
    }
    const above = 0.5 + normalDensity(z) * sum;
    expect(Math.abs(normalCdf(Math.abs(z)) - above)).toBeLessThan(1e-14);
  }
});

it('agrees with the continued fraction in the tail', () => {
  for (let z = 4; z <= 37; z += 0.5) {
    let fraction = z;
    for (let k = 200; k >= 1; k--) fraction = z + k / fraction;
    expect(relativeError(normalCdf(-z), normalDensity(z) / fraction)).toBeLessThan(2e-13);
  }
});

it('ends at the infinities and passes NaN on', () => {
  expect(normalCdf(Number.POSITIVE_INFINITY)).toBe(1);
  expect(normalCdf(Number.NEGATIVE_INFINITY)).toBe(0);
  expect(normalCdf(Number.NaN)).toBeNaN();
  expect(normalDensity(Number.POSITIVE_INFINITY)).toBe(0);
  expect(normalDensity(0)).toBe(0.3989422804014327);
});

it('keeps the logarithm where the probability is gone', () => {
  // R: pnorm(-40, log.p = TRUE) is -804.608442013754
  expect(relativeError(normalCdfLogarithm(-40), -804.608442013754)).toBeLessThan(1e-13);
  expect(relativeError(normalCdfLogarithm(-10), Math.log(7.619853024160527e-24))).toBeLessThan(
    1e-14,
  );
  expect(normalCdfLogarithm(9)).toBeCloseTo(-1.1285884059538408e-19, 30);
  const step = normalCdfLogarithm(-29.9999) - normalCdfLogarithm(-30.0001);
  expect(step / 0.0002).toBeCloseTo(30.0332, 3);
  expect(normalCdfLogarithm(Number.NEGATIVE_INFINITY)).toBe(Number.NEGATIVE_INFINITY);
  expect(normalCdfLogarithm(Number.NaN)).toBeNaN();
});

it.each([
  [0.5, 0],
  [0.975, 1.959963984540054],
  [0.95, 1.6448536269514722],
  [1e-10, -6.361340902404056],
  [0.001, -3.090232306167813],
])('inverts the distribution at %d', (p, z) => {
  expect(Math.abs(normalQuantile(p) - z)).toBeLessThan(2e-14 * Math.max(1, Math.abs(z)));
});

it('inverts it down to the smallest probabilities and nowhere else', () => {
  for (let exponent = -300; exponent < 0; exponent += 7) {
    const p = 10 ** exponent;
    expect(relativeError(normalCdf(normalQuantile(p)), p)).toBeLessThan(1e-11);
  }
  expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY);
  expect(normalQuantile(1)).toBe(Number.POSITIVE_INFINITY);
  for (const p of [-0.1, 1.1, Number.NaN]) expect(normalQuantile(p)).toBeNaN();
});
