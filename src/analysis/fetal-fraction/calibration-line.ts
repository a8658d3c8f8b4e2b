/** How predictions follow the truth: prediction = offset + slope * truth. */
export interface CalibrationLine {
  readonly slope: number;
  readonly offset: number;
  /** Mean of the labels: where the line is known best. */
  readonly centre: number;
  /** Variance of the slope relative to its square. */
  readonly slopeVariance: number;
  /** Mean squared difference of calibrated prediction and label, two parameters taken out. */
  readonly squaredError: number;
}

/** Student's t of the correlation below which predictions cannot be said to follow the truth. */
const significanceMin = 4;

/**
 * The line of predictions on labels, corrected for the labels' own noise.
 *
 *   slope = cov(prediction, label) / (var(label) - mean(labelVariance))
 *   squaredError = sum(((prediction - offset) / slope - label)^2) / (n - 2)
 *   slopeVariance = squaredError / (n (var(label) - mean(labelVariance)))
 *
 * Predictions that shrink towards the mean would lift low fetal fractions and make missed trisomies
 * look excluded; so the line of prediction on truth is inverted (classical calibration).
 *
 * Source: attenuation, Fuller 1987, Measurement Error Models, section 1.2; calibration, Osborne
 * 1991, Int Stat Rev 59:309. Shape: one prediction and one label a sample. Unit: labels 0–1.
 * Edge: null when labels hardly vary, or predictions do not follow them (t of at most 4).
 *
 * @example calibrationLine([0, 2.1, 3.9, 6], [{ label: 0, labelVariance: 0 },
 *   { label: 1, labelVariance: 0 }, { label: 2, labelVariance: 0 },
 *   { label: 3, labelVariance: 0 }])?.slope // 1.98
 */
export function calibrationLine(
  predictions: ArrayLike<number>,
  samples: readonly { readonly label: number; readonly labelVariance: number }[],
): CalibrationLine | null {
  const count = samples.length;
  const labels = samples.map(({ label }) => label);
  const centre = meanOf(labels);
  const predictionMean = meanOf(Array.from(predictions));
  const covariance = meanOf(
    labels.map((label, i) => (label - centre) * (predictions[i] - predictionMean)),
  );
  const labelSpread = meanOf(labels.map((label) => (label - centre) ** 2));
  const spread = labelSpread - meanOf(samples.map(({ labelVariance }) => labelVariance));
  const scatter = meanOf(Array.from(predictions, (value) => (value - predictionMean) ** 2));
  const slope = covariance / spread;
  const explained = covariance ** 2 / (scatter * labelSpread);
  const t = Math.sqrt((explained * (count - 2)) / (1 - explained));
  if (!(spread > 0 && slope > 0 && t > significanceMin)) return null;
  const offset = predictionMean - slope * centre;
  const squares = labels.reduce(
    (sum, label, i) => sum + ((predictions[i] - offset) / slope - label) ** 2,
    0,
  );
  const squaredError = squares / (count - 2);
  return { slope, offset, centre, slopeVariance: squaredError / (count * spread), squaredError };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
