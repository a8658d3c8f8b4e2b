import { type BinGrid, binRange } from '../genome/bin-grid.ts';
import { autosomeCount } from '../genome/chromosome.ts';

/**
 * Each autosome's share of all autosomal counts.
 *
 *   fraction_c = sum(counts of c) / sum(counts of 1–22)
 *
 * Source: Chiu et al. 2008, PNAS 105:20458.
 * Shape: counts and mask per bin of the grid (1 = used; all if absent); 22 fractions out. Range:
 * 0–1.
 * Edge: NaN for all if the autosomes hold no counts.
 *
 * @example chromosomeFractions(counts, grid)[20] // the share of chromosome 21, about 0.0138
 */
export function chromosomeFractions(
  counts: Float64Array | Uint32Array,
  grid: BinGrid,
  mask?: Uint8Array,
): Float64Array {
  const sums = new Float64Array(autosomeCount);
  let total = 0;
  for (let c = 0; c < autosomeCount; c++) {
    const { start, end } = binRange(grid, c);
    for (let i = start; i < end; i++) {
      if (mask === undefined || mask[i] === 1) sums[c] += counts[i];
    }
    total += sums[c];
  }
  return sums.map((sum) => sum / total);
}
