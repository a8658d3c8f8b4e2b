import { solveCholesky } from '../statistics/solve-cholesky.ts';
import { topEigenvectors } from '../statistics/top-eigenvectors.ts';
import { type ProfileLayout, shareWithNeighbours } from './profile-layout.ts';

/** One sample as the profile model sees it. */
export interface ProfiledSample {
  readonly residuals: Float32Array;
  /** Mean counting variance of its residuals, to trust deep samples more. */
  readonly noise: number;
}

/** Samples beside the products of their residuals in windows, which show what noise they share. */
export interface ProfileGroup {
  readonly samples: readonly ProfiledSample[];
  readonly layout: ProfileLayout;
  /** Products of the joined residuals, row by row. */
  readonly products: Float64Array;
}

/** A direction in the space of residuals along which the fetal fraction shows. */
export interface ProfileDirection {
  readonly weights: Float64Array;
  /** What each sample it was learned from contributes to its own prediction. */
  readonly ownShares: Float64Array;
}

/** Patterns of noise that are taken out together with the profile: one per 15 samples. */
const patternsMax = 6;
const samplesPerPattern = 15;
const roundsMax = 12;

/**
 * The direction in which residuals move with the fetal fraction, freed of the noise samples share.
 *
 *   weights = sum over samples of a_i x_i, then `shareWithNeighbours`
 *   a_i = depth_i (label_i - fit of the labels on 1 and the pattern scores), depth_i = 1 / noise_i
 *   patterns: top eigenvectors u of M K M;  scores: K u
 *   K: products of the samples' residuals in windows of 500 kb, without those of a sample with
 *     itself;  M takes out the mean and the labels
 *
 * By chance a pattern's strength goes along with the labels, and would enter the profile as much
 * as counting noise does; regressed on the scores, the labels no longer know it. M keeps the
 * profile itself from being taken for a pattern. Without its own product, a sample's score is not
 * made of its own counting noise.
 *
 * Source: regression with estimated factors, as in surrogate variable analysis, Leek and Storey
 * 2007, PLoS Genet 3:e161. Shape: members of the group with one label each in, one weight a
 * reference bin out. Unit: per unit of label, up to a scale that calibration sets.
 * Edge: null where the labels are all alike.
 *
 * @example fitProfileDirection(group, { members: [0, 1], labels: Float64Array.of(0.1, 0.2) },
 *   0)?.weights
 *   // [0.1, 0]: residuals [1, 0] and [3, 0], noise 1; -0.05 × 1 + 0.05 × 3
 */
export function fitProfileDirection(
  group: ProfileGroup,
  known: { readonly members: readonly number[]; readonly labels: Float64Array },
  neighbourShare: number,
): ProfileDirection | null {
  const { samples, layout } = group;
  const { members, labels } = known;
  const depths = Float64Array.from(members, (i) => 1 / samples[i].noise);
  const scores = patternScores(group, members, labels);
  const rest = scores && labelRest(labels, scores, depths);
  if (rest === null) return null;
  const sum = new Float64Array(layout.windowOfBin.length);
  members.forEach((i, a) => {
    const { residuals } = samples[i];
    for (let b = 0; b < sum.length; b++) sum[b] += rest[a] * residuals[b];
  });
  const ownShares = Float64Array.from(members, (i, a) => {
    const { residuals } = samples[i];
    let square = neighbourShare * group.products[i * samples.length + i];
    for (let b = 0; b < residuals.length; b++) square += residuals[b] * residuals[b];
    return rest[a] * square;
  });
  return { weights: shareWithNeighbours(sum, layout, neighbourShare), ownShares };
}

/** Scores of the shared patterns, one column a pattern; null where the labels are all alike. */
function patternScores(
  { samples, products }: ProfileGroup,
  members: readonly number[],
  labels: Float64Array,
): Float64Array[] | null {
  const size = members.length;
  const count = Math.min(patternsMax, Math.floor(size / samplesPerPattern));
  const centred = centre(labels);
  const square = dot(centred, centred);
  if (!(square > 0)) return null;
  if (count === 0) return [];
  const matrix = new Float64Array(size * size);
  members.forEach((i, a) => {
    members.forEach((j, b) => {
      if (a !== b) matrix[a * size + b] = products[i * samples.length + j];
    });
  });
  const freed = (row: Float64Array) => {
    const values = centre(row);
    const along = dot(values, centred) / square;
    return values.map((value, i) => value - along * centred[i]);
  };
  const rows = Array.from({ length: size }, (_, a) =>
    freed(matrix.subarray(a * size, (a + 1) * size)),
  );
  const freedMatrix = new Float64Array(size * size);
  for (let b = 0; b < size; b++)
    freedMatrix.set(freed(Float64Array.from(rows, (row) => row[b])), b * size);
  const { vectors } = topEigenvectors({ matrix: freedMatrix, size, count, roundsMax });
  return vectors.map((vector) =>
    Float64Array.from(members, (_, a) => dot(matrix.subarray(a * size, (a + 1) * size), vector)),
  );
}

/** depth_i times what the fit on 1 and the columns leaves of each label. */
function labelRest(
  labels: Float64Array,
  scores: readonly Float64Array[],
  depths: Float64Array,
): Float64Array | null {
  const columns = [labels.map(() => 1), ...scores].map((column) => {
    const length = Math.sqrt(column.reduce((sum, value, i) => sum + depths[i] * value * value, 0));
    return length > 0 ? column.map((value) => value / length) : column;
  });
  const width = columns.length;
  const matrix = new Float64Array(width * width);
  const right = new Float64Array(width);
  columns.forEach((column, a) => {
    const weighted = column.map((value, i) => depths[i] * value);
    right[a] = dot(weighted, labels);
    for (let b = 0; b < width; b++) matrix[a * width + b] = dot(weighted, columns[b]);
    matrix[a * width + a] += ridge;
  });
  const solution = solveCholesky(matrix, right);
  if (solution === null) return null;
  return labels.map((label, i) => {
    const fit = columns.reduce((sum, column, a) => sum + solution[a] * column[i], 0);
    return depths[i] * (label - fit);
  });
}

/** Keeps columns solvable that cannot be told apart; columns have length 1. */
const ridge = 1e-9;

function centre(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
