import { describe, expect, it } from 'vitest';
import { compareRepeats } from '../../../src/casework/batch/compare-repeats.ts';
import { qualityLimits } from '../../../src/casework/quality/quality-limits.ts';
import { analysisExample } from '../../support/report-example.ts';

const limits = qualityLimits[0];
const lowRisk = analysisExample();
const highRiskOf21 = analysisExample({ T21: 'high-risk' });
const undecided = analysisExample({ T21: 'no-call', T18: 'no-call', T13: 'no-call' });

const withFraction = (low: number | null, high: number | null) => ({
  ...lowRisk,
  fetalFraction: { ...lowRisk.fetalFraction, low, high },
});

describe('two analyses of one pregnancy', () => {
  it('disagree in a verdict, whichever is named first', () => {
    expect(compareRepeats(lowRisk, highRiskOf21, limits).opposed).toEqual(['T21']);
    const turned = compareRepeats(highRiskOf21, lowRisk, limits);
    expect(turned).toMatchObject({ opposed: ['T21'], agreement: 'disagrees', gap: { value: 0 } });
  });

  it('agree where the intervals meet, or lie apart by the limit and no more', () => {
    expect(compareRepeats(lowRisk, lowRisk, limits).agreement).toBe('agrees');
    const of = (low: number) =>
      compareRepeats(withFraction(0.0625, 0.125), withFraction(low, 0.3), limits);
    expect(of(0.17)).toMatchObject({ agreement: 'agrees' });
    expect(of(0.1875)).toMatchObject({ agreement: 'disagrees', gap: { value: 0.0625 } });
  });

  it('say nothing of each other without a verdict and a fetal fraction', () => {
    const { calls } = undecided;
    const empty = { calls, fetalFraction: withFraction(null, null).fetalFraction };
    expect(compareRepeats(empty, highRiskOf21, limits)).toEqual({
      ...{ opposed: [], gap: null, agreement: 'unknown' },
    });
    expect(compareRepeats(undecided, highRiskOf21, limits).agreement).toBe('agrees');
  });
});
