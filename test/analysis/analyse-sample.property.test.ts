import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyseSample } from '../../src/analysis/analyse-sample.ts';
import type { AnalysisResult } from '../../src/analysis/analysis-result.ts';
import type { BinCounts } from '../../src/analysis/bin-counts/bin-counts.ts';
import { binRange } from '../../src/analysis/genome/bin-grid.ts';
import { normaliseSample } from '../../src/analysis/normalise/normalise-sample.ts';
import { scoreAutosomes } from '../../src/analysis/score/score-autosomes.ts';
import { meanAndStandardDeviation } from '../../src/analysis/statistics/mean-and-standard-deviation.ts';
import {
  filesOf,
  goodValue,
  loadModel,
  simulatedControls,
  simulatedLandscape,
  simulatedSample,
  trainOn,
} from '../support/simulated-model.ts';

const landscape = simulatedLandscape(200_000);
const trained = goodValue(trainOn(simulatedControls(landscape, 80)));
const model = goodValue(loadModel(filesOf(trained)));
const options = { softwareVersion: 'test', input: { file: 'a.bam', sha256: 'ab' } };
const analyse = (counts: BinCounts, extra: object = {}): AnalysisResult =>
  goodValue(analyseSample(counts, model, { ...options, ...extra }));
const trisomy = simulatedSample(landscape, { trisomies: [{ chromosome: '21' }] });

function withCounts(counts: BinCounts, change: (value: number, bin: number) => number): BinCounts {
  const forward = counts.forward.map((value, bin) => change(value, bin));
  const reverse = counts.reverse.map((value, bin) => change(value, bin));
  const counted = [...forward, ...reverse].reduce((sum, value) => sum + value, 0);
  return { ...counts, forward, reverse, reads: { counted } };
}

describe('analyseSample', () => {
  it('finds a trisomy of the fetus and nothing beside it', () => {
    const result = analyse(trisomy, { age: 36, weeks: '16+3' });
    expect(result.calls.map(({ target, verdict }) => [target, verdict])).toEqual([
      ['T13', 'low-risk'],
      ['T18', 'low-risk'],
      ['T21', 'high-risk'],
    ]);
    const { fraction, expected } = result.chromosomes[20];
    expect((fraction as number) / (expected as number) - 1).toBeCloseTo(0.05, 1);
    expect(result.calls[2].prior).toBeGreaterThan(1 / 400);
  });

  it('gives its keys in the order of the contract, and the same bytes each time', () => {
    const text = JSON.stringify(analyse(trisomy));
    expect(JSON.stringify(analyse(trisomy))).toBe(text);
    expect(Object.keys(JSON.parse(text))).toEqual([
      ...['schema', 'sample', 'assembly', 'software', 'parameters', 'model', 'input', 'reads'],
      ...['qc', 'fetalFraction', 'chromosomes', 'calls', 'segments', 'flags'],
    ]);
    expect(Object.keys(analyse(trisomy, { restricted: true })).at(-1)).toBe('restricted');
  });

  it('sees age and weeks in the prior alone', () => {
    const young = analyse(trisomy, { age: 20, weeks: '12+0' });
    const old = analyse(trisomy, { age: 44 });
    expect(young.calls.map(({ verdict }) => verdict)).toEqual(
      old.calls.map(({ verdict }) => verdict),
    );
    expect(young.calls[0].prior).toBeLessThan(old.calls[0].prior as number);
    expect(analyse(trisomy).calls[0].posterior).toBeNull();
  });

  it('keeps the fractions when all counts are multiplied', () => {
    const before = analyse(trisomy);
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 9 }), (factor) => {
        const after = analyse(withCounts(trisomy, (value) => value * factor));
        after.chromosomes.forEach(({ fraction, cv }, c) => {
          // Deeper samples lose a few more bins as outliers of their GC curve.
          const was = before.chromosomes[c];
          expect((fraction as number) / (was.fraction as number)).toBeCloseTo(1, 2);
          expect(cv).toBeLessThanOrEqual(was.cv as number);
        });
      }),
      { numRuns: 5 },
    );
  });

  it('says the same when strands are swapped', () => {
    const swapped = { ...trisomy, forward: trisomy.reverse, reverse: trisomy.forward };
    expect(analyse(swapped)).toEqual(analyse(trisomy));
  });

  it('loses about a factor of the square root of two when half of the reads go', () => {
    const ratios = ['21', '18', '13'].flatMap((chromosome, k) =>
      [1, 2, 3].map((seed) => {
        const recipe = { trisomies: [{ chromosome }], fetalFraction: 0.15, seed: 10 * k + seed };
        const c = Number(chromosome) - 1;
        const whole = analyse(simulatedSample(landscape, recipe)).chromosomes[c].z as number;
        const half = { ...recipe, reads: 2_500_000 };
        return whole / (analyse(simulatedSample(landscape, half)).chromosomes[c].z as number);
      }),
    );
    const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
    expect(mean).toBeGreaterThan(1.2);
    expect(mean).toBeLessThan(1.6);
  });

  it('does not take a maternal duplication for a trisomy', () => {
    const maternalDuplication = { chromosome: '21', start: 30_000_000, end: 32_000_000 };
    const result = analyse(simulatedSample(landscape, { maternalDuplication }));
    expect(Math.abs(result.chromosomes[20].z as number)).toBeLessThan(3);
    expect(result.calls[2].verdict).not.toBe('high-risk');
  });

  it('says nothing of a sample that lacks a chromosome', () => {
    for (const c of [0, 16, 20]) {
      const { start, end } = binRange(landscape.grid, c);
      const result = analyse(
        withCounts(simulatedSample(landscape, {}), (n, bin) => (bin >= start && bin < end ? 0 : n)),
      );
      expect(result.calls.map(({ verdict }) => verdict)).toEqual(Array(3).fill('no-call'));
      expect(result.qc.verdict).toBe('failure');
      expect(result.chromosomes[c].z).toBeNull();
      expect(result.chromosomes[5].z).not.toBeNull();
    }
  });

  it('says nothing of reads heaped up in a few bins', () => {
    const heaped = withCounts(trisomy, (n, bin) => (bin % 1500 === 700 ? 50_000_000 : n));
    const result = analyse(heaped);
    expect(result.calls.map(({ reasons }) => reasons)).toEqual(Array(3).fill(['qc-failure']));
    expect(JSON.stringify(result)).not.toMatch(/NaN|Infinity/);
  });

  it('clamps an impossible fetal fraction, and says so', () => {
    const { fetalFractionProfile } = model;
    if (fetalFractionProfile === null) expect.fail('no profile was learned');
    const shifted = (by: number) => {
      const intercept = fetalFractionProfile.intercept + by;
      const moved = { ...model, fetalFractionProfile: { ...fetalFractionProfile, intercept } };
      return goodValue(analyseSample(trisomy, moved, options));
    };
    const [low, usual, high] = [-0.5, 0, 0.9].map(shifted);
    expect(low.fetalFraction.estimate).toBe(0);
    expect(low.fetalFraction.low).toBe(0);
    expect(high.fetalFraction.estimate).toBe(0.6);
    expect([low, usual, high].map(({ flags }) => flags.includes('fetal-fraction-clamped'))).toEqual(
      [true, false, true],
    );
    // Nothing is called low-risk on a fetal fraction of 0.
    expect(low.calls.map(({ verdict }) => verdict)).not.toContain('low-risk');
  });

  it('hardly ever calls low-risk at a fetal fraction too low to show a trisomy', () => {
    const calls = Array.from({ length: 30 }, (_, i) => {
      const fetalFraction = 0.016 + 0.0008 * i;
      const chromosome = ['21', '18', '13'][i % 3];
      const recipe = { fetalFraction, trisomies: [{ chromosome }], seed: 700 + i };
      const batch = `small ${i % 5}`;
      const result = analyse(simulatedSample(landscape, { ...recipe, batch, reads: 4_000_000 }));
      return result.calls.map(({ verdict }, k) => {
        const limit = result.chromosomes[[12, 17, 20][k]].detectionLimit as number;
        return { verdict, isBelow: fetalFraction < limit, isTrisomic: k === 2 - (i % 3) };
      });
    }).flat();
    const below = calls.filter(({ isBelow }) => isBelow);
    expect(below.length).toBeGreaterThan(40);
    const low = below.filter(({ verdict }) => verdict === 'low-risk');
    expect(low.length / below.length).toBeLessThan(0.06);
    expect(low.filter(({ isTrisomic }) => isTrisomic)).toEqual([]);
  });

  it('moves fraction over expected by what a chromosome gains, as the example says', () => {
    const euploid = simulatedSample(landscape, {});
    const { start, end } = binRange(landscape.grid, 20);
    const gained = withCounts(euploid, (count, bin) =>
      bin >= start && bin < end ? Math.round(1.05 * count) : count,
    );
    const ratioOf = (counts: BinCounts) => {
      const reads = counts.forward.map((value, bin) => value + counts.reverse[bin]);
      const score = scoreAutosomes(normaliseSample(reads, model.profile), model)[20];
      const [fraction, expected] = [score.fraction as number, score.expected as number];
      expect(1 + (score.z as number) * (score.cv as number)).toBeCloseTo(fraction / expected, 9);
      return fraction / expected;
    };
    expect(ratioOf(gained) / ratioOf(euploid)).toBeCloseTo(1.05, 3);
  });

  it('tells fetal sex only when asked', () => {
    const boy = analyse(simulatedSample(landscape, { fetalSex: 'male' }), { restricted: true });
    expect(boy.restricted?.fetalSex).toBe('male');
    expect(boy.restricted?.fetalFraction.chrY.estimate).toBeCloseTo(0.1, 1);
    expect(boy.fetalFraction).toEqual(boy.restricted?.fetalFraction.profile);
    const girl = analyse(simulatedSample(landscape, {}), { restricted: true });
    expect(girl.restricted?.fetalSex).toBe('female');
    const { restricted: _, ...open } = boy;
    expect(analyse(simulatedSample(landscape, { fetalSex: 'male' }))).toEqual(open);
  });

  it('shows not one number that moves with X and Y', () => {
    const girl = simulatedSample(landscape, {});
    const boy = simulatedSample(landscape, { fetalSex: 'male' });
    const { end } = binRange(model.profile.grid, 21);
    // The girl's autosomes with the boy's X and Y: the same read classes, and nothing else differs.
    const take = (bins: Uint32Array, others: Uint32Array) =>
      bins.map((value, bin) => (bin < end ? value : others[bin]));
    const changed = {
      ...girl,
      forward: take(girl.forward, boy.forward),
      reverse: take(girl.reverse, boy.reverse),
    };
    const [one, other] = [girl, changed].map((counts) => analyse(counts, { restricted: true }));
    expect([one, other].map(({ restricted }) => restricted?.fetalSex)).toEqual(['female', 'male']);
    const shown = ({ restricted: _, ...rest }: AnalysisResult) => rest;
    expect(shown(other)).toEqual(shown(one));
  });
});

describe('the control group', () => {
  it('scored across its folds has mean 0 and standard deviation 1', () => {
    const all = meanAndStandardDeviation(
      trained.autosomes.zScores.flatMap((zScores) => Array.from(zScores)),
    );
    expect(Math.abs(all.mean)).toBeLessThan(0.05);
    expect(Math.abs(all.standardDeviation - 1)).toBeLessThan(0.1);
    for (const c of [12, 17, 20]) {
      const spread = meanAndStandardDeviation(trained.autosomes.zScores[c]);
      expect(Math.abs(spread.mean)).toBeLessThan(0.3);
      expect(spread.standardDeviation).toBeGreaterThan(0.75);
      expect(spread.standardDeviation).toBeLessThan(1.25);
    }
  });

  it('tells its girls from its boys without being told', () => {
    expect(trained.fetalFraction.sexes.map((sex) => sex === 'male')).toEqual(
      trained.measured.map((_, i) => i % 2 === 1),
    );
  });
});
