/**
 * Solves a symmetric positive definite system by Cholesky's factorisation.
 *
 *   matrix = L L', then L z = right side, then L' x = z
 *
 * Source: Golub and Van Loan 2013, Matrix Computations, 4th ed., algorithm 4.2.1. Shape: `matrix`
 * is size × size row by row (lower half read), `rightSide` has length size. Unit: that of the right
 * side over the matrix.
 * Edge: null when the matrix is not positive definite.
 *
 * @example solveCholesky(Float64Array.of(4, 2, 2, 3), Float64Array.of(8, 7)) // [1.25, 1.5]
 */
export function solveCholesky(matrix: Float64Array, rightSide: Float64Array): Float64Array | null {
  const factor = factorCholesky(matrix, rightSide.length);
  if (factor === null) return null;
  const solution = Float64Array.from(rightSide);
  substituteForward(factor, solution);
  substituteBackward(factor, solution);
  return solution;
}

/** The lower triangle L of matrix = L L', row by row; null if it is not positive definite. */
export function factorCholesky(matrix: Float64Array, size: number): Float64Array | null {
  const factor = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      const rest = matrix[i * size + j] - rowProduct(factor, { a: i * size, b: j * size, end: j });
      if (i !== j) factor[i * size + j] = rest / factor[j * size + j];
      else if (rest > 0) factor[i * size + i] = Math.sqrt(rest);
      else return null;
    }
  }
  return factor;
}

/**
 * The inverse of a symmetric positive definite matrix, row by row.
 *
 *   inverse = M' M, where M is the inverse of Cholesky's L
 *
 * Source: as `solveCholesky`. Shape: size × size row by row, both halves filled. Unit: one over the
 * matrix.
 * Edge: null when the matrix is not positive definite.
 *
 * @example invertPositiveDefinite(Float64Array.of(2, 0, 0, 4), 2) // [0.5, 0, 0, 0.25]
 */
export function invertPositiveDefinite(matrix: Float64Array, size: number): Float64Array | null {
  const factor = factorCholesky(matrix, size);
  if (factor === null) return null;
  const columns = invertTriangle(factor, size);
  const inverse = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      // Row j of `columns` is column j of M: element k stands for row k, zero before row j.
      for (let k = i; k < size; k++) sum += columns[i * size + k] * columns[j * size + k];
      inverse[i * size + j] = sum;
      inverse[j * size + i] = sum;
    }
  }
  return inverse;
}

/** Columns of the inverse of a lower triangle, one a row, so that inner loops run along memory. */
function invertTriangle(factor: Float64Array, size: number): Float64Array {
  const columns = new Float64Array(size * size);
  for (let column = 0; column < size; column++) {
    const base = column * size;
    columns[base + column] = 1 / factor[column * size + column];
    for (let i = column + 1; i < size; i++) {
      let sum = 0;
      for (let k = column; k < i; k++) sum += factor[i * size + k] * columns[base + k];
      columns[base + i] = -sum / factor[i * size + i];
    }
  }
  return columns;
}

function rowProduct(factor: Float64Array, rows: { a: number; b: number; end: number }): number {
  let sum = 0;
  for (let k = 0; k < rows.end; k++) sum += factor[rows.a + k] * factor[rows.b + k];
  return sum;
}

function substituteForward(factor: Float64Array, vector: Float64Array): void {
  const size = vector.length;
  for (let i = 0; i < size; i++) {
    let rest = vector[i];
    for (let k = 0; k < i; k++) rest -= factor[i * size + k] * vector[k];
    vector[i] = rest / factor[i * size + i];
  }
}

function substituteBackward(factor: Float64Array, vector: Float64Array): void {
  const size = vector.length;
  for (let i = size - 1; i >= 0; i--) {
    let rest = vector[i];
    for (let k = i + 1; k < size; k++) rest -= factor[k * size + i] * vector[k];
    vector[i] = rest / factor[i * size + i];
  }
}
