import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fitLoess } from '../../../src/analysis/statistics/loess.ts';
import { evaluateLoess } from '../../../src/analysis/statistics/loess-curve.ts';

const positions = fc
  .uniqueArray(fc.integer({ min: -1000, max: 1000 }), { minLength: 12, maxLength: 80 })
  .map((values) => values.map((value) => value / 100));
const span = fc.double({ min: 0.5, max: 1.5, noNaN: true });
const degree = fc.constantFrom(1 as const, 2 as const);

function worstError(points: {
  x: number[];
  truth: (x: number) => number;
  degree: 1 | 2;
  span: number;
}) {
  const { x, truth } = points;
  const curve = fitLoess({ ...points, y: x.map(truth) });
  return Math.max(...x.map((value) => Math.abs(evaluateLoess(curve, value) - truth(value))));
}

it('leaves a constant as it is', () => {
  fc.assert(
    fc.property(positions, fc.record({ span, degree }), (x, fit) => {
      expect(worstError({ ...fit, x, truth: () => -7.25 })).toBeLessThan(1e-8);
    }),
  );
});

it('leaves a line as it is', () => {
  fc.assert(
    fc.property(positions, degree, fc.integer({ min: -9, max: 9 }), (x, d, slope) => {
      const truth = (value: number) => 3 + slope * value;
      expect(worstError({ x, span: 1, degree: d, truth })).toBeLessThan(1e-6);
    }),
  );
});

it('leaves a parabola as it is', () => {
  fc.assert(
    fc.property(positions, fc.integer({ min: -9, max: 9 }), (x, bend) => {
      const truth = (value: number) => 1 - 2 * value + bend * value * value;
      expect(worstError({ x, span: 1, degree: 2, truth })).toBeLessThan(1e-5);
    }),
  );
});

it('does not depend on the order of its points and follows their scale', () => {
  fc.assert(
    fc.property(positions, fc.integer({ min: 1, max: 50 }), (x, scale) => {
      const y = x.map((value) => Math.cos(value) + 2);
      const fit = { span: 0.75, degree: 2 as const };
      const curve = fitLoess({ ...fit, x, y });
      const turned = fitLoess({ ...fit, x: x.toReversed(), y: y.toReversed() });
      const scaled = fitLoess({ ...fit, x, y: y.map((value) => scale * value) });
      for (const at of x) {
        const height = evaluateLoess(curve, at);
        expect(Math.abs(evaluateLoess(turned, at) - height)).toBeLessThan(1e-7);
        expect(Math.abs(evaluateLoess(scaled, at) / scale - height)).toBeLessThan(1e-7);
      }
    }),
  );
});
