import { arcTail, differenceTail } from './arc-tail.ts';
import { type ArcSums, largestArc } from './largest-arc.ts';

/** Values about their weighted mean, with their weights. */
export interface WeightedValues {
  readonly values: Float64Array;
  readonly weights: Float64Array;
}

export interface SignificanceOptions {
  readonly alpha: number;
  readonly permutations: number;
  readonly widthMin: number;
  /** Uniform random numbers from 0 up to 1. */
  readonly uniform: () => number;
}

/** Equal up to rounding is as large: in short pieces the same order comes back. */
const nearlyAsLarge = 1 - 1e-9;
/** Above this many points long arcs are judged by formula, as in the peers' hybrid. */
const formulaCountMin = 200;
/**
 * Pieces of this many points have so many orders that a t test far below alpha settles the matter.
 */
const surePointsMin = 20;
const sureFactor = 1e-3;
/** Above this many points the formula alone judges: shuffling thousands takes seconds. */
const shuffleCountMax = 400;
/** Arcs of up to this many points are too short for the formula. */
const shortArcMax = 25;

/**
 * Whether the largest arc of a stretch is more than its noise would make.
 *
 *   significant if at most alpha × permutations shuffles of sqrt(weight) × value have an arc that
 *     explains as large a share of their scatter
 *
 * Shuffles are spared where the answer is sure: the sum over all arcs of the exact probability of
 * one (`differenceTail`) below alpha says yes; above 200 points long arcs alone above alpha
 * (`arcTail`) say no, all arcs below alpha yes; above 400 points that formula is all there is.
 * Shuffling stops once too many exceed.
 *
 * Source: Olshen et al. 2004, Biostatistics 5:557, section 3; hybrid p-value and stopping after
 * Venkatraman and Olshen 2007, Bioinformatics 23:657. Shape: values and weights of one stretch, the
 * share (0–1) of their scatter the largest arc explains. Unit: values in any one unit; shares 0–1.
 * Edge: no scatter, no significance.
 *
 * @example isArcSignificant({ values, weights }, 0.9, { alpha: 1e-4, permutations: 10_000,
 *   widthMin: 2, uniform }) // true: an arc that explains 90 % of 40 points
 */
export function isArcSignificant(
  stretch: WeightedValues,
  explainedShare: number,
  options: SignificanceOptions,
): boolean {
  const count = stretch.values.length;
  const { alpha, permutations } = options;
  const anyArc = (differenceTail(explainedShare, count) * count * (count - 1)) / 2;
  if (count >= surePointsMin && anyArc <= alpha) return true;
  if (count > formulaCountMin) {
    const b = Math.sqrt(((count - 2) * explainedShare) / (1 - explainedShare));
    if (arcTail(b, { count, shareMin: (shortArcMax + 1) / count }) > alpha) return false;
    if (arcTail(b, { count, shareMin: options.widthMin / count }) <= alpha) return true;
    if (count > shuffleCountMax) return false;
  }
  const scratch = startShuffles(stretch);
  const exceedancesMax = Math.floor(alpha * permutations);
  let exceedances = 0;
  for (let round = 0; round < permutations; round++) {
    if (!exceeds(scratch, explainedShare, options)) continue;
    exceedances += 1;
    if (exceedances > exceedancesMax) return false;
  }
  return true;
}

/**
 * Whether two neighbouring pieces differ by more than shuffling them together would make.
 *
 *   as `isArcSignificant`, with the one place `cut` instead of all arcs
 *
 * Two pieces of 5 points have 252 orders, so that none of them is rarer than 1e-4: short pieces
 * never differ.
 *
 * Source: Olshen et al. 2004, section 3, edge effect. Shape: values and weights of both pieces, the
 * place of the cut. Unit: as `isArcSignificant`.
 * Edge: no scatter, no significance.
 *
 * @example isCutSignificant({ values: Float64Array.of(0, 0, 9, 9), weights: ones }, 2, options)
 *   // false: 1 of 3 ways to part four points is as good
 */
export function isCutSignificant(
  stretch: WeightedValues,
  cut: number,
  { alpha, permutations, uniform }: SignificanceOptions,
): boolean {
  const scratch = startShuffles(stretch);
  const observed = cutShare(scratch, cut);
  const shorter = Math.min(cut, stretch.values.length - cut);
  const tail = differenceTail(observed, stretch.values.length);
  if (shorter >= surePointsMin && tail <= sureFactor * alpha) return true;
  const exceedancesMax = Math.floor(alpha * permutations);
  let exceedances = 0;
  for (let round = 0; round < permutations; round++) {
    shuffle(scratch.scaled, uniform);
    if (cutShare(scratch, cut) < observed * nearlyAsLarge) continue;
    exceedances += 1;
    if (exceedances > exceedancesMax) return false;
  }
  return true;
}

/** Share of the scatter that parting at one place explains. */
function cutShare({ scaled, roots, squares, arcs }: Shuffles, cut: number): number {
  let left = 0;
  let sum = 0;
  for (let i = 0; i < scaled.length; i++) {
    sum += scaled[i] * roots[i];
    if (i === cut - 1) left = sum;
  }
  const { weights, count } = arcs;
  const total = weights[count];
  const weight = weights[cut];
  const difference = left - (sum * weight) / total;
  const between = (difference * difference * total) / (weight * (total - weight));
  return between / (squares - (sum * sum) / total);
}

function shuffle(values: Float64Array, uniform: () => number): void {
  for (let i = values.length - 1; i > 0; i--) {
    const k = Math.floor(uniform() * (i + 1));
    const value = values[i];
    values[i] = values[k];
    values[k] = value;
  }
}

interface Shuffles {
  /** sqrt(weight) × value: of equal spread, so that any order is as likely as another. */
  readonly scaled: Float64Array;
  readonly roots: Float64Array;
  readonly squares: number;
  readonly arcs: ArcSums;
}

function startShuffles({ values, weights }: WeightedValues): Shuffles {
  const count = values.length;
  const roots = weights.map(Math.sqrt);
  const scaled = values.map((value, i) => value * roots[i]);
  const cumulative = new Float64Array(count + 1);
  for (let i = 0; i < count; i++) cumulative[i + 1] = cumulative[i] + weights[i];
  const squares = scaled.reduce((sum, value) => sum + value * value, 0);
  const sums = new Float64Array(count + 1);
  return { scaled, roots, squares, arcs: { sums, weights: cumulative, count } };
}

function exceeds(
  { scaled, roots, squares, arcs }: Shuffles,
  explainedShare: number,
  { widthMin, uniform }: SignificanceOptions,
): boolean {
  const { sums, weights, count } = arcs;
  shuffle(scaled, uniform);
  let sum = 0;
  for (let i = 0; i < count; i++) {
    sum += scaled[i] * roots[i];
    sums[i + 1] = sum;
  }
  const total = weights[count];
  const mean = sum / total;
  for (let i = 1; i <= count; i++) sums[i] -= mean * weights[i];
  const atLeast = explainedShare * (squares - (sum * sum) / total) * nearlyAsLarge;
  return largestArc(arcs, { widthMin, atLeast }) !== null;
}
