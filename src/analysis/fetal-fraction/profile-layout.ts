import type { ExpectedProfile } from '../normalise/expected-profile.ts';

/** How the residuals of the reference bins lie on the genome. */
export interface ProfileLayout {
  /** Window of 500 kb each bin lies in, ascending from 0. */
  readonly windowOfBin: Int32Array;
  readonly windowCount: number;
  /** sqrt(share * 1e6): what a bin's residual is weighted by. */
  readonly scales: Float64Array;
}

const windowBases = 500_000;

/** Windows of 500 kb, none of them across chromosomes, over the bins listed. */
export function createProfileLayout(
  { grid, expected }: ExpectedProfile,
  bins: Int32Array,
): ProfileLayout {
  const width = Math.max(1, Math.round(windowBases / grid.binSizeBases));
  const windowOfBin = new Int32Array(bins.length);
  let window = -1;
  let last = '';
  let chromosome = 0;
  bins.forEach((bin, i) => {
    while (bin >= grid.chromosomeStarts[chromosome + 1]) chromosome++;
    const place = `${chromosome}/${Math.floor((bin - grid.chromosomeStarts[chromosome]) / width)}`;
    if (place !== last) window++;
    last = place;
    windowOfBin[i] = window;
  });
  const scales = Float64Array.from(bins, (bin) => Math.sqrt(expected[bin] * 1e6));
  return { windowOfBin, windowCount: window + 1, scales };
}

/**
 * Weighted residuals joined over each window, so that all are alike noisy again.
 *
 *   z_w = sum over bins of the window of scale_b x_b / sqrt(sum of scale_b^2)
 *
 * Source: the best estimate of a level that all bins of a window share. Shape: one element a bin
 * in, one a window out. Unit: that of the weighted residuals.
 * Edge: 0 for a window of which nothing is expected.
 *
 * @example joinWindows(Float32Array.of(3, 5), { windowOfBin: Int32Array.of(0, 0), windowCount: 1,
 *   scales: Float64Array.of(1, 1) }) // [~5.657]
 */
export function joinWindows(
  values: Float32Array | Float64Array,
  { windowOfBin, windowCount, scales }: ProfileLayout,
): Float32Array {
  const sums = new Float64Array(windowCount);
  const squares = new Float64Array(windowCount);
  for (let b = 0; b < values.length; b++) {
    sums[windowOfBin[b]] += scales[b] * values[b];
    squares[windowOfBin[b]] += scales[b] * scales[b];
  }
  return Float32Array.from(sums, (sum, w) => (squares[w] > 0 ? sum / Math.sqrt(squares[w]) : 0));
}

/**
 * Adds to each bin's weight what its window has in common.
 *
 *   weight_b + share * scale_b z_w / sqrt(sum over the window of scale_b^2),  z = joinWindows
 *
 * Source: the posterior mean under a prior with a part that neighbours share, of one strength.
 * Shape: one element a bin. Unit: that of the weights. Edge: a share of 0 changes nothing.
 *
 * @example shareWithNeighbours(Float64Array.of(3, 5), { windowOfBin: Int32Array.of(0, 0),
 *   windowCount: 1, scales: Float64Array.of(1, 1) }, 1) // [7, 9]
 */
export function shareWithNeighbours(
  weights: Float64Array,
  layout: ProfileLayout,
  share: number,
): Float64Array {
  if (share === 0) return weights;
  const { windowOfBin, windowCount, scales } = layout;
  const joined = joinWindows(weights, layout);
  const squares = new Float64Array(windowCount);
  for (let b = 0; b < weights.length; b++) squares[windowOfBin[b]] += scales[b] * scales[b];
  return weights.map((weight, b) => {
    const w = windowOfBin[b];
    return squares[w] > 0
      ? weight + (share * scales[b] * joined[w]) / Math.sqrt(squares[w])
      : weight;
  });
}
