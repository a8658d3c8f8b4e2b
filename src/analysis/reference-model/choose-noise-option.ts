import type { CrossFittedErrors, NoiseOption } from './noise-cross-validation.ts';

/** Prior standard deviations of a chromosome's response to a component; the least turns it off. */
const responseDeviations = [0.01, 0.6];

export const noiseOptions: readonly NoiseOption[] = responseDeviations.map((responseDeviation) => ({
  responseDeviation,
}));

/**
 * The option with the least cross-fitted error; the first of equal ones, which responds least.
 *
 *   loss = sum over autosomes and controls of error^2 / countingVariance
 *
 * The components are always the same and shrunk by ridge, so that a needless one costs little; a
 * choice of their number by one standard error left half of the long waves in.
 *
 * Source: cross-validation, Stone 1974, J R Stat Soc B 36:111. Shape: one row of errors per option;
 * index of an option out. Unit: errors as log ratios, variances their squares.
 * Edge: -1 without an option.
 *
 * @example chooseNoiseOption([[Float64Array.of(3)], [Float64Array.of(1)]], [1]) // 1: 1 < 9
 */
export function chooseNoiseOption(
  errors: CrossFittedErrors,
  countingVariances: readonly number[],
): number {
  const losses = errors.map((chromosomes) =>
    chromosomes.reduce(
      (sum, values, c) =>
        sum + values.reduce((squares, error) => squares + error * error, 0) / countingVariances[c],
      0,
    ),
  );
  return losses.indexOf(Math.min(...losses));
}
