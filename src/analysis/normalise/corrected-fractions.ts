import { binRange } from '../genome/bin-grid.ts';
import { autosomeCount } from '../genome/chromosome.ts';
import type { ExpectedProfile } from './expected-profile.ts';

/**
 * Each autosome's share of the autosomal counts after correction for GC and bin effects.
 *
 *   corrected_c = share_c * reads_c / expectedReads_c * depth;  fraction_c = corrected_c /
 *     sum(corrected)
 *
 * Source: ratio of sums, as `normaliseSample`. Shape: sums per autosome in, 22 fractions out.
 * Range: 0–1.
 * Edge: NaN for a chromosome without bins.
 *
 * @example correctedFractions({ chromosomeReads, chromosomeExpected }, profile)[20]
 *   // 0.01830: 110 of 100 expected where 5 of 300.5 equal shares lie, so 5 × 1.1 / 300.5
 */
export function correctedFractions(
  sample: { readonly chromosomeReads: Float64Array; readonly chromosomeExpected: Float64Array },
  profile: ExpectedProfile,
): Float64Array {
  const corrected = new Float64Array(autosomeCount);
  let total = 0;
  for (let c = 0; c < autosomeCount; c++) {
    const { start, end } = binRange(profile.grid, c);
    let share = 0;
    for (let bin = start; bin < end; bin++) share += profile.expected[bin];
    corrected[c] = (share * sample.chromosomeReads[c]) / sample.chromosomeExpected[c];
    total += corrected[c];
  }
  return corrected.map((value) => value / total);
}
