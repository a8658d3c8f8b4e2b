/** What a placenta's regional yield tells of the fetal fraction: one weight a bin. */
export interface ProfileModel {
  readonly intercept: number;
  /** Fetal fraction per unit of each bin's weighted residual, per reference bin. */
  readonly weights: Float64Array;
  /** Error variance that counting noise does not explain. */
  readonly modelVariance: number;
  /** Variance of the scale, relative: it counts the more the further from the centre. */
  readonly slopeVariance: number;
  /** Mean fetal fraction of the training samples. */
  readonly centre: number;
  /** Number of labelled samples it was trained on. */
  readonly trainingCount: number;
}

/** An estimate with its standard deviation; 0–1 but not clamped. */
export interface Estimate {
  readonly value: number;
  readonly standardDeviation: number;
}

/**
 * Fetal fraction from the autosomes alone, alike for both sexes.
 *
 *   value = intercept + sum over bins of weight_b x_b
 *   standardDeviation^2 = modelVariance + slopeVariance (value - centre)^2
 *     + sum of weight_b^2 (share_b * 1e6) / expectedReads_b,
 *   widened by 1 + 1.21 / (n - 1), Student's over the normal 97.5 % quantile
 *
 * Source: after SeqFF, Kim et al. 2015, Prenat Diagn 35:810. Shape: residuals and counting
 * variances of the reference bins in. Unit: 0–1, may leave it by its error. Edge: without reads the
 * variance is NaN.
 *
 * @example estimateByProfile({ residuals: Float32Array.of(2),
 *   countingVariances: Float64Array.of(4) }, { intercept: .1, weights: Float64Array.of(.01),
 *   modelVariance: 0, slopeVariance: 0, centre: .1, trainingCount: 122 })
 *   // { value: 0.12, standardDeviation: 0.0202 }
 */
export function estimateByProfile(
  sample: { readonly residuals: Float32Array; readonly countingVariances: Float64Array },
  model: ProfileModel,
): Estimate {
  let value = model.intercept;
  let variance = model.modelVariance;
  for (let i = 0; i < model.weights.length; i++) {
    value += model.weights[i] * sample.residuals[i];
    variance += model.weights[i] ** 2 * sample.countingVariances[i];
  }
  variance += model.slopeVariance * (value - model.centre) ** 2;
  const widening = 1 + 1.21 / (model.trainingCount - 1);
  return { value, standardDeviation: Math.sqrt(variance) * widening };
}

/** Counting variance of each weighted residual: share * 1e6 / expected reads. */
export function countingVariances(
  expectedReads: Float64Array,
  expected: Float64Array,
  bins: Int32Array,
): Float64Array {
  return Float64Array.from(bins, (bin) => (expected[bin] * 1e6) / expectedReads[bin]);
}
