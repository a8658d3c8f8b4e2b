import type { GenomeWindows } from './genome-windows.ts';

/** Windows of the profile joined to the scale at which shared noise is looked for. */
export interface WindowGroups {
  readonly count: number;
  /** Group of each window; -1 where the chromosome is under test. */
  readonly groupOfWindow: Int32Array;
  readonly chromosomeOfGroup: Uint8Array;
  readonly share: Float64Array;
}

/** Residuals further out than this are drawn in, so that one maternal variant is no component. */
const winsorLimit = 4;
const windowScatter = 0.012;

/**
 * Joins `scale` windows after each other on the reference autosomes.
 *
 * @example groupWindows(windows, 5).count // about a fifth of the windows
 */
export function groupWindows(
  windows: GenomeWindows,
  scale: number,
  isUsed: (chromosomeIndex: number) => boolean,
): WindowGroups {
  const groupOfWindow = new Int32Array(windows.count).fill(-1);
  const chromosomeOfGroup: number[] = [];
  const share: number[] = [];
  let inChromosome = 0;
  for (let window = 0; window < windows.count; window++) {
    const c = windows.chromosomeOfWindow[window];
    inChromosome =
      window > 0 && windows.chromosomeOfWindow[window - 1] === c ? inChromosome + 1 : 0;
    if (!isUsed(c)) continue;
    if (inChromosome % scale === 0) {
      chromosomeOfGroup.push(c);
      share.push(0);
    }
    groupOfWindow[window] = share.length - 1;
    share[share.length - 1] += windows.share[window];
  }
  return {
    count: share.length,
    groupOfWindow,
    chromosomeOfGroup: Uint8Array.from(chromosomeOfGroup),
    share: Float64Array.from(share),
  };
}

/**
 * How far each group of windows lies from its expectation, as a share of it.
 *
 *   r_w = clip(reads_w / expected_w - 1, ± 4 sqrt(1 / expected_w + 0.012^2))
 *   residual_g = sum(share_w r_w) / sum(share_w)
 *
 * Source: share-weighted mean of clipped relative deviations. Shape: sums per window in, one
 * residual per group out. Unit: none.
 * Edge: 0 where nothing is expected.
 *
 * @example windowResiduals({ windowReads: Float64Array.of(110, 90), windowExpected:
 *   Float64Array.of(100, 100) }, windows, groups)
 *   // [-0.05]: one group of two windows with shares 1 and 3
 */
export function windowResiduals(
  sample: { readonly windowReads: Float64Array; readonly windowExpected: Float64Array },
  windows: GenomeWindows,
  groups: WindowGroups,
): Float64Array {
  const residuals = new Float64Array(groups.count);
  for (let window = 0; window < windows.count; window++) {
    const group = groups.groupOfWindow[window];
    const expected = sample.windowExpected[window];
    if (group < 0 || !(expected > 0)) continue;
    const limit = winsorLimit * Math.sqrt(1 / expected + windowScatter ** 2);
    const residual = sample.windowReads[window] / expected - 1;
    residuals[group] += windows.share[window] * Math.max(-limit, Math.min(limit, residual));
  }
  for (let group = 0; group < groups.count; group++) residuals[group] /= groups.share[group];
  return residuals;
}
