import { expect, it } from 'vitest';
import { localPolynomial } from '../../../src/analysis/statistics/local-polynomial.ts';
import { fitLoess } from '../../../src/analysis/statistics/loess.ts';
import { evaluateLoess } from '../../../src/analysis/statistics/loess-curve.ts';
import { loessVertices } from '../../../src/analysis/statistics/loess-vertices.ts';

// The `cars` data of Ezekiel 1930, in every R: speed in mph, stopping distance in feet.
const speed = [
  ...[4, 4, 7, 7, 8, 9, 10, 10, 10, 11, 11, 12, 12, 12, 12, 13, 13, 13, 13, 14, 14, 14, 14, 15, 15],
  ...[15, 16, 16, 17, 17, 17, 18, 18, 18, 18, 19, 19, 19, 20, 20, 20, 20, 20, 22, 23, 24, 24, 24],
  ...[24, 25],
];
const distance = [
  ...[2, 10, 4, 22, 16, 10, 18, 26, 34, 17, 28, 14, 20, 24, 28, 26, 34, 34, 46, 26, 36, 60, 80, 20],
  ...[
    26, 54, 32, 40, 32, 40, 50, 42, 56, 76, 84, 36, 46, 68, 32, 48, 52, 56, 64, 66, 54, 70, 92, 93,
  ],
  ...[120, 85],
];

it('draws the curve of the manual page of R’s predict.loess', () => {
  // cars.lo <- loess(dist ~ speed, cars); predict(cars.lo, data.frame(speed = seq(5, 25, 1)))
  const curve = fitLoess({ x: speed, y: distance, span: 0.75, degree: 2 });
  const manual = [
    ...[7.797353, 10.002308, 12.499786, 15.281082, 18.446568, 21.865315, 25.517015, 29.350386],
    ...[33.23066, 37.167935, 41.205226, 45.055736, 48.355889, 49.824812, 51.986702, 56.461318],
    ...[61.959729, 68.569313, 76.316068, 85.212121, 95.324047],
  ];
  for (const [i, truth] of manual.entries()) {
    expect(Math.abs(evaluateLoess(curve, 5 + i) - truth)).toBeLessThan(1e-6);
  }
});

it('stands on R’s vertices, the outer ones 0.5 % beyond the range', () => {
  const vertices = loessVertices(Float64Array.from(speed), 0.75);
  expect(Array.from(vertices)).toEqual([3.895, 8, 10, 12, 13, 14, 15, 17, 19, 22, 25.105]);
});

it('widens the range and cuts cells at their middle', () => {
  const cuts = (x: number[], span: number) => Array.from(loessVertices(Float64Array.from(x), span));
  expect(cuts([0, 1, 2, 10], 1)).toEqual([-0.05, 0, 1, 2, 10.05]);
  expect(cuts([0, 10], 5)).toEqual([-0.05, 10.05]);
  expect(cuts([1, 1, 1, 1, 1, 2], 1)).toEqual([0.995, 1, 2.005]);
  const [low, middle, high] = cuts([5, 5, 5], 1);
  expect(low).toBeLessThan(5);
  expect(middle).toBe(5);
  expect(high).toBeGreaterThan(5);
});

it('solves a local line and falls back when x does not vary', () => {
  const points = {
    x: Float64Array.of(0, 1, 2),
    y: Float64Array.of(1, 3, 5),
    weights: Float64Array.of(1, 1, 1),
    centre: 1,
    bandwidth: 2,
    degree: 1 as const,
  };
  const line = localPolynomial(points);
  expect(line.value).toBeCloseTo(3, 12);
  expect(line.slope).toBeCloseTo(2, 12);
  expect(localPolynomial({ ...points, bandwidth: 0 })).toEqual({ value: 3, slope: 0 });
  const same = { ...points, x: Float64Array.of(1, 1, 1), degree: 2 as const };
  expect(localPolynomial(same)).toEqual({ value: 3, slope: 0 });
});

it('interpolates close to the direct fit', () => {
  const x = Array.from({ length: 400 }, (_, i) => i / 400);
  const y = x.map((value) => Math.sin(6 * value));
  const direct = fitLoess({ x, y, span: 0.4, degree: 2, surface: 'direct' });
  const between = fitLoess({ x, y, span: 0.4, degree: 2 });
  expect(between.positions.length).toBeLessThan(20);
  expect(direct.positions.length).toBe(400);
  for (const at of x) {
    expect(Math.abs(evaluateLoess(direct, at) - evaluateLoess(between, at))).toBeLessThan(0.01);
  }
});

it('keeps the value at the end of the range beyond it', () => {
  const curve = fitLoess({ x: [1, 2, 3, 4], y: [1, 4, 9, 16], span: 1, degree: 2 });
  expect(evaluateLoess(curve, 4)).toBeCloseTo(16, 9);
  expect(evaluateLoess(curve, 40)).toBe(evaluateLoess(curve, 4));
  expect(evaluateLoess(curve, -40)).toBe(evaluateLoess(curve, 1));
  expect(evaluateLoess(curve, Number.NaN)).toBeNaN();
});

it('evaluates the Hermite cubic', () => {
  const line = {
    positions: Float64Array.of(0, 2),
    values: Float64Array.of(0, 2),
    slopes: Float64Array.of(1, 1),
    xMin: 0,
    xMax: 2,
  };
  expect(evaluateLoess(line, 0.5)).toBe(0.5);
});

it('lets go of outliers when robust', () => {
  const x = Array.from({ length: 101 }, (_, i) => i);
  const y = x.map((value) => (value === 50 ? 1000 : value + (value % 3)));
  const plain = evaluateLoess(fitLoess({ x, y, span: 0.3, degree: 1 }), 50);
  const robust = fitLoess({ x, y, span: 0.3, degree: 1, robustIterations: 4 });
  expect(plain).toBeGreaterThan(80);
  expect(Math.abs(evaluateLoess(robust, 50) - 51)).toBeLessThan(0.5);
});

it('ignores points of weight 0', () => {
  const x = [1, 2, 3, 4, 5];
  const weights = Float64Array.of(1, 1, 0, 1, 1);
  const curve = fitLoess({ x, y: [1, 2, 99, 4, 5], weights, span: 1, degree: 1 });
  expect(evaluateLoess(curve, 3)).toBeCloseTo(3, 9);
});

it('asks for points', () => {
  expect(() => fitLoess({ x: [], y: [], span: 1, degree: 1 })).toThrow(RangeError);
  expect(() => fitLoess({ x: [1], y: [1, 2], span: 1, degree: 1 })).toThrow(RangeError);
  const one = fitLoess({ x: [3], y: [7], span: 1, degree: 2 });
  expect(evaluateLoess(one, 3)).toBeCloseTo(7, 12);
});
