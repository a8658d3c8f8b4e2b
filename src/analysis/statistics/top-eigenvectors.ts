import { type Eigen, symmetricEigen, withSign } from './symmetric-eigen.ts';

/** How often the subspace is multiplied; components that matter settle long before. */
const roundsMax = 40;
const settledRelative = 1e-8;
const oversampling = 6;

/**
 * The largest eigenvalues of a symmetric positive semi-definite matrix with their unit vectors, by
 * subspace iteration with a Rayleigh–Ritz step.
 *
 *   Q <- orthonormal(matrix Q), repeated; then the eigenvectors of Q' matrix Q, turned back by Q
 *
 * Source: Halko, Martinsson and Tropp 2011, SIAM Review 53:217, algorithm 4.4. Shape: `matrix` is
 * size × size row by row. The start is a fixed sequence: the same matrix gives the same bytes.
 * Unit: that of the matrix; vectors have length 1.
 * Edge: at most `size` vectors; `start` (vectors nearly right) shortens the way.
 *
 * @example topEigenvectors({ matrix: Float64Array.of(2, 1, 1, 2), size: 2, count: 1 }).values //
 * [3]
 */
export function topEigenvectors(problem: {
  readonly matrix: Float64Array;
  readonly size: number;
  readonly count: number;
  readonly start?: readonly Float64Array[];
  readonly roundsMax?: number;
}): Eigen {
  const { matrix, size } = problem;
  const count = Math.min(problem.count, size);
  const width = Math.min(size, count + oversampling);
  let ritz = rayleighRitz(matrix, orthonormalise(startVectors(size, width, problem.start)));
  for (let round = 1; round < (problem.roundsMax ?? roundsMax); round++) {
    const previous = ritz.values;
    ritz = rayleighRitz(matrix, orthonormalise(ritz.images));
    if (hasSettled(ritz.values, previous, count)) break;
  }
  return {
    values: ritz.values.slice(0, count),
    vectors: ritz.vectors.slice(0, count).map(withSign),
  };
}

interface Ritz extends Eigen {
  /** The matrix times each vector. */
  readonly images: readonly Float64Array[];
}

function rayleighRitz(matrix: Float64Array, basis: readonly Float64Array[]): Ritz {
  const width = basis.length;
  const images = multiplyAll(matrix, basis);
  const small = new Float64Array(width * width);
  for (let i = 0; i < width; i++) {
    for (let j = 0; j <= i; j++) {
      const value = product(basis[i], images[j]);
      small[i * width + j] = value;
      small[j * width + i] = value;
    }
  }
  const eigen = symmetricEigen(small, width);
  return {
    values: eigen.values,
    vectors: eigen.vectors.map((turn) => combine(basis, turn)),
    images: eigen.vectors.map((turn) => combine(images, turn)),
  };
}

function combine(basis: readonly Float64Array[], weights: Float64Array): Float64Array {
  const sum = new Float64Array(basis[0].length);
  basis.forEach((vector, j) => {
    for (let i = 0; i < sum.length; i++) sum[i] += weights[j] * vector[i];
  });
  return sum;
}

function hasSettled(values: Float64Array, previous: Float64Array, count: number): boolean {
  for (let i = 0; i < count; i++) {
    if (Math.abs(values[i] - previous[i]) > settledRelative * Math.abs(values[0])) return false;
  }
  return true;
}

/** Given vectors first, then a fixed scatter of signs and sizes (golden-ratio sequence). */
function startVectors(
  size: number,
  width: number,
  start: readonly Float64Array[] = [],
): Float64Array[] {
  return Array.from({ length: width }, (_, j) =>
    j < start.length
      ? Float64Array.from(start[j])
      : Float64Array.from({ length: size }, (_, i) => scatter(i * width + j + 1)),
  );
}

function scatter(position: number): number {
  const mixed = Math.imul(position ^ (position >>> 15), 0x2c1b3c6d);
  const again = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39);
  return ((again ^ (again >>> 15)) >>> 0) / 0x80000000 - 1;
}

/** What is left of a vector below this share of its length is rounding, not a direction. */
const directionMin = 1e-10;

/** Gram–Schmidt, twice for accuracy; a vector without a direction of its own becomes zero. */
function orthonormalise(vectors: readonly Float64Array[]): Float64Array[] {
  const done: Float64Array[] = [];
  for (const vector of vectors) {
    const rest = Float64Array.from(vector);
    const whole = Math.sqrt(product(rest, rest));
    for (let pass = 0; pass < 2; pass++) for (const other of done) subtractAlong(rest, other);
    const length = Math.sqrt(product(rest, rest));
    const isDirection = length > directionMin * whole;
    done.push(isDirection ? rest.map((value) => value / length) : new Float64Array(rest.length));
  }
  return done;
}

function subtractAlong(vector: Float64Array, unit: Float64Array): void {
  const along = product(vector, unit);
  for (let i = 0; i < vector.length; i++) vector[i] -= along * unit[i];
}

/**
 * The matrix times each vector. Four vectors share each pass over a row: one sum alone would wait
 * for itself, and the matrix would be read from memory once a vector (4 times slower at size 800).
 */
function multiplyAll(matrix: Float64Array, vectors: readonly Float64Array[]): Float64Array[] {
  const images = vectors.map((vector) => new Float64Array(vector.length));
  const size = vectors[0].length;
  for (let i = 0; i < size; i++) {
    const row = matrix.subarray(i * size, (i + 1) * size);
    for (let j = 0; j < vectors.length; j += 4) multiplyFour(row, vectors, { images, i, j });
  }
  return images;
}

function multiplyFour(
  row: Float64Array,
  vectors: readonly Float64Array[],
  { images, i, j }: { images: readonly Float64Array[]; i: number; j: number },
): void {
  const last = vectors.length - 1;
  const a = vectors[j];
  const b = vectors[Math.min(last, j + 1)];
  const c = vectors[Math.min(last, j + 2)];
  const d = vectors[Math.min(last, j + 3)];
  let sa = 0;
  let sb = 0;
  let sc = 0;
  let sd = 0;
  for (let k = 0; k < row.length; k++) {
    const value = row[k];
    sa += value * a[k];
    sb += value * b[k];
    sc += value * c[k];
    sd += value * d[k];
  }
  images[j][i] = sa;
  if (j + 1 <= last) images[j + 1][i] = sb;
  if (j + 2 <= last) images[j + 2][i] = sc;
  if (j + 3 <= last) images[j + 3][i] = sd;
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
