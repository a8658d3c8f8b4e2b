import { autosomeCount } from '../genome/chromosome.ts';
import { isReferenceAutosome } from '../normalise/genome-windows.ts';

/** How many autosomes the control group's own dispersion, 1, counts for. */
const priorWeight = 20;
/** A single autosome is heard no further: it may carry a variant of its own. */
const squareMax = 9;
/** About one standard deviation of the estimate in a usual sample, which must not widen it. */
const tolerance = 0.16;

/**
 * How much more variable a sample is than the model says, by its own other autosomes.
 *
 *   dispersion = max(1, (20 + sum of min(z_d^2, 9)) / (20 + count) - 0.16)
 *
 * over the reference autosomes d other than the one under test; the sample's variance is to be
 * multiplied by it. A sample of an unusual batch strays everywhere; a trisomy or a maternal variant
 * only where it lies.
 *
 * Source: our own; a shrunken chi-squared ratio. Shape: 22 z-scores (NaN = unknown), the
 * chromosome under test. Range: 1 to about 5. Edge: 1 without other autosomes.
 *
 * @example ownDispersion(new Float64Array(22).fill(2), 20) // (20 + 19 * 4) / 39 - 0.16 = ~2.30
 */
export function ownDispersion(zScores: Float64Array, chromosomeIndex: number): number {
  let squares = priorWeight;
  let weights = priorWeight;
  for (let d = 0; d < autosomeCount; d++) {
    if (d === chromosomeIndex || !isReferenceAutosome(d) || Number.isNaN(zScores[d])) continue;
    squares += Math.min(squareMax, zScores[d] ** 2);
    weights += 1;
  }
  return Math.max(1, squares / weights - tolerance);
}
