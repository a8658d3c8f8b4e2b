import { windowGridOf, windowSums } from '../call/segment-windows.ts';
import type { BinGrid } from '../genome/bin-grid.ts';
import type { ExpectedProfile } from './expected-profile.ts';

/** Scatter of a 1 Mb window beyond counting, relative; measured at up to 1.2 %. */
const windowScatter = 0.012;

/**
 * A sample's reads in windows of about 1 Mb beside what is expected, with their spread.
 *
 *   relativeStandardDeviation = sqrt(1 / expected + 0.012^2)
 *
 * Source: counting and window scatter as independent variances. Shape: reads and expected reads per
 * bin in, one element per window out; masked bins add nothing. Unit: reads; the spread relative.
 * Edge: 0 expected where a window has no used bin; its spread is infinite and it carries no weight.
 *
 * @example observedAndExpected(reads, expectedReads, profile)
 *   // 100 reads in a window, 100 expected: relativeStandardDeviation 0.1007 there
 */
export function observedAndExpected(
  reads: Uint32Array,
  expectedReads: Float64Array,
  profile: ExpectedProfile,
): {
  observed: Float64Array;
  expected: Float64Array;
  relativeStandardDeviation: Float64Array;
  windows: BinGrid;
} {
  const { grid } = profile;
  const windows = windowGridOf(grid);
  const mask = Uint8Array.from(profile.expected, (value) => (value > 0 ? 1 : 0));
  const expected = windowSums(expectedReads, { grid, windows, mask });
  return {
    observed: windowSums(reads, { grid, windows, mask }),
    expected,
    relativeStandardDeviation: expected.map((mean) => Math.sqrt(1 / mean + windowScatter ** 2)),
    windows,
  };
}
