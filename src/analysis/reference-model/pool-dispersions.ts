import { meanAndStandardDeviation } from '../statistics/mean-and-standard-deviation.ts';

/** Controls of one batch stray together: an estimate from them is this much less sure. */
const batchInflation = 2;

/**
 * Draws what each autosome says of its own spread towards what all of them say.
 *
 *   noise = 2 * 2 mean^2 / n;  truth = max(0, variance of the dispersions - noise / 2)
 *   pooled_c = mean + truth / (truth + noise) (dispersion_c - mean)
 *
 * The spread of 200 controls of nine batches is known to a tenth or worse, while autosomes hardly
 * differ in it: taken as found, it makes z of one laboratory narrow and of the next wide by chance.
 * Where autosomes do differ, each keeps its own.
 *
 * Source: James and Stein 1961, after Efron and Morris 1975, J Am Stat Assoc 70:311. Shape:
 * variance over counting variance, one per autosome. Unit: none. Edge: a group of one is unchanged.
 *
 * @example poolDispersions([0.9, 1, 1.1], 200) // [1, 1, 1]: chance alone spreads as much
 */
export function poolDispersions(dispersions: readonly number[], controlCount: number): number[] {
  if (dispersions.length < 2) return [...dispersions];
  const { mean, standardDeviation } = meanAndStandardDeviation(dispersions);
  const chance = (2 * mean ** 2) / controlCount;
  const truth = Math.max(0, standardDeviation ** 2 - chance);
  const kept = truth / (truth + batchInflation * chance);
  return dispersions.map((value) => mean + kept * (value - mean));
}
