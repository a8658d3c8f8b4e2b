import { type CalibrationLine, calibrationLine } from './calibration-line.ts';
import type { FragmentModel } from './fragment-lengths.ts';

/** One control of known fetal fraction with its share of short fragments. */
export interface FragmentedSample {
  readonly share: number;
  readonly label: number;
  readonly labelVariance: number;
  /** Samples processed together; null where unknown. */
  readonly batch: string | null;
}

/** Fewest that can teach, as for the profile. */
const samplesMin = 15;
/**
 * Fewest batches: from three, which differed by chance less than others do, came a stated error of
 * 0.8 points where unseen batches had 1.6, and the fraction was worse with fragments than without.
 */
const batchesMin = 8;
/** No library tells the fraction better than this, whatever few controls say. */
const errorMin = 0.002;

/**
 * Learns how the share of short fragments follows the fetal fraction.
 *
 *   share = offset + slope * fraction, corrected for the labels' own noise (`calibrationLine`)
 *   errorVariance = (B - 1) / (B - 3) mean over batches of (mean((share - offset_-k) / slope_-k -
 *     label)^2 - mean(labelVariance)), each batch k by the line of the others; at least 0.002^2
 *
 * Libraries of one batch are cut and selected together, so each batch counts once and is judged by
 * the others; (B - 1) / (B - 3) makes the weight that follows from a variance of B batches right on
 * average.
 *
 * Source: classical calibration, Osborne 1991, Int Stat Rev 59:309; cross-validation, Stone 1974,
 * J R Stat Soc B 36:111; mean of 1 / chi-squared. Shape: one share and one label a sample. Unit:
 * labels 0–1. Edge: null with fewer than 15 samples or 8 batches, with a batch unknown, or where
 * the shares do not follow the labels.
 *
 * @example trainFragmentLengths(samples) // shares 0.25 + 0.4 label: offset ~0.25, slope ~0.4
 */
export function trainFragmentLengths(samples: readonly FragmentedSample[]): FragmentModel | null {
  const batches = new Set(samples.map(({ batch }) => batch));
  if (samples.length < samplesMin || batches.size < batchesMin || batches.has(null)) return null;
  const line = lineOf(samples);
  if (line === null) return null;
  let sum = 0;
  for (const batch of batches) {
    const known = lineOf(samples.filter((sample) => sample.batch !== batch));
    if (known === null) return null;
    const own = samples.filter((sample) => sample.batch === batch);
    for (const { share, label, labelVariance } of own) {
      const error = (share - known.offset) / known.slope - label;
      sum += (error ** 2 - labelVariance) / own.length;
    }
  }
  const { offset, slope, slopeVariance, centre } = line;
  const variance = ((batches.size - 1) / (batches.size - 3)) * (sum / batches.size);
  return {
    ...{ offset, slope, slopeVariance, centre, trainingCount: samples.length },
    errorVariance: Math.max(errorMin ** 2, variance),
  };
}

function lineOf(samples: readonly FragmentedSample[]): CalibrationLine | null {
  return calibrationLine(
    samples.map(({ share }) => share),
    samples,
  );
}
