import type { AssemblyName } from '../genome/assembly.ts';
import type { BinGrid } from '../genome/bin-grid.ts';
import type { BinCounts, CountSource, ReadClasses } from './bin-counts.ts';

/** First fragment length of a bins file's histogram, bases. */
export const fragmentLengthMin = 50;
/** Last one: cell-free DNA beyond it is rare, and outside it is left out. */
export const fragmentLengthMax = 600;

/** Sums over the reads of one or several BAMs, still exact: what several lanes add up in. */
export interface BinTally {
  readonly assembly: AssemblyName;
  readonly binSizeBases: number;
  readonly reads: ReadClasses;
  /** Fragments of 50, 51, … 600 bases among the counted mates of proper pairs. */
  readonly fragmentCounts: Float64Array;
  /** Counted reads of proper pairs: none in single-end data. */
  fragmentTotal: number;
  readonly forward: Uint32Array;
  readonly reverse: Uint32Array;
  /** G+C bases of the counted reads, per bin. */
  readonly gcBases: Float64Array;
  /** A+C+G+T bases of the counted reads, per bin. */
  readonly calledBases: Float64Array;
}

/** A tally of nothing over a grid. */
export function createBinTally({ assembly, binSizeBases, binCount }: BinGrid): BinTally {
  return {
    assembly,
    binSizeBases,
    reads: {
      ...{ total: 0, mapped: 0, unmapped: 0, secondary: 0, supplementary: 0, qcFail: 0 },
      ...{ duplicate: 0, lowMappingQuality: 0, improperPair: 0, secondMate: 0 },
      ...{ otherContig: 0, counted: 0 },
    },
    fragmentCounts: new Float64Array(fragmentLengthMax - fragmentLengthMin + 1),
    fragmentTotal: 0,
    forward: new Uint32Array(binCount),
    reverse: new Uint32Array(binCount),
    gcBases: new Float64Array(binCount),
    calledBases: new Float64Array(binCount),
  };
}

/**
 * What a bins file says of a tally. The GC values are rounded to the digits a bins file keeps, so
 * that analysing a BAM and analysing its bins file give the same bytes.
 *
 *   gc = sum(G + C) / sum(A + C + G + T) of the bin's counted reads
 *
 * Source: share of called bases that are G or C. Shape: per bin as the tally. Unit: fraction, 0–1.
 * Edge: NaN for a bin without a called base; `gcFraction` null if no read has one.
 *
 * @example toBinCounts(tally, 'S1', [source]).gc
 *   // [0.5]: 50 of 100 called bases of the bin's reads
 */
export function toBinCounts(
  tally: BinTally,
  sample: string,
  sources: readonly CountSource[],
): BinCounts {
  const { fragmentCounts, fragmentTotal, gcBases, calledBases, ...counts } = tally;
  const gc = gcBases.map((bases, i) => round(bases / calledBases[i], 4));
  const called = calledBases.reduce((sum, bases) => sum + bases, 0);
  const gcTotal = gcBases.reduce((sum, bases) => sum + bases, 0);
  return {
    sample,
    ...counts,
    gcFraction: called > 0 ? round(gcTotal / called, 6) : null,
    source: sources.length === 1 ? sources[0] : null,
    ...(sources.length > 1 && { sources }),
    ...(fragmentTotal > 0 && {
      fragmentLengths: { start: fragmentLengthMin, counts: [...fragmentCounts] },
    }),
    gc,
  };
}

function round(value: number, decimals: number): number {
  const scale = 10 ** decimals;
  return Math.round(value * scale) / scale;
}
