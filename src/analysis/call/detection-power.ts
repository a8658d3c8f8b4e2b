import type { FetalFraction } from '../analysis-result.ts';
import { normalCdf } from '../statistics/normal-cdf.ts';
import { normalDensity } from '../statistics/normal-density.ts';
import { zCut } from './detection-limit.ts';
import { fetalFractionSpread } from './fetal-fraction-spread.ts';

/** Half-width of the integral, in standard deviations, and its Simpson intervals. */
const reach = 8;
const steps = 320;

/**
 * Probability that a full trisomy at this sample's fetal fraction would have reached z = 3.
 *
 *   mean of cdf(FF / (2 cv) - 3) over FF normal by its interval, cut off at 0
 *
 * Source: as `detectionLimit`, of which it is the inverse view. Shape: scalars. Range: 0–1.
 * Edge: an interval of no width is one point; null if a number is missing or cv is not above 0.
 *
 * @example detectionPower({ cv: .005,
 *   fetalFraction: { estimate: .03, low: .03, high: .03 } }) // .5
 */
export function detectionPower(sample: {
  cv: number;
  fetalFraction: FetalFraction;
}): number | null {
  const { cv } = sample;
  const fraction = fetalFractionSpread(sample.fetalFraction);
  if (fraction === null || !(cv > 0) || cv === Number.POSITIVE_INFINITY) return null;
  const { mean, standardDeviation } = fraction;
  if (standardDeviation === 0) return normalCdf(mean / (2 * cv) - zCut);
  const from = Math.max(-reach, -mean / standardDeviation);
  let detected = 0;
  let total = 0;
  for (let i = 0; i <= steps; i++) {
    const simpson = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2;
    const at = from + ((reach - from) * i) / steps;
    const weight = simpson * normalDensity(at);
    total += weight;
    detected += weight * normalCdf((mean + at * standardDeviation) / (2 * cv) - zCut);
  }
  return detected / total;
}
