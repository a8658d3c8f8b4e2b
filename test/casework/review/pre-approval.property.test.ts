import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnalysisResult, Verdict } from '../../../src/analysis/analysis-result.ts';
import { batchStates } from '../../../src/casework/batch/batch-state.ts';
import { qualityLimits } from '../../../src/casework/quality/quality-limits.ts';
import {
  type PreApprovalFacts,
  preApprovalObstacles,
} from '../../../src/casework/review/pre-approval.ts';
import { analysisOf, scatter } from '../../support/batch-example.ts';

const limits = qualityLimits[0];
const good: PreApprovalFacts = {
  ...{ populationClass: 'suitable', fetusCount: 1, reasons: [], batchState: 'RELEASED' },
  today: '2026-04-23',
};

const verdict = fc.constantFrom<Verdict>(
  'low-risk',
  'low-risk',
  'low-risk',
  'high-risk',
  'no-call',
);
const scarce = <T>(value: fc.Arbitrary<T>, usual: T) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: value });

const facts: fc.Arbitrary<PreApprovalFacts> = fc.record({
  populationClass: scarce(fc.constantFrom('cautious', 'notSuitable'), 'suitable'),
  fetusCount: scarce(fc.integer({ min: 0, max: 4 }), 1),
  reasons: scarce(fc.constantFrom<string[]>(['needs-review'], ['high-risk'], ['a-new-word']), []),
  batchState: scarce(fc.constantFrom(...batchStates), 'RELEASED'),
  today: fc.constant('2026-04-23'),
});

const flag = fc.constantFrom('z-ff-discordant', 'several-chromosomes', 'a-new-flag');
const result: fc.Arbitrary<AnalysisResult> = fc
  .record({
    verdicts: fc.record({ T21: verdict, T18: verdict, T13: verdict }),
    flags: scarce(fc.array(flag, { minLength: 1, maxLength: 2 }), []),
    estimate: scarce(fc.option(fc.double({ min: 0, max: 0.06, noNaN: true })), 0.1),
    z: scarce(fc.double({ min: -6, max: 6, noNaN: true }), 0.5),
    reads: scarce(fc.integer({ min: 0, max: 4_000_000 }), 4_000_000),
    qc: scarce(fc.constantFrom('warning' as const, 'failure' as const), 'pass' as const),
  })
  .map(({ verdicts, flags, estimate, z, reads, qc }) => {
    const made = analysisOf((c) => (c === 21 ? z : 0.1 * scatter(3)(c)), { verdicts, reads });
    const low = estimate === null ? null : Math.max(0, estimate - 0.03);
    const fetalFraction = { estimate, low, high: estimate === null ? null : estimate + 0.03 };
    return { ...made, flags, fetalFraction, qc: { ...made.qc, verdict: qc } };
  });

describe('a sample that may be confirmed in a list', () => {
  it('exists', () => {
    expect(
      preApprovalObstacles(
        analysisOf(() => 0.5),
        good,
        limits,
      ),
    ).toEqual([]);
  });

  it('is unremarkable in every way', () => {
    fc.assert(
      fc.property(result, facts, (analysis, given) => {
        if (preApprovalObstacles(analysis, given, limits).length > 0) return;
        expect(analysis.calls.map(({ verdict: found }) => found)).toEqual(
          Array(3).fill('low-risk'),
        );
        expect(analysis.flags).toEqual([]);
        expect(analysis.fetalFraction.estimate).toBeGreaterThanOrEqual(0.04);
        expect(analysis.qc.verdict).toBe('pass');
        expect(analysis.reads.counted).toBeGreaterThanOrEqual(3_000_000);
        for (const { z } of analysis.chromosomes) expect(Math.abs(z ?? 9)).toBeLessThan(3);
        expect(given).toEqual(good);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['high risk', { verdicts: { T18: 'high-risk' } }, {}],
    ['a no-call', { verdicts: { T13: 'no-call' } }, {}],
    ['z-ff-discordant', { flags: ['z-ff-discordant'] }, {}],
    ['several chromosomes', { flags: ['several-chromosomes'] }, {}],
    ['low fetal fraction', { fetalFraction: { estimate: 0.039, low: 0.036, high: 0.05 } }, {}],
    ['an unknown fetal fraction', { fetalFraction: { estimate: null, low: null, high: null } }, {}],
    ['twins', {}, { fetusCount: 2 }],
    ['a cautious population', {}, { populationClass: 'cautious' }],
    ['a batch that is held', {}, { batchState: 'HELD' }],
    ['what is restricted', {}, { reasons: ['needs-review'] }],
    ['a day without policy', {}, { today: '2010-01-01' }],
  ] as const)('never has %s', (_words, change, other) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), (seed) => {
        const { verdicts = {}, ...rest } = change as { verdicts?: object };
        const analysis = { ...analysisOf(scatter(seed), { verdicts }), ...rest } as AnalysisResult;
        const given = { ...good, ...other } as PreApprovalFacts;
        expect(preApprovalObstacles(analysis, given, limits)).not.toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  it('needs limits to be held against', () => {
    expect(
      preApprovalObstacles(
        analysisOf(() => 0.5),
        good,
        null,
      ),
    ).toEqual(['limits-unknown']);
  });
});
