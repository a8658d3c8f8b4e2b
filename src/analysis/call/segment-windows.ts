import { type BinGrid, binRange, createBinGrid } from '../genome/bin-grid.ts';
import { chromosomes } from '../genome/chromosome.ts';

/** Bases of a window, about: the size at which segments are looked for. */
const windowSizeBases = 1_000_000;

/**
 * The grid of windows over a grid of bins: as many whole bins as come nearest to 1 Mb.
 *
 * Edge: bins larger than a window are windows themselves.
 *
 * @example windowGridOf(createBinGrid('GRCh37', 50000)).binSizeBases // 1000000
 */
export function windowGridOf(grid: BinGrid): BinGrid {
  const bins = Math.max(1, Math.round(windowSizeBases / grid.binSizeBases));
  return createBinGrid(grid.assembly, bins * grid.binSizeBases);
}

/**
 * Adds a per-bin array up over windows.
 *
 * Shape: one element per bin of `grid` in, one per bin of `windows` out; bins whose mask is not 1
 * add nothing (all add if there is none). `windows` has to come from `windowGridOf(grid)`.
 * Edge: a window without a used bin is 0.
 *
 * @example windowSums(counts, { grid, windows: windowGridOf(grid) })
 */
export function windowSums(
  values: Float64Array | Uint32Array,
  layout: { grid: BinGrid; windows: BinGrid; mask?: Uint8Array },
): Float64Array {
  const { grid, windows, mask } = layout;
  const binsPerWindow = windows.binSizeBases / grid.binSizeBases;
  const sums = new Float64Array(windows.binCount);
  for (let c = 0; c < chromosomes.length; c++) {
    const { start, end } = binRange(grid, c);
    for (let i = start; i < end; i++) {
      if (mask !== undefined && mask[i] !== 1) continue;
      sums[windows.chromosomeStarts[c] + Math.floor((i - start) / binsPerWindow)] += values[i];
    }
  }
  return sums;
}
