import { describe, expect, it } from 'vitest';
import type { Call, ChromosomeScore, Segment } from '../../../src/analysis/analysis-result.ts';
import { patternFlags } from '../../../src/analysis/call/pattern-flags.ts';

const fetalFraction = { estimate: 0.1, low: 0.09, high: 0.11 };

function scoresWith(changed: Readonly<Record<string, number>>): ChromosomeScore[] {
  return Array.from({ length: 22 }, (_, c) => ({
    chromosome: String(c + 1) as ChromosomeScore['chromosome'],
    fraction: 0.04,
    expected: 0.04,
    cv: 0.004,
    z: changed[c + 1] ?? 0,
    scores: { standard: 0, ncv: 0, regression: 0 },
    detectionLimit: 0.037,
  }));
}

function callsWith(reasons: Readonly<Record<string, string>>): Call[] {
  return (['T13', 'T18', 'T21'] as const).map((target) => ({
    target,
    verdict: reasons[target] === 'z-high' ? 'high-risk' : 'no-call',
    reasons: [reasons[target] ?? 'ratio-low'],
    prior: null,
    likelihoodRatio: 1,
    posterior: null,
    power: 1,
  }));
}

const segment: Segment = {
  chromosome: '5',
  start: 0,
  end: 12_000_000,
  ratio: 1.05,
  z: 8,
  type: 'gain',
};
const nothing = {
  chromosomes: scoresWith({}),
  segments: [] as Segment[],
  calls: callsWith({}),
  fetalFraction,
};

describe('patternFlags', () => {
  it('has nothing to say of a usual sample or of one trisomy', () => {
    expect(patternFlags(nothing)).toEqual([]);
    const chromosomes = scoresWith({ 21: 12.5 });
    const calls = callsWith({ T21: 'z-high' });
    expect(patternFlags({ ...nothing, chromosomes, calls })).toEqual([]);
  });

  it('sees several chromosomes at once, with or without a fetal fraction', () => {
    const unknown = { estimate: null, low: null, high: null };
    const calls = callsWith({ T21: 'z-high', T18: 'z-high' });
    expect(patternFlags({ ...nothing, calls })).toEqual(['several-chromosomes']);
    const chromosomes = scoresWith({ 3: 3.5, 8: -4, 16: 3 });
    const flags = patternFlags({ ...nothing, chromosomes, fetalFraction: unknown });
    expect(flags).toEqual(['several-chromosomes']);
    expect(patternFlags({ ...nothing, chromosomes: scoresWith({ 3: 3.5, 8: -4 }) })).toEqual([]);
  });

  it('suspects the mother where the fetus cannot bring so much', () => {
    expect(patternFlags({ ...nothing, segments: [segment] })).toEqual([]);
    const large = { ...segment, ratio: 1.4 };
    expect(patternFlags({ ...nothing, segments: [large] })).toEqual(['maternal-or-fetal']);
    const loss = { ...segment, ratio: 0.6, type: 'loss' as const };
    expect(patternFlags({ ...nothing, segments: [loss] })).toEqual(['maternal-or-fetal']);
    const chromosomes = scoresWith({ 7: 21 });
    expect(patternFlags({ ...nothing, chromosomes })).toEqual(['maternal-or-fetal']);
    expect(patternFlags({ ...nothing, chromosomes: scoresWith({ 7: 20 }) })).toEqual([]);
  });

  it('thinks of a twin where the excess is far below the fetal fraction', () => {
    const calls = callsWith({ T21: 'z-ff-discordant' });
    const flagsAt = (z: number) =>
      patternFlags({ ...nothing, calls, chromosomes: scoresWith({ 21: z }) });
    expect(flagsAt(3.5)).toEqual(['possible-vanished-twin']);
    expect(flagsAt(9)).toEqual([]);
  });
});
