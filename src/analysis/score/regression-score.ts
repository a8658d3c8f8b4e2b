import { autosomeCount } from '../genome/chromosome.ts';
import { isReferenceAutosome } from '../normalise/genome-windows.ts';
import { fitRidge } from '../statistics/ridge.ts';

/** An autosome predicted from the others. */
export interface RegressionTemplate {
  readonly intercept: number;
  /** One per autosome; 0 for those that do not predict. */
  readonly coefficients: Float64Array;
  /** Leave-one-out standard deviation of observed over predicted. */
  readonly standardDeviation: number;
}

/** Prior standard deviation of a coefficient, in relative change per relative change. */
const coefficientDeviation = 0.3;

/**
 * Learns how an autosome moves with the other reference autosomes.
 *
 *   share_d = count_d / sum over predictors of count (the chromosome itself is no part of the
 *     whole)
 *   ln(count_c / sum over predictors) = intercept + sum(coefficient_d ln(share_d)), ridge
 *
 * Normalising by the predictors alone keeps the chromosome out of its own prediction: shares of a
 * whole with it would fall as it rises and so predict it from itself.
 *
 * Source: after the regression-based z-score, Johansson 2017, Sci Rep 7:1838, with ridge for
 * selection. Shape: corrected counts [control][autosome]. Unit: log ratio.
 * Edge: a spread of 0 without variation.
 *
 * @example trainRegression(counts, 20).intercept
 *   // ln(1 / 19): controls with 100 reads per autosome
 */
export function trainRegression(
  counts: readonly Float64Array[],
  chromosomeIndex: number,
): RegressionTemplate {
  const predictors = predictorsOf(chromosomeIndex);
  const rows = counts.map((row) => features(row, predictors));
  const values = Float64Array.from(counts, (row) => response(row, chromosomeIndex, predictors));
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const penalty = Math.max(variance, 1e-12) / coefficientDeviation ** 2;
  const fit = fitRidge({ rows, values, columnCount: predictors.length, penalty });
  let squares = 0;
  rows.forEach((row, i) => {
    let predicted = fit.intercept;
    let leverage = 1 / rows.length;
    for (let a = 0; a < predictors.length; a++) {
      predicted += fit.coefficients[a] * row[a];
      const da = row[a] - fit.columnMeans[a];
      for (let b = 0; b < predictors.length; b++) {
        leverage += da * fit.inverse[a * predictors.length + b] * (row[b] - fit.columnMeans[b]);
      }
    }
    squares += ((values[i] - predicted) / (1 - leverage)) ** 2;
  });
  const coefficients = new Float64Array(autosomeCount);
  predictors.forEach((d, a) => {
    coefficients[d] = fit.coefficients[a];
  });
  return {
    intercept: fit.intercept,
    coefficients,
    standardDeviation: Math.sqrt(squares / rows.length),
  };
}

/**
 * z of an autosome against what the other autosomes predict.
 *
 *   z = (observed / predicted - 1) / standardDeviation
 *
 * Source: as `trainRegression`, and so is the normalisation. Shape: 22 corrected counts, one
 * template. Unit: standard deviations.
 * Edge: null where a count is missing or the template does not vary.
 *
 * @example regressionScore(counts, 20, { intercept: Math.log(1 / 19), coefficients: zeros,
 *   standardDeviation: 0.01 })
 *   // 5: 105 reads on 21, 100 elsewhere
 */
export function regressionScore(
  counts: Float64Array,
  chromosomeIndex: number,
  template: RegressionTemplate,
): number | null {
  const predictors = predictorsOf(chromosomeIndex);
  const row = features(counts, predictors);
  let predicted = template.intercept;
  predictors.forEach((d, a) => {
    predicted += template.coefficients[d] * row[a];
  });
  const observed = response(counts, chromosomeIndex, predictors);
  const z = (Math.exp(observed - predicted) - 1) / template.standardDeviation;
  return Number.isFinite(z) ? z : null;
}

function predictorsOf(chromosomeIndex: number): number[] {
  return Array.from({ length: autosomeCount }, (_, c) => c).filter(
    (c) => c !== chromosomeIndex && isReferenceAutosome(c),
  );
}

function features(counts: Float64Array, predictors: readonly number[]): Float64Array {
  const total = sumOf(counts, predictors);
  return Float64Array.from(predictors, (d) => Math.log(counts[d] / total));
}

function response(counts: Float64Array, c: number, predictors: readonly number[]): number {
  return Math.log(counts[c] / sumOf(counts, predictors));
}

function sumOf(counts: Float64Array, indices: readonly number[]): number {
  return indices.reduce((sum, c) => sum + counts[c], 0);
}
