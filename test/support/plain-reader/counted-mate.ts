import { flagsOf, matePositionOf, positionOf } from './bam-record.ts';
import { readFlag } from './read-flags.ts';

/**
 * Whether a mate of a proper pair is the one that stands for the fragment: the one further left,
 * and at equal positions the first mate.
 *
 * Source: `architecture.md` 4.1; the same as samtools
 * `-f 2 -e 'pos < mpos || (pos == mpos && flag.read1)'`.
 *
 * @example isCountedMate(recordOf({ position: 100, matePosition: 250 }), 0) // true
 */
export function isCountedMate(bytes: Uint8Array, record: number): boolean {
  const position = positionOf(bytes, record);
  const matePosition = matePositionOf(bytes, record);
  if (position !== matePosition) return position < matePosition;
  return (flagsOf(bytes, record) & readFlag.firstMate) !== 0;
}

/**
 * Whether a counted read goes to the reverse column: its own strand, and for a pair the strand of
 * the first mate, which the second mate carries as its mate's.
 */
export function isReverse(flags: number): boolean {
  const isSecond = (flags & (readFlag.firstMate | readFlag.secondMate)) === readFlag.secondMate;
  const speaksForMate = (flags & readFlag.paired) !== 0 && isSecond;
  return (flags & (speaksForMate ? readFlag.mateReverse : readFlag.reverse)) !== 0;
}
