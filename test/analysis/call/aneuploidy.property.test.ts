import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { QcVerdict } from '../../../src/analysis/analysis-result.ts';
import { callAneuploidy } from '../../../src/analysis/call/aneuploidy.ts';

const broken = [null, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -1];

/** Evenly spread, where `fc.double` would mostly draw numbers near 0. */
function between(min: number, max: number): fc.Arbitrary<number> {
  return fc.integer({ min: 0, max: 10_000 }).map((part) => min + ((max - min) * part) / 10_000);
}

/** A plausible number or one of everything that can go wrong. */
function numberOr(min: number, max: number): fc.Arbitrary<number | null> {
  const plausible = between(min, max);
  return fc.oneof(
    { arbitrary: plausible, weight: 6 },
    { arbitrary: fc.constantFrom(...broken), weight: 1 },
  );
}

const wideInterval = fc.record({
  estimate: numberOr(0.05, 0.2),
  low: numberOr(0.01, 0.05),
  high: numberOr(0.2, 0.3),
});
/** Narrow enough for a z of 3 to fall short of it. */
const sharpInterval = between(0.02, 0.25).map((estimate) => ({
  estimate,
  low: estimate - 0.002,
  high: estimate + 0.002,
}));

const evidences = fc.record({
  target: fc.constantFrom('T21' as const, 'T18' as const, 'T13' as const),
  z: numberOr(-6, 12),
  cv: numberOr(0.002, 0.01),
  detectionLimit: numberOr(0.01, 0.1),
  fetalFraction: fc.oneof(sharpInterval, wideInterval),
  qcVerdict: fc.constantFrom<QcVerdict>('pass', 'warning', 'failure', 'other' as QcVerdict),
  prior: numberOr(0, 1),
});

function isNumber(value: number | null): value is number {
  return value !== null && Number.isFinite(value);
}

it('always ends in a verdict, and only in low-risk when all of its conditions hold', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(evidences, (evidence) => {
      const { call, flags } = callAneuploidy(evidence);
      const { z, cv, detectionLimit, fetalFraction, qcVerdict } = evidence;
      seen.add(`${call.verdict} ${call.reasons[0]}`);
      expect(['low-risk', 'high-risk', 'no-call']).toContain(call.verdict);
      expect(call.reasons.length).toBe(1);
      expect(flags.every((flag) => /^[a-z-]+$/.test(flag))).toBe(true);
      for (const number of [call.prior, call.likelihoodRatio, call.posterior, call.power]) {
        expect(number === null || Number.isFinite(number)).toBe(true);
      }
      if (call.verdict === 'no-call') return;
      expect(['pass', 'warning']).toContain(qcVerdict);
      expect([z, cv, detectionLimit].every(isNumber)).toBe(true);
      expect(isNumber(call.likelihoodRatio)).toBe(true);
      if (call.verdict === 'high-risk') {
        expect(z).toBeGreaterThanOrEqual(3);
        expect(call.likelihoodRatio).toBeGreaterThanOrEqual(1);
        return;
      }
      expect(Math.abs(z as number)).toBeLessThan(3);
      expect(call.likelihoodRatio).toBeLessThanOrEqual(0.1);
      expect(Object.values(fetalFraction).every(isNumber)).toBe(true);
      expect(fetalFraction.estimate).toBeGreaterThanOrEqual(detectionLimit as number);
    }),
    { numRuns: 4000, seed: 20260101 },
  );
  // Every rule of the table was reached, so the property spoke about all of them.
  expect(seen.size, [...seen].join()).toBe(9);
});

it('survives every combination of broken numbers', () => {
  const values = [...broken, 0.1, 4];
  let calls = 0;
  for (const z of values) {
    for (const cv of values) {
      for (const estimate of values) {
        for (const detectionLimit of values) {
          const fetalFraction = { estimate, low: 0.05, high: 0.2 };
          const evidence = { z, cv, detectionLimit, fetalFraction, prior: null };
          const { call } = callAneuploidy({ ...evidence, target: 'T13', qcVerdict: 'pass' });
          const sound = [z, cv, detectionLimit].every(isNumber) && (cv ?? 0) > 0;
          if (!sound || !((detectionLimit ?? 0) > 0)) expect(call.verdict).toBe('no-call');
          calls += 1;
        }
      }
    }
  }
  expect(calls).toBe(8 ** 4);
});
