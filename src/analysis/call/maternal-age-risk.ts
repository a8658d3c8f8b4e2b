import type { Target } from '../genome/chromosome.ts';

/** Parameters of the sigmoid of term risk over age. */
interface AgeCurve {
  readonly level: number;
  readonly rise: number;
  readonly steepness: number;
  readonly centreYears: number;
}

const ageCurves: Record<Target, AgeCurve> = {
  T21: { level: 7.33, rise: 4.211, steepness: 0.282, centreYears: 37.23 },
  T18: { level: 9.1101, rise: 4.285, steepness: 0.3235, centreYears: 38.919 },
  T13: { level: 9.5302, rise: 3.2533, steepness: 0.3316, centreYears: 37.5054 },
};

/**
 * Risk of a trisomy at term by the mother's age.
 *
 *   P = 1 / (1 + exp(level - rise / (1 + exp(-steepness (age - centre)))))
 *
 * Source: T21 Morris et al. 2002, J Med Screen 9:2; T18 and T13 the same form fitted to the table
 * of Cuckle and Morris (within 0.5 % for 18–44 years).
 * Shape: scalar. Unit: age in completed years at delivery (of a decimal age x take x - 0.5). Range:
 * 0–1.
 * Edge: the curve is flat below 20 and above 45 years, as published; NaN at an age that is not
 * finite.
 *
 * @example maternalAgeRisk('T21', 35) // ~1/354
 */
export function maternalAgeRisk(target: Target, completedYearsAtDelivery: number): number {
  if (!Number.isFinite(completedYearsAtDelivery)) return Number.NaN;
  const { level, rise, steepness, centreYears } = ageCurves[target];
  const sigmoid = 1 / (1 + Math.exp(-steepness * (completedYearsAtDelivery - centreYears)));
  return 1 / (1 + Math.exp(level - rise * sigmoid));
}
