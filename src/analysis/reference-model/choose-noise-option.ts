import type { CrossFittedErrors, NoiseOption } from './noise-cross-validation.ts';

const componentCounts = [0, 1, 2, 3, 4, 6, 8, 12, 16];
const responseDeviations = [0.1, 0.3, 1];

/** Every option a group of this size can carry: at most a component per five controls fitted on. */
export function noiseOptionsFor(folds: Int32Array): NoiseOption[] {
  const foldCount = new Set(folds).size;
  const fitted = folds.length - Math.ceil(folds.length / foldCount);
  return componentCounts
    .filter((count) => count <= fitted / 5)
    .flatMap((componentCount) =>
      responseDeviations
        .slice(0, componentCount === 0 ? 1 : responseDeviations.length)
        .map((responseDeviation) => ({ componentCount, responseDeviation })),
    );
}

/**
 * The simplest option whose cross-fitted error cannot be told from the least.
 *
 *   loss_i = sum over autosomes of error_ic^2 / variance_c
 *   chosen: the fewest components with mean(loss - loss of the best) ≤ one standard error of that
 *     mean
 *
 * Comparing control by control takes out what makes single controls noisy under any option.
 * Counting noise of a sample is the same under all options and cancels.
 *
 * Source: one-standard-error rule, Breiman et al. 1984, CART, section 3.4.3, on paired differences.
 * Shape: candidates (scales) each with options and their errors; indices of candidate and option
 * out.
 */
export function chooseNoiseOption(
  candidates: readonly {
    readonly options: readonly NoiseOption[];
    readonly errors: CrossFittedErrors;
  }[],
  variances: readonly number[],
): { candidate: number; option: number } {
  const entries = candidates.flatMap(({ options, errors }, candidate) =>
    options.map(({ componentCount, responseDeviation }, option) => ({
      place: { candidate, option },
      complexity: componentCount,
      responseDeviation,
      losses: lossesOf(errors[option], variances),
    })),
  );
  const best = entries.reduce((a, b) => (meanOf(b.losses) < meanOf(a.losses) ? b : a));
  const close = entries.filter((entry) => isClose(entry.losses, best.losses));
  return close.reduce((a, b) => {
    if (a.complexity !== b.complexity) return b.complexity < a.complexity ? b : a;
    return meanOf(b.losses) < meanOf(a.losses) ? b : a;
  }).place;
}

function lossesOf(errors: readonly Float64Array[], variances: readonly number[]): Float64Array {
  const losses = new Float64Array(errors[0].length);
  errors.forEach((chromosome, c) => {
    for (let i = 0; i < losses.length; i++) losses[i] += chromosome[i] ** 2 / variances[c];
  });
  return losses;
}

function isClose(losses: Float64Array, best: Float64Array): boolean {
  const differences = losses.map((loss, i) => loss - best[i]);
  const mean = meanOf(differences);
  const squares = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const n = losses.length;
  return mean <= Math.sqrt(squares / (n - 1) / n);
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
