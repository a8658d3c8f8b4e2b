/**
 * Factor on a standard deviation known from few samples only, after which a cut at z = 3 holds what
 * it promises: Student's quantile over the normal one at the same tail.
 *
 *   t(3) / 3, t(z) = z + (z^3 + z) / (4 f) + (5 z^5 + 16 z^3 + 3 z) / (96 f^2)
 *
 * Source: Abramowitz and Stegun 1964, 26.7.5. Shape: degrees of freedom f in. Range: above 1.
 * Edge: 1 for infinite f; meant for f of at least 5.
 *
 * @example studentInflation(200) // ~1.0126
 */
export function studentInflation(degreesOfFreedom: number): number {
  const first = 30 / (4 * degreesOfFreedom);
  const second = (5 * 243 + 16 * 27 + 9) / (96 * degreesOfFreedom * degreesOfFreedom);
  return 1 + (first + second) / 3;
}
