import { type BinGrid, binRange } from '../genome/bin-grid.ts';
import { autosomeCount } from '../genome/chromosome.ts';
import { createExpectedProfile, type ExpectedProfile } from '../normalise/expected-profile.ts';
import { type GcCurve, gcExpectationCurve, gcFactorAt } from '../normalise/gc-expectation-curve.ts';
import { readDepth } from '../normalise/normalise-sample.ts';
import type { Crew } from '../statistics/crew.ts';
import { median } from '../statistics/median.ts';
import type { ControlSample } from './control-sample.ts';

const rounds = 3;
/** A bin with less or more than this, times the median bin, is mostly gap or repeat. */
const shareMin = 0.3;
const shareMax = 2.5;
/** Bins whose log scatter lies this many robust deviations above the median are masked. */
const scatterLimit = 5;

/**
 * What the control group expects of a euploid sample, bin by bin, and which bins can be trusted.
 *
 *   expected_b = sum over controls of reads_ib / sum over controls of (gcFactor_ib * depth_i)
 *
 * Each control's GC curve is fitted against the expectation of the round before, so that
 * expectation and curves settle together. Masked: bins without reads, of unknown GC, with less than
 * 0.3 or more than 2.5 times the median, and bins that scatter far beyond the others.
 *
 * Source: ratio of sums, Poisson maximum likelihood of a rate per exposure. Shape: controls sorted
 * by name (sums do not depend on the order of files then); one profile out. Unit: share of the
 * reads of the reference autosomes.
 * Edge: a bin outside `allowed` is masked.
 *
 * @example learnExpectedProfile({ grid, gc, controls }, alone).expected
 *   // two controls with 1000 and 2000 times each bin's GC: in proportion to GC; 0 in the bin that
 *   // neither has reads in
 */
export function learnExpectedProfile(
  group: {
    readonly grid: BinGrid;
    readonly gc: Float64Array;
    readonly controls: readonly ControlSample[];
    /** 0 = never use this bin (mappability). */
    readonly allowed?: Uint8Array;
  },
  crew: Crew,
): ExpectedProfile {
  const { grid, gc, controls, allowed } = group;
  const expected = new Float64Array(grid.binCount);
  for (const control of controls) {
    for (let bin = 0; bin < expected.length; bin++) expected[bin] += control.reads[bin];
  }
  if (allowed) for (let bin = 0; bin < expected.length; bin++) expected[bin] *= allowed[bin];
  maskByShare(grid, expected);
  let profile = createExpectedProfile(grid, { expected, gc });
  for (let round = 0; round < rounds; round++) {
    const sums = sumOver(controls, profile, crew);
    if (round === rounds - 1) maskByScatter(grid, sums);
    profile = createExpectedProfile(grid, { expected: sums.expected, gc });
  }
  return profile;
}

function maskByShare(grid: BinGrid, expected: Float64Array): void {
  // X and Y depend on the sexes of the group: each is measured by its own median.
  for (const [from, to] of [
    [0, autosomeCount - 1],
    [autosomeCount, autosomeCount],
    [autosomeCount + 1, autosomeCount + 1],
  ]) {
    const start = binRange(grid, from).start;
    const end = binRange(grid, to).end;
    const middle = median(expected.subarray(start, end).filter((value) => value > 0));
    for (let bin = start; bin < end; bin++) {
      const share = expected[bin] / middle;
      if (!(share >= shareMin && share <= shareMax)) expected[bin] = 0;
    }
  }
}

interface GroupSums {
  readonly expected: Float64Array;
  /** Mean squared deviation over its Poisson expectation, per bin. */
  readonly scatter: Float64Array;
}

function sumOver(
  controls: readonly ControlSample[],
  profile: ExpectedProfile,
  crew: Crew,
): GroupSums {
  const curves = crew.map(fitCurve, { controls, profile }, controls.length);
  const shared = { controls, profile, curves };
  const stretches = crew.map(sumStretch, shared, stretchCount);
  const sums = {
    expected: new Float64Array(profile.expected.length),
    scatter: new Float64Array(profile.expected.length),
  };
  for (const { start, expected, scatter } of stretches) {
    sums.expected.set(expected, start);
    sums.scatter.set(scatter, start);
  }
  return sums;
}

/** Parts that the bins are taken in; as many on any number of threads. */
const stretchCount = 64;

interface FittedControl {
  readonly depth: number;
  readonly curve: GcCurve | null;
}

interface Fitting {
  readonly controls: readonly ControlSample[];
  readonly profile: ExpectedProfile;
}

/** A step: one control's depth and GC curve. */
export function fitCurve({ controls, profile }: Fitting, index: number): FittedControl {
  const { reads } = controls[index];
  return { depth: readDepth(reads, profile), curve: gcExpectationCurve(reads, profile) };
}

/** A step: the sums of one stretch of bins over all controls, in their order. */
export function sumStretch(
  { controls, profile, curves }: Fitting & { readonly curves: readonly FittedControl[] },
  index: number,
): GroupSums & { readonly start: number } {
  const size = profile.expected.length;
  const start = Math.floor((index * size) / stretchCount);
  const end = Math.floor(((index + 1) * size) / stretchCount);
  const expected = profile.expected.subarray(start, end);
  const gc = profile.gc.subarray(start, end);
  const sums = {
    reads: new Float64Array(end - start),
    exposure: new Float64Array(end - start),
    scatter: new Float64Array(end - start),
  };
  controls.forEach(({ reads }, i) => {
    const { depth, curve } = curves[i];
    for (let place = 0; place < expected.length; place++) {
      if (!(expected[place] > 0)) continue;
      const weight = gcFactorAt(curve, gc[place]) * depth;
      const mean = weight * expected[place];
      const count = reads[start + place];
      sums.reads[place] += count;
      sums.exposure[place] += weight;
      sums.scatter[place] += (count - mean) ** 2 / mean / controls.length;
    }
  });
  const { reads, exposure, scatter } = sums;
  const rates = reads.map((value, place) => (exposure[place] > 0 ? value / exposure[place] : 0));
  return { start, expected: rates, scatter };
}

function maskByScatter(grid: BinGrid, { expected, scatter }: GroupSums): void {
  const end = binRange(grid, autosomeCount - 1).end;
  const used = Array.from({ length: end }, (_, bin) => bin).filter((bin) => expected[bin] > 0);
  const logs = Float64Array.from(used, (bin) => Math.log(Math.max(scatter[bin], 1e-3)));
  const middle = median(logs);
  const spread = 1.4826 * median(logs.map((value) => Math.abs(value - middle)));
  used.forEach((bin, i) => {
    if (logs[i] - middle > scatterLimit * spread) expected[bin] = 0;
  });
}
