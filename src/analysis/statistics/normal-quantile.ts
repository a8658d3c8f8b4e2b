import { normalCdf } from './normal-cdf.ts';
import { normalDensity } from './normal-density.ts';

/**
 * The z below which a standard normal value lies with probability p: the inverse of `normalCdf`.
 *
 * A rational first guess (4.5e-4), then three steps of Halley's method on the lower tail.
 *
 * Source: Abramowitz and Stegun 1964, 26.2.23, for the guess. Shape: scalar, p 0–1.
 * Edge: the infinities at 0 and 1, NaN outside 0–1.
 *
 * @example normalQuantile(0.975) // 1.959963984540054
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  if (p === 0) return Number.NEGATIVE_INFINITY;
  return p <= 0.5 ? lowerQuantile(p) : -normalQuantile(1 - p);
}

function lowerQuantile(p: number): number {
  const t = Math.sqrt(-2 * Math.log(p));
  const top = 2.515517 + t * (0.802853 + t * 0.010328);
  const bottom = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
  let z = top / bottom - t;
  for (let step = 0; step < 3; step++) {
    // Newton's step on log(cdf) would be slower in the middle; Halley's corrects for the curvature.
    const newton = (normalCdf(z) - p) / normalDensity(z);
    if (!Number.isFinite(newton)) return z;
    z -= newton / (1 + (z * newton) / 2);
  }
  return z;
}
