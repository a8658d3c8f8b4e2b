import { expect, it } from 'vitest';
import type { QcCheck, QcVerdict } from '../../../src/analysis/analysis-result.ts';
import { assessQc } from '../../../src/analysis/qc/assess-qc.ts';
import { binNoise } from '../../../src/analysis/qc/bin-noise.ts';
import { qcCheck } from '../../../src/analysis/qc/qc-check.ts';
import { type QcLimit, qcLimits } from '../../../src/analysis/qc/qc-limits.ts';
import { qcVerdict } from '../../../src/analysis/qc/qc-verdict.ts';

const good = {
  readsCounted: 4_600_000,
  mappedFraction: 0.8,
  duplicateFraction: 0.03,
  gcFraction: 0.4,
  fetalFraction: 0.1,
  binNoise: 1,
  readsUsed: 0.94,
  chromosomeExcess: 0.05,
};

function verdictsOf(measures: Partial<typeof good> | Record<string, null>): Record<string, string> {
  const checks = assessQc({ ...good, ...measures });
  return Object.fromEntries(checks.map(({ name, verdict }) => [name, verdict]));
}

it('passes a routine sample on every check', () => {
  const checks = assessQc(good);
  expect(checks.map(({ name }) => name)).toEqual([
    ...['reads-counted', 'mapped-fraction', 'duplicate-fraction', 'gc-fraction-low'],
    ...['gc-fraction-high', 'fetal-fraction', 'bin-noise', 'reads-used'],
    'largest-chromosome-excess',
  ]);
  expect(qcVerdict(checks)).toBe('pass');
});

it.each([
  [3_000_000, 'pass'],
  [2_999_999, 'warning'],
  [1_000_000, 'warning'],
  [999_999, 'failure'],
  [0, 'failure'],
] as const)('judges %d counted reads a %s', (readsCounted, verdict) => {
  const checks = assessQc({ ...good, readsCounted });
  expect(checks[0].verdict).toBe(verdict);
  expect(qcVerdict(checks)).toBe(verdict);
});

it('fails a no-template control even if nothing else is known', () => {
  const nothing = { mappedFraction: null, duplicateFraction: null, gcFraction: null };
  const checks = assessQc({
    ...{ ...nothing, readsCounted: 900, fetalFraction: null, binNoise: null },
    ...{ readsUsed: 0.95, chromosomeExcess: 0.01 },
  });
  expect(checks[0]).toEqual({
    name: 'reads-counted',
    value: 900,
    limit: 1_000_000,
    unit: 'reads',
    verdict: 'failure',
  });
  expect(qcVerdict(checks)).toBe('failure');
});

it('warns by name of what is off', () => {
  expect(verdictsOf({ mappedFraction: 0.59 })['mapped-fraction']).toBe('warning');
  expect(verdictsOf({ duplicateFraction: 0.21 })['duplicate-fraction']).toBe('warning');
  expect(verdictsOf({ gcFraction: 0.34 })['gc-fraction-low']).toBe('warning');
  expect(verdictsOf({ gcFraction: 0.34 })['gc-fraction-high']).toBe('pass');
  expect(verdictsOf({ gcFraction: 0.46 })['gc-fraction-high']).toBe('warning');
  expect(verdictsOf({ fetalFraction: 0 })['fetal-fraction']).toBe('warning');
  expect(verdictsOf({ binNoise: 1.6 })['bin-noise']).toBe('warning');
  expect(verdictsOf({ binNoise: 3.1 })['bin-noise']).toBe('failure');
  expect(verdictsOf({ readsUsed: 0.79 })['reads-used']).toBe('warning');
  expect(verdictsOf({ readsUsed: 0.49 })['reads-used']).toBe('failure');
  const name = 'largest-chromosome-excess';
  expect(verdictsOf({ chromosomeExcess: 0.31 })[name]).toBe('warning');
  expect(verdictsOf({ chromosomeExcess: 0.51 })[name]).toBe('failure');
});

it('fails a sample of which a chromosome or the used reads are unknown', () => {
  for (const name of ['readsUsed', 'chromosomeExcess'] as const) {
    expect(qcVerdict(assessQc({ ...good, [name]: null })), name).toBe('failure');
  }
});

it('warns of what is unknown and gives it no number', () => {
  const required = ['readsCounted', 'readsUsed', 'chromosomeExcess'];
  const names = Object.keys(good).filter((name) => !required.includes(name));
  for (const name of names) {
    const checks = assessQc({ ...good, [name]: null });
    expect(qcVerdict(checks), name).toBe('warning');
    expect(checks.some(({ value, verdict }) => value === null && verdict === 'warning')).toBe(true);
  }
  for (const value of [null, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(qcCheck(value, qcLimits.limits.fetalFraction)).toMatchObject({ value: null });
    expect(qcCheck(value, qcLimits.limits.readsCounted).verdict).toBe('failure');
  }
});

it('holds a value on its limit for good', () => {
  expect(qcCheck(0.04, qcLimits.limits.fetalFraction).verdict).toBe('pass');
  expect(qcCheck(0.03, qcLimits.limits.fetalFraction).verdict).toBe('warning');
});

it('orders every failure limit beyond its warning limit', () => {
  for (const limit of Object.values<QcLimit>(qcLimits.limits)) {
    if (limit.failure === undefined) continue;
    const order = Math.sign(limit.failure - limit.warning);
    expect(order, limit.name).toBe(limit.badSide === 'above' ? 1 : -1);
  }
});

it('takes the worst verdict, and fails without a known one', () => {
  const check = (verdict: QcVerdict): QcCheck => ({
    ...{ name: 'x', value: 1, limit: 1, unit: '' },
    verdict,
  });
  expect(qcVerdict([check('pass'), check('warning'), check('pass')])).toBe('warning');
  expect(qcVerdict([check('warning'), check('failure')])).toBe('failure');
  expect(qcVerdict([])).toBe('failure');
  expect(qcVerdict([check('pass'), check('fine' as QcVerdict)])).toBe('failure');
});

it('measures noise beside what depth explains, blind to a trisomy', () => {
  const flat = (value: number, length = 3) => new Float64Array(length).fill(value);
  const spread = { expected: flat(100), relativeStandardDeviation: flat(0.1) };
  expect(binNoise({ ...spread, observed: Float64Array.of(90, 100, 110) })).toBeCloseTo(1.4826, 9);
  const windows = { expected: flat(100, 1000), relativeStandardDeviation: flat(0.01, 1000) };
  const observed = Float64Array.from({ length: 1000 }, (_, i) => 100 + ((i % 11) - 5) / 5);
  const euploid = binNoise({ ...windows, observed }) ?? Number.NaN;
  const trisomic = observed.map((value, i) => (i < 15 ? 1.1 * value : value));
  expect(Math.abs((binNoise({ ...windows, observed: trisomic }) ?? 0) - euploid)).toBeLessThan(
    0.02,
  );
  const masked = { ...windows, expected: flat(0, 1000) };
  expect(binNoise({ ...masked, observed })).toBeNull();
});
