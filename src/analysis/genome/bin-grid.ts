import { type AssemblyName, lengthsOf } from './assembly.ts';
import { chromosomes } from './chromosome.ts';

/**
 * The layout every per-bin array shares: fixed windows of each chromosome, 1–22, X, Y in order.
 * Bin `i` of chromosome `c` has index `chromosomeStarts[c] + i` and covers bases
 * `[i * binSizeBases, min((i + 1) * binSizeBases, length of c))`, 0-based, half-open.
 */
export interface BinGrid {
  readonly assembly: AssemblyName;
  readonly binSizeBases: number;
  /** Number of bins in all. */
  readonly binCount: number;
  /** First bin of each chromosome; one element more than chromosomes, the last is `binCount`. */
  readonly chromosomeStarts: Uint32Array;
}

/**
 * Lays bins of one size over an assembly.
 *
 * Edge: asserts that the size is a whole number from 1 000 to 10 000 000 bases.
 *
 * @example createBinGrid('GRCh37', 50000).binCount // 61927
 */
export function createBinGrid(assembly: AssemblyName, binSizeBases: number): BinGrid {
  if (!isBinSize(binSizeBases)) {
    throw new RangeError(`bin size ${binSizeBases} is not a whole number from 1000 to 10000000`);
  }
  const lengths = lengthsOf(assembly);
  const chromosomeStarts = new Uint32Array(chromosomes.length + 1);
  for (let c = 0; c < chromosomes.length; c++) {
    chromosomeStarts[c + 1] = chromosomeStarts[c] + Math.ceil(lengths[c] / binSizeBases);
  }
  return {
    assembly,
    binSizeBases,
    binCount: chromosomeStarts[chromosomes.length],
    chromosomeStarts,
  };
}

/** Whether a number may be a bin size: a whole number from 1 000 to 10 000 000 bases. */
export function isBinSize(binSizeBases: number): boolean {
  return Number.isInteger(binSizeBases) && binSizeBases >= 1_000 && binSizeBases <= 10_000_000;
}

/** Bins of one chromosome as an index range `[start, end)`. */
export function binRange(grid: BinGrid, chromosomeIndex: number): { start: number; end: number } {
  return {
    start: grid.chromosomeStarts[chromosomeIndex],
    end: grid.chromosomeStarts[chromosomeIndex + 1],
  };
}
