import type { FetalFraction } from '../analysis-result.ts';

/** A fetal fraction as a normal distribution cut off at 0. */
export interface FetalFractionSpread {
  readonly mean: number;
  readonly standardDeviation: number;
}

/**
 * What a fetal fraction with its 95 % interval says of the true one: normal, cut off at 0.
 *
 *   standardDeviation = max(high - estimate, estimate - low) / 1.96
 *
 * The wider half counts, because an interval near 0 has lost its lower half there; for a symmetric
 * one this is (high - low) / (2 * 1.96).
 *
 * Source: normal 97.5 % quantile. Shape: scalars. Unit: 0–1.
 * Edge: a negative estimate is 0; null if a number is missing, not finite or out of order.
 *
 * @example fetalFractionSpread({ estimate: .1, low: .0804, high: .1196 }) // mean .1, sd ~.01
 */
export function fetalFractionSpread({
  estimate,
  low,
  high,
}: FetalFraction): FetalFractionSpread | null {
  if (estimate === null || low === null || high === null) return null;
  if (!Number.isFinite(estimate) || !Number.isFinite(high - low)) return null;
  if (low > estimate || estimate > high) return null;
  const standardDeviation = Math.max(high - estimate, estimate - low) / 1.96;
  return { mean: Math.max(0, estimate), standardDeviation };
}
