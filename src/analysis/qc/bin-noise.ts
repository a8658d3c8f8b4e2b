import { median } from '../statistics/median.ts';

/** Counts of a sample per bin or window beside what a euploid sample of its depth would show. */
export interface ObservedAndExpected {
  readonly observed: Float64Array;
  /** 0 or NaN where nothing is expected (masked). */
  readonly expected: Float64Array;
  /** Standard deviation of observed / expected in a euploid sample of this depth. */
  readonly relativeStandardDeviation: Float64Array;
}

/**
 * How much noisier a sample is than its depth explains; 1 is as noisy as the control group.
 *
 *   d_w = (observed_w / expected_w - 1) / relativeStandardDeviation_w
 *   noise = 1.4826 median(|d_w - median(d)|)
 *
 * The median makes it blind to a trisomy, which moves a few windows in a hundred.
 *
 * Source: median absolute deviation, Hampel 1974, JASA 69:383.
 * Shape: arrays of one length. Unit: none. Range: at least 0.
 * Edge: windows with nothing expected or no spread are left out; null if fewer than 3 remain.
 *
 * @example binNoise({ observed: Float64Array.of(90, 100, 110),
 *   expected: Float64Array.of(100, 100, 100),
 *   relativeStandardDeviation: Float64Array.of(.1, .1, .1) }) // 1.4826
 */
export function binNoise(windows: ObservedAndExpected): number | null {
  const { observed, expected, relativeStandardDeviation } = windows;
  const deviations: number[] = [];
  for (let i = 0; i < observed.length; i++) {
    if (!(expected[i] > 0 && relativeStandardDeviation[i] > 0)) continue;
    const deviation = (observed[i] / expected[i] - 1) / relativeStandardDeviation[i];
    if (Number.isFinite(deviation)) deviations.push(deviation);
  }
  if (deviations.length < 3) return null;
  const centre = median(deviations);
  return 1.4826 * median(deviations.map((deviation) => Math.abs(deviation - centre)));
}
