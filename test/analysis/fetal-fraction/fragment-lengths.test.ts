import { describe, expect, it } from 'vitest';
import { controlGroup } from '../../../fixtures/simulate/control-group.ts';
import { simulateCounts } from '../../../fixtures/simulate/simulate-counts.ts';
import { analyseSample } from '../../../src/analysis/analyse-sample.ts';
import type { BinCounts } from '../../../src/analysis/bin-counts/bin-counts.ts';
import {
  fetalFractionFragments,
  shortFragmentShare,
} from '../../../src/analysis/fetal-fraction/fragment-lengths.ts';
import { sexBlindEstimate } from '../../../src/analysis/fetal-fraction/sex-blind-estimate.ts';
import { trainFragmentLengths } from '../../../src/analysis/fetal-fraction/train-fragment-lengths.ts';
import { createControlGroupBuilder } from '../../../src/analysis/reference-model/control-group-builder.ts';
import { trainReferenceModel } from '../../../src/analysis/reference-model/train-reference-model.ts';
import {
  filesOf,
  goodValue,
  loadModel,
  simulatedLandscape,
  simulatedSample,
} from '../../support/simulated-model.ts';

describe('the examples of the docstrings', () => {
  it('hold for share and fraction', () => {
    expect(shortFragmentShare({ start: 150, counts: [10_000, 30_000] })).toBe(0.25);
    expect(shortFragmentShare({ start: 150, counts: [5_000, 10_000] })).toBeNull();
    expect(shortFragmentShare(undefined)).toBeNull();
    // 99 and 221 bases count for nothing.
    const edges = Array.from({ length: 123 }, (_, i) => (i === 0 || i === 122 ? 1e6 : 300));
    expect(shortFragmentShare({ start: 99, counts: edges })).toBeCloseTo(51 / 121, 12);
    const model = {
      ...{ offset: 0.25, slope: 0.4, errorVariance: 1e-4, slopeVariance: 0 },
      ...{ centre: 0.1, trainingCount: 122 },
    };
    const estimate = fetalFractionFragments(0.29, model);
    expect(estimate?.value).toBeCloseTo(0.1, 12);
    expect(estimate?.standardDeviation).toBeCloseTo(0.0101, 12);
    expect([fetalFractionFragments(null, model), fetalFractionFragments(0.29, null)]).toEqual([
      ...[null, null],
    ]);
  });

  it('hold for the line and what it is worth', () => {
    const samplesWith = (count: number, errorOf: (i: number) => number, batches = 10) =>
      Array.from({ length: count }, (_, i) => {
        const label = 0.04 + 0.004 * i;
        const share = 0.25 + 0.4 * (label + errorOf(i));
        return { share, label, labelVariance: 0, batch: `batch ${i % batches}` };
      });
    const slight = (i: number) => 1e-6 * (i % 2);
    const exact = trainFragmentLengths(samplesWith(30, slight));
    expect(exact?.offset).toBeCloseTo(0.25, 5);
    expect(exact?.slope).toBeCloseTo(0.4, 5);
    expect(exact?.errorVariance).toBe(0.002 ** 2);
    // Errors that a batch shares are not averaged away: the left-out batch meets them in full.
    const shared = trainFragmentLengths(samplesWith(30, (i) => ((i % 10) % 2 ? 0.01 : -0.01)));
    expect(Math.sqrt(shared?.errorVariance as number)).toBeGreaterThan(0.01);
    expect(Math.sqrt(shared?.errorVariance as number)).toBeLessThan(0.015);
    expect(trainFragmentLengths(samplesWith(14, slight))).toBeNull();
    expect(trainFragmentLengths(samplesWith(30, slight, 7))).toBeNull();
    const [first, ...others] = samplesWith(30, slight);
    expect(trainFragmentLengths([{ ...first, batch: null }, ...others])).toBeNull();
    const unrelated = samplesWith(30, (i) => -(0.04 + 0.004 * i) + 0.004 * ((i * 7) % 30));
    expect(trainFragmentLengths(unrelated)).toBeNull();
  });

  it('hold for both estimates together', () => {
    const profile = { value: 0.1, standardDeviation: 0.01 };
    const both = sexBlindEstimate(profile, { value: 0.12, standardDeviation: 0.01 });
    expect(both).toMatchObject({ estimate: { value: expect.closeTo(0.11, 12) } });
    expect(both.isDiscordant).toBe(false);
    const far = { value: 0.2, standardDeviation: 0.01 };
    expect(sexBlindEstimate(profile, far)).toEqual({ estimate: profile, isDiscordant: true });
    expect(sexBlindEstimate(null, far)).toEqual({ estimate: null, isDiscordant: false });
    expect(sexBlindEstimate(profile, null).estimate).toBe(profile);
  });
});

describe('a control group of paired reads', () => {
  const landscape = simulatedLandscape(500_000);
  const recipes = controlGroup({ count: 60, seed: 31 }).map((recipe, i) => {
    return { ...recipe, batch: `b${Math.floor(i / 5)}`, paired: true };
  });
  const controls = recipes.map((recipe) => simulateCounts(recipe, landscape));
  const single = controls.map(({ fragmentLengths: _, ...counts }): BinCounts => counts);
  const [paired, without] = [controls, single].map(filesFrom);
  const model = goodValue(loadModel(paired));

  function filesFrom(group: readonly BinCounts[]) {
    const builder = createControlGroupBuilder();
    group.forEach((counts, i) => {
      builder.add(counts, { batch: recipes[i].batch, fetalSex: null, fetalFraction: null });
    });
    const { learnedGc, ...learned } = goodValue(builder.finish());
    return filesOf(goodValue(trainReferenceModel({ ...learned, gc: learnedGc as Float64Array })));
  }

  const options = { softwareVersion: '0', input: { file: 'a', sha256: 'b' }, restricted: true };
  const analyse = (counts: BinCounts) => goodValue(analyseSample(counts, model, options));
  const samples = Array.from({ length: 24 }, (_, i) => {
    const fetalFraction = 0.04 + 0.005 * i;
    const sex = i % 2 === 0 ? ('female' as const) : ('male' as const);
    const recipe = { seed: 400 + i, batch: `new ${i}`, fetalFraction, fetalSex: sex, paired: true };
    return { fetalFraction, counts: simulatedSample(landscape, recipe) };
  });

  it('adds what fragments tell, by how sure unseen batches leave it', () => {
    const results = samples.map(({ counts, fetalFraction }) => {
      const { fetalFraction: open, restricted } = analyse(counts);
      const methods = restricted?.fetalFraction;
      return [open, methods?.profile, methods?.fragmentLengths].map((interval) => ({
        error: (interval?.estimate as number) - fetalFraction,
        width: (interval?.high as number) - (interval?.low as number),
      }));
    });
    const [open, profile, fragments] = [0, 1, 2].map((k) => {
      const squares = results.reduce((sum, result) => sum + result[k].error ** 2, 0);
      return Math.sqrt(squares / results.length);
    });
    expect(fragments).toBeLessThan(0.02);
    const stated = Math.sqrt(model.fragmentLengths?.errorVariance as number);
    expect(fragments / stated).toBeGreaterThan(0.5);
    expect(fragments / stated).toBeLessThan(1.3);
    expect(open).toBeLessThan(1.05 * profile);
    for (const [both, alone] of results) expect(both.width).toBeLessThan(alone.width);
    const covered = results.filter(([{ error, width }]) => Math.abs(error) < width / 2);
    expect(covered.length).toBeGreaterThanOrEqual(20);
  });

  it('does without where a sample has none, or contradicts the genome', () => {
    const [{ counts }] = samples;
    const { fragmentLengths: _, ...plain } = counts;
    const result = analyse(plain);
    expect(result.fetalFraction).toEqual(result.restricted?.fetalFraction.profile);
    expect(result.restricted?.fetalFraction.fragmentLengths.estimate).toBeNull();
    const sheared = { start: 50, counts: new Array<number>(551).fill(1000) };
    const odd = analyse({ ...counts, fragmentLengths: sheared });
    expect(odd.fetalFraction).toEqual(result.fetalFraction);
    expect(odd.restricted?.flags).toContain('fragments-profile-discordant');
    expect(odd.flags).toContain('needs-review');
  });

  it('leaves models of single-end reads as they were', () => {
    expect(model.fragmentLengths?.trainingCount).toBeGreaterThan(15);
    const loaded = goodValue(loadModel(without));
    expect(loaded.fragmentLengths).toBeNull();
    expect(new TextDecoder('latin1').decode(without.modelBin)).not.toContain('fragmentLengths');
    const [{ counts }] = samples;
    const { fragmentLengths: _, ...plain } = counts;
    const [a, b] = [counts, plain].map((one) => goodValue(analyseSample(one, loaded, options)));
    expect(a).toEqual(b);
  });
});
