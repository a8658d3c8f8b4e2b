/** Eigenvalues, largest first, and their unit vectors, one a row of length `size`. */
export interface Eigen {
  readonly values: Float64Array;
  readonly vectors: readonly Float64Array[];
}

/**
 * All eigenvalues and eigenvectors of a small symmetric matrix by Jacobi's cyclic rotations.
 *
 * Source: Golub and Van Loan 2013, Matrix Computations, 4th ed., section 8.5.
 * Shape: size × size row by row; meant for sizes to about 60. Sign: the largest element is
 * positive, so that the same matrix gives the same vectors.
 *
 * @example symmetricEigen(Float64Array.of(2, 1, 1, 2), 2).values // [3, 1]
 */
export function symmetricEigen(matrix: Float64Array, size: number): Eigen {
  const work = Float64Array.from(matrix);
  const rows = Array.from({ length: size }, (_, i) => {
    const row = new Float64Array(size);
    row[i] = 1;
    return row;
  });
  for (let sweep = 0; sweep < 60 && offDiagonal(work, size) > 0; sweep++) {
    for (let p = 0; p < size - 1; p++) {
      for (let q = p + 1; q < size; q++) rotate({ work, rows, size }, p, q);
    }
  }
  const order = Array.from({ length: size }, (_, i) => i).sort(
    (a, b) => work[b * size + b] - work[a * size + a] || a - b,
  );
  return {
    values: Float64Array.from(order, (i) => work[i * size + i]),
    vectors: order.map((i) => withSign(rows[i])),
  };
}

interface JacobiState {
  readonly work: Float64Array;
  readonly rows: readonly Float64Array[];
  readonly size: number;
}

function rotate({ work, rows, size }: JacobiState, p: number, q: number): void {
  const apq = work[p * size + q];
  const app = work[p * size + p];
  const aqq = work[q * size + q];
  if (Math.abs(apq) <= 1e-15 * Math.sqrt(Math.abs(app * aqq)) + 1e-300) {
    work[p * size + q] = 0;
    work[q * size + p] = 0;
    return;
  }
  const theta = (aqq - app) / (2 * apq);
  const tangent = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const cosine = 1 / Math.hypot(tangent, 1);
  const sine = tangent * cosine;
  for (let k = 0; k < size; k++) {
    const akp = work[k * size + p];
    const akq = work[k * size + q];
    work[k * size + p] = cosine * akp - sine * akq;
    work[k * size + q] = sine * akp + cosine * akq;
  }
  for (let k = 0; k < size; k++) {
    const apk = work[p * size + k];
    const aqk = work[q * size + k];
    work[p * size + k] = cosine * apk - sine * aqk;
    work[q * size + k] = sine * apk + cosine * aqk;
    const vp = rows[p][k];
    const vq = rows[q][k];
    rows[p][k] = cosine * vp - sine * vq;
    rows[q][k] = sine * vp + cosine * vq;
  }
}

function offDiagonal(work: Float64Array, size: number): number {
  let sum = 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) sum += Math.abs(work[i * size + j]);
  }
  return sum;
}

/** Turns a vector so that its largest element by size is positive. */
export function withSign(vector: Float64Array): Float64Array {
  let largest = 0;
  for (const value of vector) if (Math.abs(value) > Math.abs(largest)) largest = value;
  return largest < 0 ? vector.map((value) => -value) : vector;
}
