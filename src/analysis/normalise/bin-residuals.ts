import { binRange } from '../genome/bin-grid.ts';
import { autosomeCount } from '../genome/chromosome.ts';
import type { ExpectedProfile } from './expected-profile.ts';
import { isReferenceAutosome } from './genome-windows.ts';

/** Residuals further out than this are drawn in: a maternal variant is not the placenta. */
const winsorLimit = 5;
const binScatter = 0.02;

/** The used bins of the reference autosomes, in genome order. */
export function referenceBins({ grid, expected }: ExpectedProfile): Int32Array {
  const bins: number[] = [];
  for (let c = 0; c < autosomeCount; c++) {
    if (!isReferenceAutosome(c)) continue;
    const { start, end } = binRange(grid, c);
    for (let bin = start; bin < end; bin++) if (expected[bin] > 0) bins.push(bin);
  }
  return Int32Array.from(bins);
}

/**
 * How far each bin lies from its expectation, weighted so that all are alike noisy.
 *
 *   x_b = sqrt(share_b * 1e6) clip(reads_b / expectedReads_b - 1, ± 5 sqrt(1 / expectedReads_b +
 *     0.02^2))
 *
 * Source: Pearson residuals, clipped (Winsor). Shape: reads and expected reads per bin of the grid
 * in, one element per bin listed in `bins` out. Unit: relative deviation times the square root of
 * the share in millionths.
 * Edge: 0 for a bin of which nothing is expected.
 *
 * @example binResiduals({ reads: Float64Array.of(110), expectedReads: Float64Array.of(100) },
 *   Float64Array.of(1e-6), Int32Array.of(0)) // [0.1]
 */
export function binResiduals(
  sample: { readonly reads: Uint32Array | Float64Array; readonly expectedReads: Float64Array },
  expected: Float64Array,
  bins: Int32Array,
): Float32Array {
  const { reads, expectedReads } = sample;
  const residuals = new Float32Array(bins.length);
  for (let i = 0; i < bins.length; i++) {
    const bin = bins[i];
    const mean = expectedReads[bin];
    if (!(mean > 0)) continue;
    const limit = winsorLimit * Math.sqrt(1 / mean + binScatter ** 2);
    const residual = Math.max(-limit, Math.min(limit, reads[bin] / mean - 1));
    residuals[i] = Math.sqrt(expected[bin] * 1e6) * residual;
  }
  return residuals;
}
