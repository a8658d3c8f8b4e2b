/**
 * Height of the standard normal density at z.
 *
 *   exp(-z^2 / 2) / sqrt(2 pi)
 *
 * Source: de Moivre; constant to 17 digits. Shape: scalar. Range: 0–0.3989.
 * Edge: 0 at either infinity and where it underflows (|z| > 38.6), NaN at NaN.
 *
 * @example normalDensity(0) // 0.3989422804014327
 */
export function normalDensity(z: number): number {
  return 0.3989422804014327 * Math.exp(-0.5 * z * z);
}
