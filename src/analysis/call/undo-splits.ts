import { median } from '../statistics/median.ts';

/** Turns a median absolute deviation into the standard deviation of normal noise. */
const normalConsistency = 1.4826;

/**
 * Takes back the splits whose two segments differ too little, the smallest difference first.
 *
 *   split undone while |mean_left - mean_right| < k sd, sd = 1.4826 mad(x_i+1 - x_i) / sqrt(2)
 *
 * Differences of neighbours hold the noise but not the segments: the spread is that of one point.
 *
 * Source: `sdundo` of Olshen et al. 2004's segmentation. Shape: ends (exclusive) of the segments in
 * and out. Unit: that of the values.
 * Edge: a single segment stays.
 *
 * @example undoSplits({ values: Float64Array.of(0, 1, 0, 2, 1, 2, 1, 3), weights: ones, ends:
 *   [4, 8], standardDeviationsMin: 2 }) // [8]: the means differ by 1, the sd is 1.05
 */
export function undoSplits(split: {
  readonly values: Float64Array;
  readonly weights: Float64Array;
  readonly ends: readonly number[];
  readonly standardDeviationsMin: number;
}): number[] {
  const { values, weights, standardDeviationsMin } = split;
  const ends = [...split.ends];
  const least = standardDeviationsMin * noiseOf(values);
  while (ends.length > 1) {
    const means = ends.map((end, k) =>
      meanOf(values, weights, { from: ends[k - 1] ?? 0, to: end }),
    );
    const steps = means.slice(1).map((mean, k) => Math.abs(mean - means[k]));
    const smallest = steps.reduce((best, step, k) => (step < steps[best] ? k : best), 0);
    if (!(steps[smallest] < least)) break;
    ends.splice(smallest, 1);
  }
  return ends;
}

function noiseOf(values: Float64Array): number {
  const steps = values.slice(1).map((value, i) => value - values[i]);
  const centre = median(steps);
  return (normalConsistency * median(steps.map((step) => Math.abs(step - centre)))) / Math.SQRT2;
}

function meanOf(
  values: Float64Array,
  weights: Float64Array,
  { from, to }: { readonly from: number; readonly to: number },
): number {
  let sum = 0;
  let weight = 0;
  for (let i = from; i < to; i++) {
    sum += weights[i] * values[i];
    weight += weights[i];
  }
  return sum / weight;
}
