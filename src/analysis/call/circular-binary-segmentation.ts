import {
  isArcSignificant,
  isCutSignificant,
  type SignificanceOptions,
} from './arc-significance.ts';
import { differenceTail } from './arc-tail.ts';
import { type Arc, largestArc } from './largest-arc.ts';
import { undoSplits } from './undo-splits.ts';

interface SegmentationOptions {
  /** Log ratios or relative excesses along one chromosome. */
  readonly values: Float64Array;
  /** Inverse variances, above 0, to a common factor; all alike if absent. */
  readonly weights?: Float64Array;
  /** Uniform random numbers from 0 up to 1, seeded: the same numbers give the same segments. */
  readonly uniform: () => number;
  readonly alpha?: number;
  readonly permutations?: number;
  /** Fewest points of a segment. */
  readonly widthMin?: number;
  /**
   * How an arc's ends are tested: `shuffle` as the peers do, blind to pieces of fewer than about 8
   * points; `student` by the t test, which has no such limit where noise is normal.
   */
  readonly edges?: 'shuffle' | 'student';
  /** Takes back splits whose means differ by fewer standard deviations than this. */
  readonly undoStandardDeviations?: number;
}

/**
 * Cuts a chromosome where the mean of its values changes.
 *
 * The stretch is bent to a circle and the arc sought that differs most from the rest; if that is
 * more than noise would make, the stretch is cut at the arc's ends, each of which must also part
 * its own two neighbours, and every piece is looked at in the same way.
 *
 * Source: circular binary segmentation, Olshen et al. 2004, Biostatistics 5:557. Shape: one element
 * per point; the answer is the end (exclusive) of each segment, ascending, the last is the number
 * of points. Edge: no point, no segment; values that do not vary are one segment.
 *
 * @example segmentCircularly({ values: Float64Array.of(0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 9, 8, 9, 8, 9,
 *   8, 9, 8, 9, 8), uniform: seededUniform(1) }) // [10, 20]
 */
export function segmentCircularly(options: SegmentationOptions): number[] {
  const { values, alpha = 1e-4, permutations = 10_000, widthMin = 2, uniform } = options;
  const weights = options.weights ?? new Float64Array(values.length).fill(1);
  const settings = { alpha, permutations, widthMin, uniform, edges: options.edges ?? 'shuffle' };
  const ends: number[] = [];
  const open = values.length > 0 ? [{ from: 0, to: values.length }] : [];
  for (let stretch = open.pop(); stretch !== undefined; stretch = open.pop()) {
    const { from, to } = stretch;
    const piece = { values: values.subarray(from, to), weights: weights.subarray(from, to) };
    const cuts = changePoints(piece, settings).map((cut) => from + cut);
    if (cuts.length === 0) ends.push(to);
    const bounds = [from, ...cuts, to];
    for (let k = 1; k < bounds.length && cuts.length > 0; k++) {
      open.push({ from: bounds[k - 1], to: bounds[k] });
    }
  }
  ends.sort((a, b) => a - b);
  const { undoStandardDeviations } = options;
  if (undoStandardDeviations === undefined) return ends;
  return undoSplits({ values, weights, ends, standardDeviationsMin: undoStandardDeviations });
}

type Settings = SignificanceOptions & { readonly edges: 'shuffle' | 'student' };

interface Piece {
  readonly values: Float64Array;
  readonly weights: Float64Array;
}

/** Where one piece is to be cut: nowhere, at one place or at two. */
function changePoints(piece: Piece, settings: Settings): number[] {
  const count = piece.values.length;
  if (count < 2 * settings.widthMin) return [];
  const mean = meanOf(piece, 0, count);
  const centred = { values: piece.values.map((value) => value - mean), weights: piece.weights };
  const squares = squaresOf(centred, 0, count);
  if (!(squares > 0)) return [];
  const arc = largestArc({ ...runningSums(centred), count }, { widthMin: settings.widthMin });
  if (arc === null) return [];
  const share = Math.min(1, arc.between / squares);
  return isArcSignificant(centred, share, settings) ? keptEnds(centred, arc, settings) : [];
}

/** The ends of an arc that part their two neighbours; an end of the piece is none. */
function keptEnds(piece: Piece, { from, to }: Arc, settings: Settings): number[] {
  const count = piece.values.length;
  if (from === 0) return [to];
  if (to === count) return [from];
  const ends = [
    { start: 0, cut: from, end: to },
    { start: from, cut: to, end: count },
  ];
  return ends
    .filter(
      ({ start, cut, end }) => cut - start >= settings.widthMin && end - cut >= settings.widthMin,
    )
    .filter((edge) => partsNeighbours(piece, edge, settings))
    .map(({ cut }) => cut);
}

function partsNeighbours(
  { values, weights }: Piece,
  { start, cut, end }: { readonly start: number; readonly cut: number; readonly end: number },
  settings: Settings,
): boolean {
  const mean = meanOf({ values, weights }, start, end);
  const both = {
    values: values.subarray(start, end).map((value) => value - mean),
    weights: weights.subarray(start, end),
  };
  if (settings.edges === 'shuffle') return isCutSignificant(both, cut - start, settings);
  const count = end - start;
  const within = squaresOf(both, 0, cut - start) + squaresOf(both, cut - start, count);
  return differenceTail(1 - within / squaresOf(both, 0, count), count) <= settings.alpha;
}

function runningSums({ values, weights }: Piece): { sums: Float64Array; weights: Float64Array } {
  const sums = new Float64Array(values.length + 1);
  const cumulative = new Float64Array(values.length + 1);
  for (let i = 0; i < values.length; i++) {
    sums[i + 1] = sums[i] + weights[i] * values[i];
    cumulative[i + 1] = cumulative[i] + weights[i];
  }
  return { sums, weights: cumulative };
}

function meanOf({ values, weights }: Piece, from: number, to: number): number {
  let sum = 0;
  let weight = 0;
  for (let i = from; i < to; i++) {
    sum += weights[i] * values[i];
    weight += weights[i];
  }
  return sum / weight;
}

/** Weighted squares about the weighted mean of points `[from, to)`. */
function squaresOf(piece: Piece, from: number, to: number): number {
  const mean = meanOf(piece, from, to);
  let squares = 0;
  for (let i = from; i < to; i++) squares += piece.weights[i] * (piece.values[i] - mean) ** 2;
  return squares;
}
