import type { BinCounts } from '../bin-counts/bin-counts.ts';
import { shortFragmentShare } from '../fetal-fraction/fragment-lengths.ts';
import { constantCount } from './impossible-counts.ts';

/** What training needs of one bins file, small enough to hand from thread to thread. */
export interface CompactControl extends Pick<BinCounts, 'sample' | 'assembly' | 'binSizeBases'> {
  /** Reads of both strands, in memory that threads share. */
  readonly reads: Uint32Array;
  /** GC of the reads in ten-thousandths; `gcUnknown` where there is none. */
  readonly gc: Uint16Array;
  /** Differs where the counts differ, but for an accident. */
  readonly fingerprint: string;
  /** The count that most bins hold, which no sequencing gives; null if there is none. */
  readonly constantCount: number | null;
  /** Share of short fragments, 0–1; null where reads are not paired. */
  readonly shortShare: number | null;
}

export const gcUnits = 10_000;
export const gcUnknown = 0xffff;

/**
 * Takes both strands together and rounds GC to the four decimals that a bins file has.
 *
 * Shape: one sample's counts in, as many bins out.
 *
 * @example compactControl(counts).reads[0] // counts.forward[0] + counts.reverse[0]
 */
export function compactControl(counts: BinCounts): CompactControl {
  const { sample, assembly, binSizeBases, forward, reverse } = counts;
  const size = forward.length;
  const reads = new Uint32Array(new SharedArrayBuffer(size * Uint32Array.BYTES_PER_ELEMENT));
  const gc = new Uint16Array(size);
  let low = 0;
  let high = 0;
  for (let bin = 0; bin < size; bin++) {
    const count = forward[bin] + reverse[bin];
    const fraction = counts.gc[bin];
    reads[bin] = count;
    gc[bin] = Number.isNaN(fraction) ? gcUnknown : Math.round(fraction * gcUnits);
    low = (Math.imul(low, 31) + count) | 0;
    high = (Math.imul(high ^ count, 0x01000193) + bin) | 0;
  }
  return {
    ...{ sample, assembly, binSizeBases, reads, gc },
    fingerprint: `${low}/${high}`,
    constantCount: constantCount(reads),
    shortShare: shortFragmentShare(counts.fragmentLengths),
  };
}
