import type { Landscape } from '../../fixtures/simulate/landscape.ts';
import type { ExpectedProfile } from '../../src/analysis/normalise/expected-profile.ts';
import { solveCholesky } from '../../src/analysis/statistics/solve-cholesky.ts';

/** A linear estimator of the fetal fraction: one weight a reference bin, and where it starts. */
export interface FractionOracle {
  readonly weights: Float64Array;
  readonly offset: number;
}

/** A control with its true fetal fraction. */
export interface OracleControl {
  readonly residuals: Float32Array;
  readonly truth: number;
}

/** Standard deviations of the simulator's shared waves: a sample's strength of each. */
const waveDeviations = [0.0048, 0.0048, 0.0038, 0.0038, 0.002, 0.001];
const levelDeviation = 0.01;

/**
 * What can be known of the fetal fraction of a girl, by one who has the simulator before him.
 *
 *   knowing: weights = S^-1 p, p the true placental profile as weighted residuals
 *   learning: weights = S^-1 sum over males of (fraction - mean) x_i, the profile as the males' own
 *     true fractions show it
 *   S = counting variance + sum over waves of (deviation wave)(deviation wave)', and the level
 *   both: scaled and shifted so that over the same males, by their true fractions, the line of
 *     prediction on truth is the identity
 *
 * `knowing` is the best linear estimator there is, however many males there are: they only
 * calibrate it. `learning` knows all of the noise, and no label's error, but no more of the profile
 * than the males can show; by theory its error is the other's times sqrt(1 + c / (n p'p)).
 *
 * Shape: one weight a reference bin. Unit: fetal fraction 0–1 out.
 */
export function fractionOracle(
  place: {
    readonly landscape: Landscape;
    readonly profile: ExpectedProfile;
    readonly bins: Int32Array;
    readonly depth: number;
  },
  males: readonly OracleControl[],
  kind: 'knowing' | 'learning',
): FractionOracle {
  const { landscape, bins } = place;
  const scales = Float64Array.from(bins, (bin) => Math.sqrt(place.profile.expected[bin] * 1e6));
  const pattern = (values: (bin: number) => number, deviation: number) =>
    Float64Array.from(bins, (bin, i) => deviation * scales[i] * values(bin));
  const patterns = [
    ...landscape.waves.map((wave, k) => pattern((bin) => wave[bin], waveDeviations[k])),
    pattern(() => 1, levelDeviation),
  ];
  const direction =
    kind === 'knowing'
      ? pattern((bin) => landscape.placentalProfile[bin], 1)
      : slopeOf(males, bins.length);
  const freed = (values: Float64Array) => whitened(values, patterns, 1e6 / place.depth);
  const centre = meanOf(males.map(({ truth }) => truth));
  const weights = freed(direction);
  // Weights that learned from a male know him: what he adds to his own prediction is left out.
  const predictions = males.map(({ residuals, truth }) => {
    const own = kind === 'learning' ? dot(freed(Float64Array.from(residuals)), residuals) : 0;
    return dot(weights, residuals) - (truth - centre) * own;
  });
  return calibrated(weights, predictions, males);
}

export function estimateByOracle(
  { weights, offset }: FractionOracle,
  residuals: Float32Array,
): number {
  return offset + dot(weights, residuals);
}

function slopeOf(males: readonly OracleControl[], size: number): Float64Array {
  const mean = meanOf(males.map(({ truth }) => truth));
  const slope = new Float64Array(size);
  for (const { residuals, truth } of males) {
    for (let b = 0; b < size; b++) slope[b] += (truth - mean) * residuals[b];
  }
  return slope;
}

/** (noise I + P P')^-1 direction, by Woodbury's identity. */
function whitened(
  direction: Float64Array,
  patterns: readonly Float64Array[],
  noise: number,
): Float64Array {
  const width = patterns.length;
  const matrix = new Float64Array(width * width);
  patterns.forEach((a, i) => {
    patterns.forEach((b, j) => {
      matrix[i * width + j] = dot(a, b) + (i === j ? noise : 0);
    });
  });
  const right = Float64Array.from(patterns, (pattern) => dot(pattern, direction));
  const solution = solveCholesky(matrix, right);
  if (solution === null) throw new Error('the patterns cannot be told apart');
  return direction.map((value, b) =>
    patterns.reduce((rest, pattern, k) => rest - solution[k] * pattern[b], value),
  );
}

function calibrated(
  weights: Float64Array,
  predictions: readonly number[],
  males: readonly OracleControl[],
): FractionOracle {
  const truths = males.map(({ truth }) => truth);
  const centre = meanOf(truths);
  const level = meanOf(predictions);
  const covariance = meanOf(predictions.map((value, i) => (value - level) * (truths[i] - centre)));
  const slope = covariance / meanOf(truths.map((truth) => (truth - centre) ** 2));
  return { weights: weights.map((weight) => weight / slope), offset: centre - level / slope };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function dot(a: Float64Array | Float32Array, b: Float64Array | Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
