/** Value and slope of a local polynomial at its centre. */
export interface LocalFit {
  readonly value: number;
  readonly slope: number;
}

interface LocalPolynomialOptions {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly weights: Float64Array;
  readonly centre: number;
  /** Distance at which the tricube weight reaches 0. */
  readonly bandwidth: number;
  readonly degree: 1 | 2;
}

/** Share of a column's square left after the ones before it, below which it counts as dependent. */
const pivotShareMin = 1e-10;

/**
 * Weighted least squares of a line or parabola around a centre, with tricube weights.
 *
 *   minimise sum w_i (1 - |u_i|^3)^3 (y_i - b0 - b1 u_i - b2 u_i^2)^2, u_i = (x_i - centre) / h
 *   value = b0, slope = b1 / h
 *
 * Source: Cleveland 1979, JASA 74:829. Shape: x, y, weights of one length, any order. Unit: that of
 * y, the slope per unit of x.
 * Edge: a column that depends on the ones before it is left out (degree falls); with no point
 * inside the bandwidth, or a bandwidth of 0, the weighted mean of the nearest points and slope 0.
 *
 * @example localPolynomial({ x: Float64Array.of(0, 1, 2), y: Float64Array.of(1, 3, 5),
 *   weights: Float64Array.of(1, 1, 1), centre: 1, bandwidth: 2, degree: 1 }) // value 3, slope 2
 */
export function localPolynomial(options: LocalPolynomialOptions): LocalFit {
  const sums = new Float64Array(8);
  if (options.bandwidth > 0) addMoments(sums, options);
  if (sums[0] <= 0) return { value: meanOfNearest(options), slope: 0 };
  const [value, slope] = solveMoments(sums, options.degree);
  return { value, slope: slope / options.bandwidth };
}

/** Adds sum w u^k for k = 0–4, then sum w u^k y for k = 0–2. */
function addMoments(sums: Float64Array, options: LocalPolynomialOptions): void {
  const { x, y, weights, centre, bandwidth } = options;
  let [s0, s1, s2, s3, s4, t0, t1, t2] = sums;
  const scale = 1 / bandwidth;
  for (let i = 0; i < x.length; i++) {
    const u = (x[i] - centre) * scale;
    if (u <= -1 || u >= 1) continue;
    const cube = 1 - Math.abs(u * u * u);
    const w = weights[i] * cube * cube * cube;
    const wu = w * u;
    const wuu = wu * u;
    s0 += w;
    s1 += wu;
    s2 += wuu;
    s3 += wuu * u;
    s4 += wuu * u * u;
    t0 += w * y[i];
    t1 += wu * y[i];
    t2 += wuu * y[i];
  }
  sums.set([s0, s1, s2, s3, s4, t0, t1, t2]);
}

/** Solves the normal equations by LDL' elimination, leaving out dependent columns. */
function solveMoments(sums: Float64Array, degree: 1 | 2): [number, number] {
  const [s0, s1, s2, s3, s4, t0, t1, t2] = sums;
  const l10 = s1 / s0;
  const d1 = s2 - l10 * s1;
  const mean = t0 / s0;
  if (!(d1 > pivotShareMin * s2)) return [mean, 0];
  const r1 = (t1 - l10 * t0) / d1;
  const l20 = s2 / s0;
  const l21 = (s3 - l20 * s1) / d1;
  const d2 = s4 - l20 * s2 - l21 * l21 * d1;
  const curved = degree === 2 && d2 > pivotShareMin * s4;
  const b2 = curved ? (t2 - l20 * t0 - l21 * r1 * d1) / d2 : 0;
  const b1 = r1 - l21 * b2;
  return [mean - l10 * b1 - l20 * b2, b1];
}

function meanOfNearest({ x, y, weights, centre }: LocalPolynomialOptions): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < x.length; i++) nearest = Math.min(nearest, Math.abs(x[i] - centre));
  let sum = 0;
  let total = 0;
  let plain = 0;
  let count = 0;
  for (let i = 0; i < x.length; i++) {
    if (Math.abs(x[i] - centre) > nearest) continue;
    sum += weights[i] * y[i];
    total += weights[i];
    plain += y[i];
    count += 1;
  }
  return total > 0 ? sum / total : plain / count;
}
