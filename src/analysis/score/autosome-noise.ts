import type { SharedNoise } from '../normalise/shared-noise.ts';

/** What the control group teaches about one autosome. */
export interface AutosomeNoise {
  /** Prediction of the autosome's log ratio from the component scores of its family. */
  readonly intercept: number;
  readonly coefficients: Float64Array;
  readonly scoreMeans: Float64Array;
  /** Inverse of X'X + penalty, row by row. */
  readonly inverse: Float64Array;
  /** Counting variance that the scores bring into the prediction, times the depth. */
  readonly scoreNoise: number;
  /** Mean squared cross-fitted error, counting noise included; drawn towards other autosomes. */
  readonly totalVariance: number;
  /** The part of it that counting does not explain. */
  readonly overdispersion: number;
  /** Mean and standard deviation of the fraction in the control group. */
  readonly fraction: { readonly mean: number; readonly standardDeviation: number };
}

/**
 * Variance of an autosome's log ratio about its prediction, in a euploid sample of this depth.
 *
 *   counting + scoreNoise / depth + overdispersion
 *     + totalVariance (1 / n + (s - m)' (X'X + penalty)^-1 (s - m))
 *
 * The second term is the counting noise of the scores, the last the uncertainty of intercept and
 * coefficients, which grows for samples unlike the control group.
 *
 * Source: prediction variance of a linear model, Draper and Smith 1998, section 5.3. Shape: one
 * score per component, their inverse row by row. Unit: squared log.
 * Edge: without components the last term is totalVariance / n.
 *
 * @example predictionVariance({ countingVariance: 1e-5, depth: 1e6, scores: none }, { …noise,
 *   coefficients: none, overdispersion: 2e-6, totalVariance: 1e-5 }, 10) // 1.3e-5
 */
export function predictionVariance(
  sample: {
    readonly countingVariance: number;
    readonly depth: number;
    readonly scores: Float64Array;
  },
  noise: AutosomeNoise,
  controlCount: number,
): number {
  const { coefficients, scoreMeans, inverse } = noise;
  const width = coefficients.length;
  let leverage = 1 / controlCount;
  for (let a = 0; a < width; a++) {
    for (let b = 0; b < width; b++) {
      leverage +=
        (sample.scores[a] - scoreMeans[a]) *
        inverse[a * width + b] *
        (sample.scores[b] - scoreMeans[b]);
    }
  }
  const scoreVariance = noise.scoreNoise / sample.depth;
  const known = sample.countingVariance + scoreVariance + noise.overdispersion;
  return known + noise.totalVariance * leverage;
}

/**
 * Counting variance of a prediction from scores, times the depth.
 *
 *   scoreNoise = |sum over k of coefficient_k loading_k|^2
 *
 * Loadings are not orthonormal on windows. Counting variance of a weighted residual is 1 / depth.
 *
 * Source: propagation of independent variances. Shape: one coefficient per component of the family.
 * Unit: squared log times reads.
 * Edge: 0 without components.
 *
 * @example scoreNoiseOf(Float64Array.of(2), { componentCount: 1, groupMean: Float64Array.of(0, 0),
 *   loadings: Float32Array.of(0.6, 0.8, …), scale: 1 }, 0)
 *   // 4
 */
export function scoreNoiseOf(
  coefficients: Float64Array,
  { componentCount, groupMean, loadings }: SharedNoise,
  family: number,
): number {
  const count = groupMean.length;
  let squares = 0;
  for (let g = 0; g < count; g++) {
    let weight = 0;
    for (let k = 0; k < coefficients.length; k++) {
      weight += coefficients[k] * loadings[(family * componentCount + k) * count + g];
    }
    squares += weight * weight;
  }
  return squares;
}
