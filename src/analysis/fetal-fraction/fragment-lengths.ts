import type { FragmentLengths } from '../bin-counts/bin-counts.ts';
import type { Estimate } from './profile-model.ts';

/** How the share of short fragments follows the fetal fraction in a control group. */
export interface FragmentModel {
  /** Share of short fragments = offset + slope * fetal fraction. */
  readonly offset: number;
  readonly slope: number;
  /** Mean squared error of controls that took no part in the fit, their labels' own taken out. */
  readonly errorVariance: number;
  /** Variance of the slope relative to its square. */
  readonly slopeVariance: number;
  /** Mean fetal fraction of the training samples. */
  readonly centre: number;
  readonly trainingCount: number;
}

/** Bases; the mother's peak of 166 lies in the second range. */
const shortMin = 100;
const longMin = 151;
const longMax = 220;
/** Fewer fragments say less than half a point of fetal fraction. */
const fragmentsMin = 20_000;

/**
 * Share of short fragments, of which the fetus has more.
 *
 *   share = #(100 to 150 bases) / #(100 to 220 bases)
 *
 * Source: after Yu et al. 2014, PNAS 111:8583 (100–150 over 163–169 bases); the wider second range
 * brings less counting noise. Shape: counts from `start` on, one a length. Range: 0–1.
 * Edge: null with fewer than 20 000 fragments in the ranges, as from single-end reads.
 *
 * @example shortFragmentShare({ start: 150, counts: [10_000, 30_000] }) // 0.25
 */
export function shortFragmentShare(lengths: FragmentLengths | undefined): number | null {
  if (lengths === undefined) return null;
  const { start, counts } = lengths;
  const between = (from: number, to: number) =>
    counts
      .slice(Math.max(0, from - start), Math.max(0, to - start))
      .reduce((sum, value) => sum + value, 0);
  const short = between(shortMin, longMin);
  const all = short + between(longMin, longMax + 1);
  return all >= fragmentsMin ? short / all : null;
}

/**
 * Fetal fraction from the share of short fragments, alike for both sexes.
 *
 *   value = (share - offset) / slope
 *   standardDeviation^2 = errorVariance + slopeVariance (value - centre)^2, widened by
 *     1 + 1.21 / (n - 1), Student's over the normal 97.5 % quantile
 *
 * Source: classical calibration, Osborne 1991, Int Stat Rev 59:309. Shape: scalars. Unit: 0–1, may
 * leave it by its error. Edge: null where the share or the model is.
 *
 * @example fetalFractionFragments(0.29, { offset: 0.25, slope: 0.4, errorVariance: 1e-4,
 *   slopeVariance: 0, centre: 0.1, trainingCount: 122 })
 *   // { value: 0.1, standardDeviation: 0.0101 }
 */
export function fetalFractionFragments(
  share: number | null,
  model: FragmentModel | null,
): Estimate | null {
  if (share === null || model === null) return null;
  const value = (share - model.offset) / model.slope;
  const variance = model.errorVariance + model.slopeVariance * (value - model.centre) ** 2;
  const widening = 1 + 1.21 / (model.trainingCount - 1);
  return { value, standardDeviation: Math.sqrt(variance) * widening };
}
