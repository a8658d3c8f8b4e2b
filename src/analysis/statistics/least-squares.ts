import { solveCholesky } from './solve-cholesky.ts';

/** A line (plane, …) through points, and what it leaves over. */
export interface LeastSquaresFit {
  readonly intercept: number;
  /** One per column. */
  readonly coefficients: Float64Array;
  /** Sum of the squared residuals. */
  readonly squares: number;
}

/**
 * The linear prediction of a response from columns that leaves the least sum of squares.
 *
 *   response = intercept + sum(coefficient_k column_k) + residual
 *
 * Columns are centred and scaled before the normal equations are solved, which keeps the digits of
 * columns that vary little about a large mean.
 *
 * Source: Björck 1996, Numerical Methods for Least Squares Problems, section 2.2 (normal equations)
 * and 2.8 (scaling). Shape: columns as long as the response. Unit: those of the values.
 * Edge: null where a column does not vary or columns cannot be told apart.
 *
 * @example fitLeastSquares(Float64Array.of(1, 3, 5), [Float64Array.of(0, 1, 2)])
 *   // { intercept: 1, coefficients: [2], squares: 0 }
 */
export function fitLeastSquares(
  response: Float64Array,
  columns: readonly Float64Array[],
): LeastSquaresFit | null {
  const width = columns.length;
  const centred = columns.map(centre);
  const scales = centred.map(({ values }) => Math.sqrt(dot(values, values)));
  if (scales.some((scale) => !(scale > 0))) return null;
  const target = centre(response);
  const matrix = new Float64Array(width * width);
  const rightSide = new Float64Array(width);
  for (let a = 0; a < width; a++) {
    rightSide[a] = dot(centred[a].values, target.values) / scales[a];
    for (let b = 0; b <= a; b++) {
      matrix[a * width + b] = dot(centred[a].values, centred[b].values) / scales[a] / scales[b];
    }
  }
  const solution = solveCholesky(matrix, rightSide);
  if (solution === null) return null;
  const coefficients = solution.map((value, a) => value / scales[a]);
  const residuals = target.values.map((value, i) =>
    centred.reduce((rest, { values }, a) => rest - coefficients[a] * values[i], value),
  );
  const shift = centred.reduce((sum, { mean }, a) => sum + coefficients[a] * mean, 0);
  return { intercept: target.mean - shift, coefficients, squares: dot(residuals, residuals) };
}

function centre(values: Float64Array): { mean: number; values: Float64Array } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, values: values.map((value) => value - mean) };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
