/**
 * The value below which a share `q` of the values lies, linear between neighbours.
 *
 *   h = (n - 1) q;  sorted[floor(h)] + (h - floor(h)) (sorted[floor(h) + 1] - sorted[floor(h)])
 *
 * Source: Hyndman and Fan 1996, Am Stat 50:361, definition 7 (the default of R).
 * Shape: any order, not changed; q 0–1. Unit: that of the values.
 * Edge: NaN if there is no value, one of them is NaN, or q leaves 0–1.
 *
 * @example quantile([1, 2, 3, 4], 0.25) // 1.75
 */
export function quantile(values: Float64Array | readonly number[], q: number): number {
  const sorted = new Float64Array(values).sort();
  const last = sorted.length - 1;
  // A typed array sorts NaN to its end.
  if (last < 0 || Number.isNaN(sorted[last]) || !(q >= 0 && q <= 1)) return Number.NaN;
  const position = last * q;
  const below = Math.floor(position);
  const share = position - below;
  if (share === 0) return sorted[below];
  return sorted[below] + share * (sorted[below + 1] - sorted[below]);
}
