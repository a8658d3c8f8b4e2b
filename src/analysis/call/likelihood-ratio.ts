import type { FetalFraction } from '../analysis-result.ts';
import { normalCdfLogarithm } from '../statistics/normal-cdf.ts';
import { fetalFractionSpread } from './fetal-fraction-spread.ts';

/** Share of trisomies that are mosaic or confined to the placenta, so that z falls short. */
const mosaicShareDefault = 0.005;
/** Least share of placental cells that a mosaic alternative affects; the most is 1. */
const affectedShareMin = 0.2;
/** Simpson intervals over the affected share: error below 1e-9 where the integral matters. */
const mosaicSteps = 800;
/** exp of more would leave the doubles. */
const logarithmMax = 700;

/**
 * How many times likelier z is if the fetus has the trisomy than if it has not.
 *
 *   d = fetal fraction / (2 cv), normal(m, s) cut off at 0 by the interval of the fetal fraction
 *   LR_full = E[exp(d z - d^2 / 2)] over d;   s = 0: exp(m z - m^2 / 2)
 *   LR = (1 - mosaicShare) LR_full + mosaicShare * mean of E[exp(u d z - (u d)^2 / 2)], u in 0.2–1
 *
 * The integral over d is closed; with v = 1 + (u s)^2 it is, in logarithms,
 *
 *   (u m z + ((u s z)^2 - (u m)^2) / 2) / v - log(v) / 2
 *     + log cdf((m + u s^2 z) / (s sqrt(v))) - log cdf(m / s)
 *
 * Source: domain rule for z and fetal fraction after Sehnert 2011 and Rava 2014, Clin Chem 60:243;
 * the mosaic alternative (share 0.005) is our own. Shape: scalars. Unit: cv relative, 0–1. Range:
 * above 0 up to 1e304.
 * Edge: never infinite; null if a number is missing or not finite, or cv is not above 0.
 *
 * @example likelihoodRatio({ z: 3.5, cv: .005, mosaicShare: 0,
 *   fetalFraction: { estimate: .05, low: .05, high: .05 } }) // ~148.4
 */
export function likelihoodRatio(evidence: {
  z: number;
  cv: number;
  fetalFraction: FetalFraction;
  mosaicShare?: number;
}): number | null {
  const { z, cv, mosaicShare = mosaicShareDefault } = evidence;
  const fraction = fetalFractionSpread(evidence.fetalFraction);
  if (fraction === null || !Number.isFinite(z + cv) || !(cv > 0)) return null;
  const shift = fraction.mean / (2 * cv);
  const spread = fraction.standardDeviation / (2 * cv);
  const terms = [Math.log(1 - mosaicShare) + logRatioAt({ z, shift, spread, affectedShare: 1 })];
  if (mosaicShare > 0) terms.push(Math.log(mosaicShare) + logMosaicRatio({ z, shift, spread }));
  const logarithm = logSumOfExponentials(terms);
  return Number.isFinite(logarithm) ? Math.exp(Math.min(logarithm, logarithmMax)) : null;
}

interface Shift {
  readonly z: number;
  /** Expected z of a full trisomy. */
  readonly shift: number;
  /** Its standard deviation, from the uncertainty of the fetal fraction. */
  readonly spread: number;
}

function logRatioAt({ z, shift, spread, affectedShare }: Shift & { affectedShare: number }) {
  const mean = affectedShare * shift;
  const deviation = affectedShare * spread;
  if (deviation === 0) return mean * z - (mean * mean) / 2;
  const variance = 1 + deviation * deviation;
  const exponent = (mean * z + (deviation * z) ** 2 / 2 - (mean * mean) / 2) / variance;
  const kept = normalCdfLogarithm((mean / deviation + deviation * z) / Math.sqrt(variance));
  return exponent - Math.log(variance) / 2 + kept - normalCdfLogarithm(mean / deviation);
}

function logMosaicRatio(shift: Shift): number {
  const terms: number[] = [];
  for (let i = 0; i <= mosaicSteps; i++) {
    const simpson = i === 0 || i === mosaicSteps ? 1 : i % 2 === 1 ? 4 : 2;
    const affectedShare = affectedShareMin + ((1 - affectedShareMin) * i) / mosaicSteps;
    terms.push(Math.log(simpson / (3 * mosaicSteps)) + logRatioAt({ ...shift, affectedShare }));
  }
  return logSumOfExponentials(terms);
}

function logSumOfExponentials(terms: readonly number[]): number {
  const largest = Math.max(...terms);
  if (!Number.isFinite(largest)) return largest;
  return largest + Math.log(terms.reduce((sum, term) => sum + Math.exp(term - largest), 0));
}
