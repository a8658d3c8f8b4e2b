/** Counting alone gives no value to more than a seventh of the bins from here on. */
const countMin = 10;
const shareMax = 0.5;
/** Cross-fitted z of distinct samples has a standard deviation near 1; copies have less. */
const zSpreadMin = 0.3;

/**
 * The count that most bins of a sample share, which no sequencing gives; null if there is none.
 *
 *   share = bins with the commonest count / bins with any count > 1/2, count ≥ 10
 *
 * Source: Poisson counts: at a mean of 10 the commonest count takes 12.5 % of the bins.
 * Shape: reads per bin. Unit: reads.
 * Edge: null without reads and for shallow samples, whose bins hold 1 or 2.
 *
 * @example constantCount(Uint32Array.of(0, 500, 500, 500)) // 500
 */
export function constantCount(reads: Uint32Array): number | null {
  const bins = new Map<number, number>();
  let filled = 0;
  for (const count of reads) {
    if (count === 0) continue;
    filled += 1;
    if (count >= countMin) bins.set(count, (bins.get(count) ?? 0) + 1);
  }
  const [commonest] = [...bins].sort((a, b) => b[1] - a[1]);
  return commonest !== undefined && commonest[1] > shareMax * filled ? commonest[0] : null;
}

/**
 * Whether controls vary less than counting reads would make them: copies under other names.
 *
 * Shape: standard deviation of the controls' cross-fitted z, one a target. Edge: false without one.
 *
 * @example varyTooLittle([0.02, 0.1, 0.05]) // true
 */
export function varyTooLittle(zStandardDeviations: readonly number[]): boolean {
  return zStandardDeviations.length > 0 && zStandardDeviations.every((sd) => sd < zSpreadMin);
}
