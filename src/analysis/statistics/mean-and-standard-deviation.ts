/** Centre and spread of a group of values. */
export interface MeanAndStandardDeviation {
  readonly mean: number;
  /** With n - 1 in the denominator. */
  readonly standardDeviation: number;
}

/**
 * Mean and sample standard deviation of the values.
 *
 *   mean = sum(x) / n;  standardDeviation = sqrt(sum((x - mean)^2) / (n - 1))
 *
 * Source: two passes, so that values far from zero keep their digits (Chan et al. 1983, Am Stat
 * 37:242).
 * Shape: any order. Unit: that of the values.
 * Edge: no value gives NaN and NaN, one value a standard deviation of NaN.
 *
 * @example meanAndStandardDeviation([2, 4, 6]) // { mean: 4, standardDeviation: 2 }
 */
export function meanAndStandardDeviation(
  values: Float64Array | readonly number[],
): MeanAndStandardDeviation {
  const n = values.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i];
  const mean = sum / n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (values[i] - mean) ** 2;
  return { mean, standardDeviation: n > 1 ? Math.sqrt(squares / (n - 1)) : Number.NaN };
}
