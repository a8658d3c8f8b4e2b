import { expect, it } from 'vitest';
import type { QcVerdict } from '../../../src/analysis/analysis-result.ts';
import { type AneuploidyEvidence, callAneuploidy } from '../../../src/analysis/call/aneuploidy.ts';

const euploid: AneuploidyEvidence = {
  target: 'T21',
  z: 0,
  cv: 0.004,
  detectionLimit: 0.03716,
  fetalFraction: { estimate: 0.1, low: 0.08, high: 0.12 },
  qcVerdict: 'pass',
  prior: 1 / 370,
};

it.each<[string, string, Partial<AneuploidyEvidence>]>([
  ['low-risk', 'ratio-low', {}],
  ['low-risk', 'ratio-low', { qcVerdict: 'warning' }],
  ['no-call', 'qc-failure', { qcVerdict: 'failure', z: 20 }],
  ['no-call', 'qc-failure', { qcVerdict: 'fine' as QcVerdict }],
  ['no-call', 'number-missing', { z: null }],
  ['no-call', 'number-missing', { z: Number.POSITIVE_INFINITY }],
  ['no-call', 'number-missing', { cv: null }],
  ['no-call', 'number-missing', { cv: 0 }],
  ['no-call', 'number-missing', { detectionLimit: Number.NaN }],
  ['no-call', 'number-missing', { fetalFraction: { estimate: 0.1, low: null, high: 0.12 } }],
  ['high-risk', 'z-high', { z: 12 }],
  ['high-risk', 'z-high', { z: 3, fetalFraction: { estimate: 0.02, low: 0, high: 0.05 } }],
  [
    'no-call',
    'z-ff-discordant',
    { z: 3.5, cv: 0.005, fetalFraction: { estimate: 0.1, low: 0.1, high: 0.1 } },
  ],
  [
    'no-call',
    'fetal-fraction-unknown',
    { fetalFraction: { estimate: null, low: null, high: null } },
  ],
  ['high-risk', 'z-high', { z: 6, fetalFraction: { estimate: null, low: null, high: null } }],
  [
    'no-call',
    'fetal-fraction-unknown',
    { z: 2.99, fetalFraction: { estimate: null, low: null, high: null } },
  ],
  [
    'no-call',
    'fetal-fraction-below-detection-limit',
    { fetalFraction: { estimate: 0.037, low: 0.03, high: 0.044 } },
  ],
  ['no-call', 'z-low', { z: -3 }],
  ['low-risk', 'ratio-low', { z: -2.9 }],
  ['no-call', 'grey', { z: 2.9, fetalFraction: { estimate: 0.04, low: 0.03, high: 0.05 } }],
])('says %s for %s of %j', (verdict, reason, change) => {
  const { call, flags } = callAneuploidy({ ...euploid, ...change });
  expect(call.verdict).toBe(verdict);
  expect(call.reasons).toEqual([reason]);
  expect(flags.includes('z-ff-discordant')).toBe(reason === 'z-ff-discordant');
});

it('gives every number of the call', () => {
  const { call, flags } = callAneuploidy({ ...euploid, z: 12 });
  expect(Object.keys(call)).toEqual([
    ...['target', 'verdict', 'reasons', 'prior', 'likelihoodRatio', 'posterior', 'power'],
  ]);
  expect(call).toMatchObject({ target: 'T21', prior: 1 / 370, posterior: 0.897 });
  expect(call.likelihoodRatio).toBeGreaterThan(1e9);
  expect(call.power).toBeGreaterThan(0.999);
  expect(flags).toEqual([]);
});

it('does not let age move the verdict', () => {
  for (const prior of [null, 1e-9, 0.5, Number.NaN, 7]) {
    for (const z of [0, 2.5, 4, -4]) {
      const { call } = callAneuploidy({ ...euploid, z, prior });
      expect(call.verdict).toBe(callAneuploidy({ ...euploid, z }).call.verdict);
      if (!(prior !== null && prior <= 1))
        expect([call.prior, call.posterior]).toEqual([null, null]);
    }
  }
});

it('flags an excess that no fetus of this fraction explains', () => {
  const fetalFraction = { estimate: 0.05, low: 0.04, high: 0.06 };
  const excess = (z: number) => callAneuploidy({ ...euploid, fetalFraction, z });
  expect(excess(10).flags).toEqual([]);
  expect(excess(30)).toMatchObject({
    call: { verdict: 'high-risk' },
    flags: ['excess-above-fetal-fraction'],
  });
});
