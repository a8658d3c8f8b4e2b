import { type BinGrid, binRange } from '../genome/bin-grid.ts';
import { autosomeCount } from '../genome/chromosome.ts';

/** Consecutive used bins of an autosome, taken together. */
export interface GenomeWindows {
  readonly count: number;
  /** Window of each bin; -1 for masked bins and for X and Y. */
  readonly windowOfBin: Int32Array;
  /** 0-based chromosome of each window. */
  readonly chromosomeOfWindow: Uint8Array;
  /** Sum of the expected shares of each window's bins. */
  readonly share: Float64Array;
}

/**
 * Lays windows of about `windowBases` over the autosomes; masked bins belong to none.
 *
 * Shape: `expected` per bin of the grid, 0 = masked. Windows without a used bin do not exist.
 *
 * @example createGenomeWindows({ grid, expected, windowBases: 1e6 }).count // about 2 700
 */
export function createGenomeWindows(layout: {
  readonly grid: BinGrid;
  readonly expected: Float64Array;
  readonly windowBases: number;
}): GenomeWindows {
  const { grid, expected } = layout;
  const binsPerWindow = Math.max(1, Math.round(layout.windowBases / grid.binSizeBases));
  const windowOfBin = new Int32Array(grid.binCount).fill(-1);
  const chromosomeOfWindow: number[] = [];
  const share: number[] = [];
  for (let c = 0; c < autosomeCount; c++) {
    const { start, end } = binRange(grid, c);
    let lastPlace = -1;
    for (let bin = start; bin < end; bin++) {
      if (!(expected[bin] > 0)) continue;
      const place = Math.floor((bin - start) / binsPerWindow);
      if (place !== lastPlace) {
        chromosomeOfWindow.push(c);
        share.push(0);
        lastPlace = place;
      }
      windowOfBin[bin] = share.length - 1;
      share[share.length - 1] += expected[bin];
    }
  }
  return {
    count: share.length,
    windowOfBin,
    chromosomeOfWindow: Uint8Array.from(chromosomeOfWindow),
    share: Float64Array.from(share),
  };
}

/** Chromosomes that no correction is fitted on: those under test, 13, 18 and 21. */
const testedChromosomes = new Set([12, 17, 20]);

/** Whether corrections may be fitted on a chromosome: an autosome other than 13, 18 and 21. */
export function isReferenceAutosome(chromosomeIndex: number): boolean {
  return chromosomeIndex < autosomeCount && !testedChromosomes.has(chromosomeIndex);
}
