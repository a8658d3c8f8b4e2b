import { invertPositiveDefinite } from './solve-cholesky.ts';

/** A line through a group, with what it takes to say how far to trust it elsewhere. */
export interface RidgeFit {
  readonly intercept: number;
  readonly coefficients: Float64Array;
  readonly columnMeans: Float64Array;
  /**
   * Inverse of (X'X + penalty), row by row: times the noise variance, the coefficients'
   * covariance.
   */
  readonly inverse: Float64Array;
}

/**
 * Ridge regression with a free intercept.
 *
 *   coefficients = (X'X + penalty I)^-1 X'y on centred columns; intercept = mean(y) - coefficients
 *     · means
 *
 * Source: Hoerl and Kennard 1970, Technometrics 12:55. Shape: rows of at least `columnCount`
 * values, of which the first `columnCount` are used. Unit: that of `values`.
 * Edge: no column gives the mean alone; throws where X'X + penalty I cannot be inverted.
 *
 * @example fitRidge({ rows: [Float64Array.of(0), Float64Array.of(2)], values: Float64Array.of(1,
 * 5),
 *   columnCount: 1, penalty: 0 }) // intercept 1, coefficients [2]
 */
export function fitRidge(task: {
  readonly rows: readonly Float64Array[];
  readonly values: Float64Array;
  readonly columnCount: number;
  /** One for all columns or one for each. */
  readonly penalty: number | Float64Array;
}): RidgeFit {
  const { rows, values, columnCount: width } = task;
  const columnMeans = meansOf(rows, width);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const normal = new Float64Array(width * width);
  const moments = new Float64Array(width);
  rows.forEach((row, i) => {
    for (let a = 0; a < width; a++) {
      const centred = row[a] - columnMeans[a];
      moments[a] += centred * (values[i] - mean);
      for (let b = 0; b < width; b++) normal[a * width + b] += centred * (row[b] - columnMeans[b]);
    }
  });
  const { penalty } = task;
  for (let a = 0; a < width; a++) {
    normal[a * width + a] += typeof penalty === 'number' ? penalty : penalty[a];
  }
  const inverse = invertPositiveDefinite(normal, width);
  if (inverse === null) throw new RangeError('the predictors of a ridge fit are not independent');
  const coefficients = new Float64Array(width);
  for (let a = 0; a < width; a++) {
    for (let b = 0; b < width; b++) coefficients[a] += inverse[a * width + b] * moments[b];
  }
  const shift = coefficients.reduce((sum, value, a) => sum + value * columnMeans[a], 0);
  return { intercept: mean - shift, coefficients, columnMeans, inverse };
}

/** Height of the line at a row. */
export function predictRidge(fit: RidgeFit, row: Float64Array): number {
  let sum = fit.intercept;
  for (let a = 0; a < fit.coefficients.length; a++) sum += fit.coefficients[a] * row[a];
  return sum;
}

function meansOf(rows: readonly Float64Array[], width: number): Float64Array {
  const means = new Float64Array(width);
  for (const row of rows) for (let a = 0; a < width; a++) means[a] += row[a] / rows.length;
  return means;
}
