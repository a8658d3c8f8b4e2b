import { quantile } from './quantile.ts';

/**
 * The middle of the values; the mean of the two middle ones if their number is even.
 *
 * Shape: any order, not changed. Unit: that of the values.
 * Edge: NaN if there is no value or one of them is NaN.
 *
 * @example median([3, 1, 2, 10]) // 2.5
 */
export function median(values: Float64Array | readonly number[]): number {
  return quantile(values, 0.5);
}
