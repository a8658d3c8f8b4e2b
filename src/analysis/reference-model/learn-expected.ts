import { type BinGrid, binRange } from '../genome/bin-grid.ts';
import { autosomeCount } from '../genome/chromosome.ts';
import { createExpectedProfile, type ExpectedProfile } from '../normalise/expected-profile.ts';
import { gcExpectationFactors } from '../normalise/gc-expectation-curve.ts';
import { readDepth } from '../normalise/normalise-sample.ts';
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
 * Shape: controls sorted by name (sums do not depend on the order of files then); one profile out.
 */
export function learnExpectedProfile(group: {
  readonly grid: BinGrid;
  readonly gc: Float64Array;
  readonly controls: readonly ControlSample[];
  /** 0 = never use this bin (mappability). */
  readonly allowed?: Uint8Array;
}): ExpectedProfile {
  const { grid, gc, controls, allowed } = group;
  const expected = new Float64Array(grid.binCount);
  for (const control of controls) {
    for (let bin = 0; bin < expected.length; bin++) expected[bin] += control.reads[bin];
  }
  if (allowed) for (let bin = 0; bin < expected.length; bin++) expected[bin] *= allowed[bin];
  maskByShare(grid, expected);
  let profile = createExpectedProfile(grid, { expected, gc });
  for (let round = 0; round < rounds; round++) {
    const sums = sumOver(controls, profile);
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

function sumOver(controls: readonly ControlSample[], profile: ExpectedProfile): GroupSums {
  const { expected } = profile;
  const reads = new Float64Array(expected.length);
  const exposure = new Float64Array(expected.length);
  const scatter = new Float64Array(expected.length);
  for (const control of controls) {
    const depth = readDepth(control.reads, profile);
    const factors = gcExpectationFactors(control.reads, profile);
    for (let bin = 0; bin < expected.length; bin++) {
      if (!(expected[bin] > 0)) continue;
      const weight = factors[bin] * depth;
      const mean = weight * expected[bin];
      reads[bin] += control.reads[bin];
      exposure[bin] += weight;
      scatter[bin] += (control.reads[bin] - mean) ** 2 / mean / controls.length;
    }
  }
  return {
    expected: reads.map((value, bin) => (exposure[bin] > 0 ? value / exposure[bin] : 0)),
    scatter,
  };
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
