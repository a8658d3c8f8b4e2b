import { invertPositiveDefinite } from '../statistics/solve-cholesky.ts';

/** A ridge fit as one weight per sample, with its leave-one-out predictions. */
export interface RidgeInDual {
  readonly penalty: number;
  readonly alpha: Float64Array;
  readonly intercept: number;
  readonly predictions: Float64Array;
  readonly squaredError: number;
}

/**
 * Ridge regression with a free intercept in its dual form, n × n, left-out predictions included.
 *
 *   alpha = P label, P = G^-1 - G^-1 1 1' G^-1 / (1' G^-1 1)
 *   G = X X' + penalty (trace(X X') / n) diag(noise / mean(noise))
 *   leave-one-out error_i = (P label)_i / P_ii
 *
 * Source: Golub et al. 1979, Technometrics 21:215. Shape: X X' of the samples row by row, one noise
 * and one label each. Edge: null where G cannot be inverted.
 */
export function ridgeInDual(
  {
    gram,
    noise,
    labels,
  }: {
    readonly gram: Float64Array;
    readonly noise: readonly number[];
    readonly labels: readonly number[];
  },
  penalty: number,
): RidgeInDual | null {
  const size = labels.length;
  let trace = 0;
  for (let i = 0; i < size; i++) trace += gram[i * size + i] / size;
  const meanNoise = meanOf(noise);
  const matrix = Float64Array.from(gram);
  noise.forEach((value, i) => {
    matrix[i * size + i] += (penalty * trace * value) / meanNoise;
  });
  const inverse = invertPositiveDefinite(matrix, size);
  if (inverse === null) return null;
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
    penalty,
    alpha,
    intercept,
    predictions: withoutOwnLabel(
      errors.map((error, i) => labels[i] - error),
      labels,
    ),
    squaredError: meanOf(Array.from(errors, (error) => error * error)),
  };
}

/**
 * Leaving a sample out shifts the mean of the others away from it, which a new sample does not do:
 *
 *   prediction_i + (label_i - mean(label)) / (n - 1)
 */
function withoutOwnLabel(predictions: Float64Array, labels: readonly number[]): Float64Array {
  const mean = meanOf(labels);
  return predictions.map((value, i) => value + (labels[i] - mean) / (labels.length - 1));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
