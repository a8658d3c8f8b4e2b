import { type LocalFit, localPolynomial } from './local-polynomial.ts';
import { evaluateLoess, type LoessCurve } from './loess-curve.ts';
import { loessVertices } from './loess-vertices.ts';
import { median } from './median.ts';

/** What a LOESS curve is fitted to, and how. */
export interface LoessOptions {
  readonly x: Float64Array | readonly number[];
  readonly y: Float64Array | readonly number[];
  /** Prior weight of each point, at least 0; 1 if absent. */
  readonly weights?: Float64Array;
  /** Share of the points in each local fit; above 1 all, with a wider kernel. */
  readonly span: number;
  readonly degree: 1 | 2;
  /** Rounds of bisquare re-weighting after the first fit; R's `symmetric` family does 3. */
  readonly robustIterations?: number;
  /** `direct` makes every distinct x a vertex: exact and slow, to check the interpolation. */
  readonly surface?: 'interpolate' | 'direct';
}

/**
 * Fits a smooth curve through points by local regression.
 *
 *   weight of point i in the fit at v = w_i (1 - (|x_i - v| / h)^3)^3 within h, else 0
 *   h = distance to the q-th nearest point, q = floor(n span + 1e-5); times sqrt(span) if span > 1
 *
 * The local polynomial gives value and slope at a few vertices; the curve between is cubic Hermite
 * (`evaluateLoess`), which is what R's loess does by default.
 *
 * R's manual says `times span`; its program takes span times the squared distance, and so do we.
 *
 * Source: Cleveland 1979, JASA 74:829; Cleveland and Grosse 1991, Stat Comput 1:47.
 * Shape: x and y of one length, any order, finite; the answer is a curve. Unit: those of x and y.
 * Edge: throws without a point or with unequal lengths; where a neighbourhood has too few distinct
 * x for the degree, a lower degree is used there.
 *
 * @example fitLoess({ x: [1, 2, 3, 4], y: [1, 4, 9, 16], span: 1, degree: 2 }) // y = x^2
 */
export function fitLoess(options: LoessOptions): LoessCurve {
  const x = new Float64Array(options.x);
  const y = new Float64Array(options.y);
  if (x.length === 0 || x.length !== y.length) throw new RangeError('x and y need one length');
  const sortedX = x.slice().sort();
  const positions =
    options.surface === 'direct' ? distinct(sortedX) : loessVertices(sortedX, options.span);
  const weights = options.weights ?? new Float64Array(x.length).fill(1);
  const fit = { x, y, sortedX, positions, span: options.span, degree: options.degree };
  let curve = fitOnce({ ...fit, weights });
  for (let round = 0; round < (options.robustIterations ?? 0); round++) {
    curve = fitOnce({ ...fit, weights: robustWeights({ curve, x, y, weights }) });
  }
  return curve;
}

interface Fit {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly weights: Float64Array;
  readonly sortedX: Float64Array;
  readonly positions: Float64Array;
  readonly span: number;
  readonly degree: 1 | 2;
}

function fitOnce(fit: Fit): LoessCurve {
  const { positions, sortedX } = fit;
  const locals = Array.from(positions, (centre): LocalFit => {
    const bandwidth = bandwidthAt(sortedX, centre, fit.span);
    return localPolynomial({ ...fit, centre, bandwidth });
  });
  return {
    positions,
    values: Float64Array.from(locals, (local) => local.value),
    slopes: Float64Array.from(locals, (local) => local.slope),
    xMin: sortedX[0],
    xMax: sortedX[sortedX.length - 1],
  };
}

/** Distance from the centre to its q-th nearest point. */
function bandwidthAt(sortedX: Float64Array, centre: number, span: number): number {
  const n = sortedX.length;
  const nearest = Math.max(1, Math.min(n, Math.floor(n * span + 1e-5)));
  // The nearest points are neighbours in the sorted order: find where their window starts.
  let low = 0;
  let high = n - nearest;
  while (low < high) {
    const start = (low + high) >> 1;
    if (centre - sortedX[start] > sortedX[start + nearest] - centre) low = start + 1;
    else high = start;
  }
  const distance = Math.max(centre - sortedX[low], sortedX[low + nearest - 1] - centre);
  return distance * Math.sqrt(Math.max(1, span));
}

function robustWeights(round: {
  curve: LoessCurve;
  x: Float64Array;
  y: Float64Array;
  weights: Float64Array;
}): Float64Array {
  const { curve, x, y, weights } = round;
  const residuals = y.map((value, i) => Math.abs(value - evaluateLoess(curve, x[i])));
  const reach = 6 * median(residuals);
  if (reach === 0) return weights;
  return residuals.map((residual, i) => {
    const share = residual / reach;
    if (share <= 0.001) return weights[i];
    return share >= 0.999 ? 0 : weights[i] * (1 - share * share) ** 2;
  });
}

function distinct(sortedX: Float64Array): Float64Array {
  return sortedX.filter((value, i) => i === 0 || value !== sortedX[i - 1]);
}
