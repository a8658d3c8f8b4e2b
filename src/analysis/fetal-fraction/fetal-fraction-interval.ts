import type { FetalFraction } from '../analysis-result.ts';
import type { Estimate } from './profile-model.ts';

/** Largest fetal fraction ever believed; beyond it the estimate is clamped and flagged. */
export const fetalFractionMax = 0.6;

/**
 * An estimate as fetal fraction with its 95 % interval.
 *
 *   estimate clamped to 0–0.6; low = max(0, value - 1.96 sd), high = min(0.6, value + 1.96 sd)
 *
 * Source: normal 97.5 % quantile. Shape: one estimate. Range: 0–0.6.
 * Edge: all null where there is no finite estimate. A negative value gives 0 with the interval's
 * upper end of the value itself but never below `estimate`.
 *
 * @example fetalFractionInterval({ value: 0.1, standardDeviation: 0.01 }) // 0.1, 0.0804, 0.1196
 */
export function fetalFractionInterval(estimate: Estimate | null): FetalFraction {
  if (estimate === null || !Number.isFinite(estimate.value + estimate.standardDeviation)) {
    return { estimate: null, low: null, high: null };
  }
  const { value, standardDeviation } = estimate;
  const reach = 1.96 * standardDeviation;
  return { estimate: clamp(value), low: clamp(value - reach), high: clamp(value + reach) };
}

/** Whether an estimate had to be clamped by more than its own error explains. */
export function isClamped({ value }: Estimate): boolean {
  return value < 0 || value > fetalFractionMax;
}

function clamp(value: number): number {
  return Math.min(fetalFractionMax, Math.max(0, value));
}
