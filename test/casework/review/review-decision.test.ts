import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnalysisResult, Verdict } from '../../../src/analysis/analysis-result.ts';
import { distinctSigners } from '../../../src/casework/review/distinct-signers.ts';
import { decideReview, type ReviewDecision } from '../../../src/casework/review/review-decision.ts';
import { reviewReasons } from '../../../src/casework/review/review-reasons.ts';
import { analysisExample, restrictedExample } from '../../support/report-example.ts';

const singleton = { populationClass: 'suitable', fetusCount: 1 } as const;

describe('which samples need a person', () => {
  it('not a clean low-risk one', () => {
    expect(reviewReasons(analysisExample(), singleton)).toEqual([]);
  });

  const withZ = (z: number | null): Partial<AnalysisResult> => ({
    chromosomes: analysisExample().chromosomes.map((row) =>
      row.chromosome === '21' ? { ...row, z } : row,
    ),
  });

  it.each<[Partial<AnalysisResult>, string[]]>([
    [analysisExample({ T21: 'high-risk' }), ['high-risk']],
    [analysisExample({ T21: 'high-risk', T13: 'high-risk' }), ['high-risk', 'multiple-aneuploidy']],
    [analysisExample({ T18: 'no-call' }), ['no-call']],
    [withZ(2.9), []],
    [withZ(4), ['borderline-positive', 'z-against-verdict']],
    [withZ(6), ['z-against-verdict']],
    [{ ...analysisExample({ T21: 'high-risk' }), ...withZ(6) }, ['high-risk']],
    [withZ(-3), ['negative-z']],
    [withZ(null), ['z-missing']],
    [{ calls: analysisExample().calls.slice(1) }, ['calls-incomplete']],
    [{ qc: { verdict: 'warning', checks: [] } }, ['qc-warning']],
    [{ qc: { verdict: 'failure', checks: [] } }, ['qc-failure']],
    [{ fetalFraction: { estimate: 0.039, low: 0.01, high: 0.07 } }, ['low-fetal-fraction']],
    [{ fetalFraction: { estimate: null, low: null, high: null } }, ['fetal-fraction-unknown']],
    [
      {
        segments: [{ chromosome: '5', start: 0, end: 9e6, ratio: 1.05, z: 8, type: 'gain' }],
      },
      ['segment-found'],
    ],
    [{ flags: ['z-ff-discordant'] }, ['z-ff-discordant']],
    [{ flags: ['several-chromosomes'] }, ['several-chromosomes']],
    [{ flags: ['possible-vanished-twin'] }, ['possible-vanished-twin']],
    [{ flags: ['a-flag-nobody-listed'] }, ['needs-review']],
    [{ restricted: restrictedExample('male') }, ['needs-review']],
    [{ restricted: { ...restrictedExample('male'), flags: [] } }, []],
  ])('case %#', (change, reasons) => {
    expect(reviewReasons({ ...analysisExample(), ...change }, singleton)).toEqual(reasons);
  });

  it('twins and a cautious population', () => {
    const facts = { populationClass: 'cautious', fetusCount: 2 } as const;
    expect(reviewReasons(analysisExample(), facts)).toEqual([
      'cautious-population',
      'multiple-pregnancy',
    ]);
  });
});

describe('what a reviewer may decide', () => {
  const { calls } = analysisExample({ T21: 'high-risk', T18: 'no-call' });
  const verdictsAfter = (decision: ReviewDecision) => {
    const outcome = decideReview('IN_REVIEW', calls, decision);
    return outcome.ok ? outcome.value.calls.map((call) => call.verdict) : outcome.problem.kind;
  };

  it('approve leaves every verdict as computed', () => {
    const outcome = decideReview('IN_REVIEW', calls, { decision: 'approve', comment: null });
    expect(outcome).toMatchObject({ ok: true, value: { state: 'APPROVED' } });
    expect(verdictsAfter({ decision: 'approve', comment: null })).toEqual([
      'high-risk',
      'no-call',
      'low-risk',
    ]);
  });

  it('no-call takes back one target or all', () => {
    const one = { decision: 'no-call', comment: 'mosaic?', targets: ['T13'] } as const;
    expect(verdictsAfter(one)).toEqual(['high-risk', 'no-call', 'no-call']);
    expect(verdictsAfter({ ...one, targets: null })).toEqual(['no-call', 'no-call', 'no-call']);
    expect(verdictsAfter({ ...one, targets: [] })).toBe('decision-forbidden');
  });

  it('retest and redraw need a comment', () => {
    const outcome = decideReview('IN_REVIEW', calls, { decision: 'redraw', comment: 'low volume' });
    expect(outcome).toMatchObject({ ok: true, value: { state: 'REDRAW' } });
    expect(verdictsAfter({ decision: 'retest', comment: ' ' })).toBe('decision-forbidden');
    expect(verdictsAfter({ decision: 'redraw', comment: '' })).toBe('decision-forbidden');
  });

  it('nothing outside a review, nothing twice, nothing without three calls', () => {
    const approve = { decision: 'approve', comment: null } as const;
    expect(decideReview('PENDING', calls, approve)).toMatchObject({
      problem: { kind: 'forbidden-transition' },
    });
    expect(decideReview('APPROVED', calls, approve).ok).toBe(false);
    expect(decideReview('IN_REVIEW', calls.slice(1), approve)).toMatchObject({
      problem: { kind: 'decision-forbidden' },
    });
    expect(decideReview('IN_REVIEW', [...calls, calls[0]], approve).ok).toBe(false);
  });

  it('no decision turns a high-risk or a no-call into low-risk, or invents a high-risk', () => {
    const verdict = fc.constantFrom<Verdict>('low-risk', 'high-risk', 'no-call');
    const decision = fc.oneof(
      fc.constantFrom<ReviewDecision>(
        { decision: 'approve', comment: null },
        { decision: 'retest', comment: 'x' },
        { decision: 'redraw', comment: 'x' },
        { decision: 'no-call', comment: 'x', targets: null },
      ),
      fc
        .subarray(['T21', 'T18', 'T13'] as const)
        .map((targets) => ({ decision: 'no-call', comment: 'x', targets }) as const),
    );
    fc.assert(
      fc.property(fc.tuple(verdict, verdict, verdict), decision, ([T21, T18, T13], chosen) => {
        const before = analysisExample({ T21, T18, T13 }).calls;
        const outcome = decideReview('IN_REVIEW', before, chosen);
        if (!outcome.ok) return;
        outcome.value.calls.forEach((call, i) => {
          expect([before[i].verdict, 'no-call']).toContain(call.verdict);
        });
      }),
    );
  });
});

describe('four eyes', () => {
  it('refuses one person in both roles, and nobody', () => {
    expect(distinctSigners('u1', 'u2')).toEqual({ ok: true, value: true });
    for (const [reviewer, approver] of [
      ['u1', 'u1'],
      ['u1', ' U1 '],
      ['', 'u1'],
      ['u1', ''],
    ]) {
      expect(distinctSigners(reviewer, approver)).toMatchObject({
        problem: { kind: 'signatures-not-distinct' },
      });
    }
  });
});
