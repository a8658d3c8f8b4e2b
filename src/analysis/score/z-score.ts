import type { MeanAndStandardDeviation } from '../statistics/mean-and-standard-deviation.ts';

/**
 * How many control-group standard deviations a value lies from the control-group mean.
 *
 *   z = (value - mean) / standardDeviation
 *
 * Source: Chiu et al. 2008, PNAS 105:20458.
 * Shape: scalars. Unit: standard deviations. Range: any finite number.
 * Edge: NaN unless the standard deviation is above 0.
 *
 * @example zScore(0.0135, { mean: 0.013, standardDeviation: 0.0002 }) // ~2.5
 */
export function zScore(
  value: number,
  { mean, standardDeviation }: MeanAndStandardDeviation,
): number {
  return standardDeviation > 0 ? (value - mean) / standardDeviation : Number.NaN;
}
