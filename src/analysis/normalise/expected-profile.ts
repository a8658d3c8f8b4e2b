import { type BinGrid, binRange } from '../genome/bin-grid.ts';
import { autosomeCount } from '../genome/chromosome.ts';
import { createGenomeWindows, type GenomeWindows, isReferenceAutosome } from './genome-windows.ts';

/** Bins of like GC, taken together: the points a sample's GC curve is fitted to. */
export interface GcStrata {
  readonly count: number;
  /** Stratum of each bin that shapes the curve; -1 for all others. */
  readonly stratumOfBin: Int16Array;
  /** Mean GC fraction of each stratum, ascending, 0–1. */
  readonly meanGc: Float64Array;
}

/** What the control group expects of a euploid sample, bin by bin. */
export interface ExpectedProfile {
  readonly grid: BinGrid;
  /**
   * Share of the reads of the reference autosomes a bin should get; 0 = masked. Sums to 1 there.
   */
  readonly expected: Float64Array;
  /** GC fraction of each bin, 0–1; NaN if unknown. */
  readonly gc: Float64Array;
  readonly strata: GcStrata;
  readonly windows: GenomeWindows;
}

const strataCount = 200;
const windowBases = 1_000_000;

/**
 * Puts together what a sample is measured against, from the two arrays a model stores.
 *
 *   share_b = expected_b / sum of expected over the reference autosomes (not 13, 18, 21)
 *
 * Source: our own. Shape: one element per bin of the grid. Unit: share of the reads of the
 * reference autosomes.
 * Edge: a bin of unknown GC is masked.
 *
 * @example createExpectedProfile(createBinGrid('GRCh37', 10_000_000), { expected: ones, gc
 *   }).expected
 *   // 1 / 275 each: 275 bins of 10 Mb lie on the reference autosomes
 */
export function createExpectedProfile(
  grid: BinGrid,
  arrays: { readonly expected: Float64Array; readonly gc: Float64Array },
): ExpectedProfile {
  const { gc } = arrays;
  const expected = arrays.expected.map((value, bin) =>
    value > 0 && Number.isFinite(gc[bin]) ? value : 0,
  );
  const total = sumOverReference(grid, expected);
  for (let bin = 0; bin < expected.length; bin++) expected[bin] /= total;
  return {
    grid,
    expected,
    gc,
    strata: createStrata(grid, expected, gc),
    windows: createGenomeWindows({ grid, expected, windowBases }),
  };
}

/** Sum of a per-bin array over the reference autosomes. */
function sumOverReference(grid: BinGrid, values: Float64Array): number {
  let sum = 0;
  for (let c = 0; c < autosomeCount; c++) {
    if (!isReferenceAutosome(c)) continue;
    const { start, end } = binRange(grid, c);
    for (let bin = start; bin < end; bin++) sum += values[bin];
  }
  return sum;
}

/** Strata of equal expected share, cut along GC; ties by bin order. */
function createStrata(grid: BinGrid, expected: Float64Array, gc: Float64Array): GcStrata {
  const bins: number[] = [];
  for (let c = 0; c < autosomeCount; c++) {
    if (!isReferenceAutosome(c)) continue;
    const { start, end } = binRange(grid, c);
    for (let bin = start; bin < end; bin++) if (expected[bin] > 0) bins.push(bin);
  }
  bins.sort((a, b) => gc[a] - gc[b] || a - b);
  const count = Math.max(1, Math.min(strataCount, Math.floor(bins.length / 20)));
  const stratumOfBin = new Int16Array(grid.binCount).fill(-1);
  const weighted = new Float64Array(count);
  const shares = new Float64Array(count);
  let cumulative = 0;
  for (const bin of bins) {
    const stratum = Math.min(count - 1, Math.floor(cumulative * count));
    stratumOfBin[bin] = stratum;
    weighted[stratum] += expected[bin] * gc[bin];
    shares[stratum] += expected[bin];
    cumulative += expected[bin];
  }
  return { count, stratumOfBin, meanGc: weighted.map((sum, s) => sum / shares[s]) };
}
