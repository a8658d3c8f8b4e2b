import fc from 'fast-check';
import { expect, it } from 'vitest';
import { detectionLimit } from '../../../src/analysis/call/detection-limit.ts';
import { detectionPower } from '../../../src/analysis/call/detection-power.ts';
import { fetalFractionSpread } from '../../../src/analysis/call/fetal-fraction-spread.ts';
import { likelihoodRatio } from '../../../src/analysis/call/likelihood-ratio.ts';
import { posteriorCeilings } from '../../../src/analysis/call/posterior-ceiling.ts';
import { posteriorRisk } from '../../../src/analysis/call/posterior-risk.ts';
import { normalDensity } from '../../../src/analysis/statistics/normal-density.ts';

function around(estimate: number, halfWidth = 0) {
  return { estimate, low: estimate - halfWidth, high: estimate + halfWidth };
}

it.each([
  [3.5, 0.05, 148.4],
  [3.5, 0.1, 3.06e-7],
  [0, 0.04, 3.35e-4],
])('reproduces the closed form at z %d and fetal fraction %d', (...[z, fraction, ratio]) => {
  const evidence = { z, cv: 0.005, fetalFraction: around(fraction), mosaicShare: 0 };
  expect(Math.abs((likelihoodRatio(evidence) as number) / ratio - 1)).toBeLessThan(0.002);
});

/** The definition, by brute force: both densities summed over fetal fraction and affected share. */
function bruteForce(z: number, cv: number, [mean, sd]: [number, number]): number {
  const mosaicShare = 0.005;
  let full = 0;
  let mosaic = 0;
  let total = 0;
  for (let i = 0; i < 2000; i++) {
    const lowest = Math.max(0, mean - 8 * sd);
    const fraction = lowest + ((i + 0.5) / 2000) * (mean + 8 * sd - lowest);
    const weight = normalDensity((fraction - mean) / sd);
    total += weight;
    full += weight * normalDensity(z - fraction / (2 * cv));
    for (let k = 0; k < 100; k++) {
      const affected = 0.2 + (0.8 * (k + 0.5)) / 100;
      mosaic += (weight * normalDensity(z - (affected * fraction) / (2 * cv))) / 100;
    }
  }
  return ((1 - mosaicShare) * full + mosaicShare * mosaic) / total / normalDensity(z);
}

it.each([
  [3.5, 0.005, 0.1, 0.02],
  [0, 0.004, 0.05, 0.02],
  [-2, 0.005, 0.02, 0.02],
  [8, 0.004, 0.08, 0.01],
  [3.2, 0.006, 0.15, 0.005],
])('agrees with the integral at z %d, cv %d', (...[z, cv, mean, sd]) => {
  const ratio = likelihoodRatio({ z, cv, fetalFraction: around(mean, 1.96 * sd) }) as number;
  expect(Math.abs(ratio / bruteForce(z, cv, [mean, sd]) - 1)).toBeLessThan(2e-4);
});

it('allows for a mosaic where z falls short of the fetal fraction', () => {
  const evidence = { z: 3.5, cv: 0.005, fetalFraction: around(0.1) };
  const ratio = likelihoodRatio(evidence) as number;
  expect(ratio).toBeGreaterThan(0.1);
  expect(ratio).toBeLessThan(1);
});

it('stays finite however large z is', () => {
  const anything = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  const fraction = fc.double({ min: 0, max: 1, noNaN: true });
  const cv = fc.double({ min: 1e-5, max: 1, noNaN: true });
  fc.assert(
    fc.property(anything, fc.tuple(fraction, fraction), cv, (...[z, [estimate, width], c]) => {
      const ratio = likelihoodRatio({ z, cv: c, fetalFraction: around(estimate, width) });
      expect(ratio).not.toBeNull();
      expect(Number.isFinite(ratio)).toBe(true);
      expect(ratio).toBeGreaterThanOrEqual(0);
    }),
  );
});

it('rises with z up to its cap', () => {
  const at = (z: number) => likelihoodRatio({ z, cv: 0.004, fetalFraction: around(0.08, 0.04) });
  for (let z = -6; z < 30; z += 0.5) expect(at(z + 0.5)).toBeGreaterThan(at(z) as number);
  expect(at(100)).toBe(Math.exp(700));
});

it('has no ratio of what is not a number', () => {
  const good = { z: 1, cv: 0.004, fetalFraction: around(0.08, 0.01) };
  expect(likelihoodRatio({ ...good, z: Number.NaN })).toBeNull();
  expect(likelihoodRatio({ ...good, z: Number.POSITIVE_INFINITY })).toBeNull();
  expect(likelihoodRatio({ ...good, cv: 0 })).toBeNull();
  expect(likelihoodRatio({ ...good, cv: Number.POSITIVE_INFINITY })).toBeNull();
  const unknown = { estimate: null, low: null, high: null };
  expect(likelihoodRatio({ ...good, fetalFraction: unknown })).toBeNull();
  expect(likelihoodRatio({ ...good, fetalFraction: { ...around(0.1), low: 0.2 } })).toBeNull();
});

it('reads the wider half of an interval, and no negative fraction', () => {
  const symmetric = { estimate: 0.1, low: 0.0804, high: 0.1196 };
  expect(fetalFractionSpread(symmetric)?.standardDeviation).toBeCloseTo(0.01, 12);
  const cut = fetalFractionSpread({ estimate: 0.01, low: 0, high: 0.0492 });
  expect(cut?.standardDeviation).toBeCloseTo(0.02, 12);
  expect(fetalFractionSpread(around(-0.01, 0.02))?.mean).toBe(0);
  expect(fetalFractionSpread({ estimate: 0.1, low: null, high: 0.2 })).toBeNull();
  expect(fetalFractionSpread(around(Number.NaN))).toBeNull();
});

it('turns prior and ratio into a posterior under the ceiling', () => {
  const evidence = { target: 'T21' as const, prior: 1 / 370, likelihoodRatio: 148.4 };
  expect(posteriorRisk(evidence)).toBeCloseTo(0.287, 3);
  for (const target of ['T21', 'T18', 'T13'] as const) {
    const posterior = posteriorRisk({ target, prior: 0.01, likelihoodRatio: 1e304 });
    expect(posterior).toBe(posteriorCeilings.ceilings[target]);
  }
  expect(posteriorRisk({ ...evidence, likelihoodRatio: 0 })).toBe(0);
  expect(posteriorRisk({ ...evidence, prior: 0 })).toBe(0);
  for (const prior of [null, Number.NaN, -0.1, 1.1]) {
    expect(posteriorRisk({ ...evidence, prior })).toBeNull();
  }
  expect(posteriorRisk({ ...evidence, likelihoodRatio: null })).toBeNull();
  expect(posteriorRisk({ ...evidence, likelihoodRatio: Number.NaN })).toBeNull();
});

it.each([
  [0.004, 0.037],
  [0.005, 0.046],
  [0.006, 0.056],
])('detects from the table’s fetal fraction at cv %d', (cv, fraction) => {
  expect(Math.abs(detectionLimit(cv) - fraction)).toBeLessThan(0.0005);
  expect(detectionPower({ cv, fetalFraction: around(detectionLimit(cv)) })).toBeCloseTo(0.95, 4);
});

it('halves its power where the shift equals the cut', () => {
  expect(detectionPower({ cv: 0.005, fetalFraction: around(0.03) })).toBeCloseTo(0.5, 12);
  expect(detectionPower({ cv: 0.005, fetalFraction: around(0.03, 0.01) })).toBeCloseTo(0.5, 6);
  expect(detectionPower({ cv: 0.005, fetalFraction: around(0, 0.0001) })).toBeCloseTo(0.00135, 4);
  expect(detectionPower({ cv: 0, fetalFraction: around(0.03) })).toBeNull();
  const unknown = { estimate: null, low: null, high: null };
  expect(detectionPower({ cv: 0.005, fetalFraction: unknown })).toBeNull();
  expect(detectionLimit(0)).toBeNaN();
});
