import { gramMatrix } from '../statistics/gram-matrix.ts';
import { invertPositiveDefinite } from '../statistics/solve-cholesky.ts';
import type { ProfileModel } from './profile-model.ts';

/** One sample whose fetal fraction is known by other means. */
export interface LabelledSample {
  readonly residuals: Float32Array;
  /** Mean counting variance of its residuals, to trust deep samples more. */
  readonly noise: number;
  readonly label: number;
  readonly labelVariance: number;
}

export interface TrainedProfile {
  readonly model: ProfileModel;
  /** Leave-one-out predictions after calibration. */
  readonly predictions: Float64Array;
  /** Slope of prediction on truth before calibration. */
  readonly slope: number;
  /** Root mean squared leave-one-out error, label noise taken out. */
  readonly error: number;
}

/** Ridge strengths tried, as multiples of the mean squared length of a sample's residuals. */
const penalties = [0.1, 0.3, 1, 3, 10];

/**
 * Trains the profile model by ridge regression in its dual form, n × n.
 *
 *   alpha = P label, P = G^-1 - G^-1 1 1' G^-1 / (1' G^-1 1), G = X X' + penalty diag(noise)
 *   weights = X' alpha; leave-one-out error_i = (P label)_i / P_ii
 *
 * The strength with the least leave-one-out error is taken. Ridge shrinks towards the mean, which
 * would lift low fetal fractions and make missed trisomies look excluded; so the line of prediction
 * on truth is inverted (classical calibration). Its slope is corrected for the labels' own noise:
 *
 *   slope = cov(prediction, label) / (var(label) - mean(labelVariance))
 *
 * Source: SeqFF, Kim et al. 2015, Prenat Diagn 35:810 (ridge on bins); leave-one-out: Golub et al.
 * 1979, Technometrics 21:215; attenuation: Fuller 1987, Measurement Error Models, section 1.2.
 * Edge: null when labels hardly vary, or predictions do not follow them.
 */
export function trainProfileModel(samples: readonly LabelledSample[]): TrainedProfile | null {
  const gram = gramMatrix(samples.map(({ residuals }) => residuals));
  const fits = penalties.flatMap((penalty) => leaveOneOut(samples, gram, penalty) ?? []);
  if (fits.length === 0) return null;
  const fit = fits.reduce((a, b) => (b.squaredError < a.squaredError ? b : a));
  const line = calibrate(samples, fit.predictions);
  if (line === null) return null;
  const weights = new Float64Array(samples[0].residuals.length);
  samples.forEach(({ residuals }, i) => {
    const share = fit.alpha[i] / line.slope;
    for (let b = 0; b < weights.length; b++) weights[b] += share * residuals[b];
  });
  const predictions = fit.predictions.map((value) => (value - line.offset) / line.slope);
  const errors = errorVariances(samples, predictions, weights);
  return {
    model: {
      intercept: (fit.intercept - line.offset) / line.slope,
      weights,
      modelVariance: errors.model,
      trainingCount: samples.length,
    },
    predictions,
    slope: line.slope,
    error: Math.sqrt(errors.total),
  };
}

interface RidgeInDual {
  readonly alpha: Float64Array;
  readonly intercept: number;
  readonly predictions: Float64Array;
  readonly squaredError: number;
}

function leaveOneOut(
  samples: readonly LabelledSample[],
  gram: Float64Array,
  penalty: number,
): RidgeInDual | null {
  const size = samples.length;
  let trace = 0;
  for (let i = 0; i < size; i++) trace += gram[i * size + i] / size;
  const meanNoise = meanOf(samples.map(({ noise }) => noise));
  const matrix = Float64Array.from(gram);
  samples.forEach(({ noise }, i) => {
    matrix[i * size + i] += (penalty * trace * noise) / meanNoise;
  });
  const inverse = invertPositiveDefinite(matrix, size);
  if (inverse === null) return null;
  const labels = samples.map(({ label }) => label);
  const rowSums = new Float64Array(size);
  const images = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      rowSums[i] += inverse[i * size + j];
      images[i] += inverse[i * size + j] * labels[j];
    }
  }
  const total = rowSums.reduce((sum, value) => sum + value, 0);
  const intercept = images.reduce((sum, value) => sum + value, 0) / total;
  const alpha = images.map((value, i) => value - rowSums[i] * intercept);
  const errors = alpha.map(
    (value, i) => value / (inverse[i * size + i] - (rowSums[i] * rowSums[i]) / total),
  );
  return {
    alpha,
    intercept,
    predictions: withoutOwnLabel(
      errors.map((error, i) => labels[i] - error),
      labels,
    ),
    squaredError: meanOf(Array.from(errors, (error) => error * error)),
  };
}

function calibrate(
  samples: readonly LabelledSample[],
  predictions: Float64Array,
): { slope: number; offset: number } | null {
  const labels = samples.map(({ label }) => label);
  const labelMean = meanOf(labels);
  const predictionMean = meanOf(Array.from(predictions));
  const covariance = meanOf(
    labels.map((label, i) => (label - labelMean) * (predictions[i] - predictionMean)),
  );
  const spread =
    meanOf(labels.map((label) => (label - labelMean) ** 2)) -
    meanOf(samples.map(({ labelVariance }) => labelVariance));
  const slope = covariance / spread;
  const scatter = meanOf(Array.from(predictions, (value) => (value - predictionMean) ** 2));
  const explained = covariance ** 2 / (scatter * meanOf(labels.map((x) => (x - labelMean) ** 2)));
  const t = Math.sqrt((explained * (samples.length - 2)) / (1 - explained));
  if (!(spread > 0 && slope > 0 && t > significanceMin)) return null;
  return { slope, offset: predictionMean - slope * labelMean };
}

/** Student's t of the correlation below which predictions cannot be said to follow the truth. */
const significanceMin = 3;

/**
 * Leaving a sample out shifts the mean of the others away from it, which a new sample does not do:
 *
 *   prediction_i + (label_i - mean(label)) / (n - 1)
 */
function withoutOwnLabel(predictions: Float64Array, labels: readonly number[]): Float64Array {
  const mean = meanOf(labels);
  return predictions.map((value, i) => value + (labels[i] - mean) / (labels.length - 1));
}

function errorVariances(
  samples: readonly LabelledSample[],
  predictions: Float64Array,
  weights: Float64Array,
): { total: number; model: number } {
  const squared = meanOf(samples.map(({ label }, i) => (predictions[i] - label) ** 2));
  const labelNoise = meanOf(samples.map(({ labelVariance }) => labelVariance));
  const weightSquares = weights.reduce((sum, weight) => sum + weight * weight, 0);
  const counting = weightSquares * meanOf(samples.map(({ noise }) => noise));
  const total = Math.max(squared - labelNoise, counting);
  return { total, model: total - counting };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
