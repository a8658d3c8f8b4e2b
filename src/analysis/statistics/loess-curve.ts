/**
 * A smooth curve as cubic pieces: position, value and slope at each vertex, positions ascending.
 */
export interface LoessCurve {
  readonly positions: Float64Array;
  readonly values: Float64Array;
  readonly slopes: Float64Array;
  /** Smallest and largest x that was fitted; beyond them the curve keeps the value it has there. */
  readonly xMin: number;
  readonly xMax: number;
}

/**
 * Height of a LOESS curve at x: the cubic Hermite polynomial between the two vertices around it.
 *
 *   t = (x - p0) / w, w = p1 - p0
 *   (1 + 2t)(1-t)^2 v0 + t^2 (3 - 2t) v1 + w t (1-t)^2 s0 - w t^2 (1-t) s1
 *
 * Source: Cleveland and Grosse 1991, Stat Comput 1:47, section 4 (blending; one dimension).
 * Shape: scalar. Unit: that of the fitted y.
 * Edge: clamped to the fitted range, because a parabola extrapolates wildly; NaN at NaN.
 *
 * @example evaluateLoess({ positions: Float64Array.of(0, 2), values: Float64Array.of(0, 2),
 *   slopes: Float64Array.of(1, 1), xMin: 0, xMax: 2 }, 0.5) // 0.5
 */
export function evaluateLoess(curve: LoessCurve, x: number): number {
  if (Number.isNaN(x)) return Number.NaN;
  const { positions, values, slopes } = curve;
  if (positions.length === 1) return values[0];
  const at = Math.min(Math.max(x, curve.xMin), curve.xMax);
  const left = pieceOf(positions, at);
  const width = positions[left + 1] - positions[left];
  const t = (at - positions[left]) / width;
  const u = 1 - t;
  const level = (1 + 2 * t) * u * u * values[left] + t * t * (1 + 2 * u) * values[left + 1];
  return level + width * t * u * (u * slopes[left] - t * slopes[left + 1]);
}

/** Index of the last vertex at or left of x that has a right neighbour. */
function pieceOf(positions: Float64Array, x: number): number {
  let low = 0;
  let high = positions.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (positions[middle] <= x) low = middle;
    else high = middle - 1;
  }
  return low;
}
