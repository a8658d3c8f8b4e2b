import type { Segment } from '../analysis-result.ts';
import { lengthsOf } from '../genome/assembly.ts';
import { type BinGrid, binRange } from '../genome/bin-grid.ts';
import { autosomeCount, chromosomes } from '../genome/chromosome.ts';
import { seededUniform } from '../statistics/seeded-uniform.ts';
import { segmentCircularly } from './circular-binary-segmentation.ts';

/** Counts per window beside what a euploid sample of the same depth would show. */
export interface SegmentEvidence {
  /** Corrected counts per window. */
  readonly observed: Float64Array;
  /** The same if the sample were euploid; 0 or NaN where nothing is expected (masked). */
  readonly expected: Float64Array;
  /** Standard deviation of observed / expected in a euploid sample of this depth. */
  readonly relativeStandardDeviation: Float64Array;
  /** Layout of the three arrays, from `windowGridOf`. */
  readonly windows: BinGrid;
  /** Least |z| of a segment. */
  readonly zMin?: number;
}

/**
 * z below which a segment is not told from noise: some 10 000 independent stretches are looked at.
 */
const zMinDefault = 5;
const windowsMin = 3;
/** Looser than the peers' 1e-4, which costs a tenth of small segments; |z| ≥ 5 is asked as well. */
const alpha = 1e-3;
/** A stretch of more of a chromosome is an aneuploidy, which `callAneuploidy` judges. */
const chromosomeShareMax = 0.8;

/**
 * Stretches of autosomes whose counts leave the expected.
 *
 *   x_w = observed_w / expected_w - 1;  g_w = 1 / relativeStandardDeviation_w^2
 *   z(stretch) = sum(g x) / sqrt(sum(g));  ratio = 1 + sum(g x) / sum(g)
 *
 * Each chromosome is cut by circular binary segmentation of x with weights g, ends judged by the t
 * test; a piece is a segment if |z| ≥ 5. The shuffles are seeded by the chromosome's number.
 *
 * Source: Olshen et al. 2004, Biostatistics 5:557, scored by Stouffer's z. Shape: one element per
 * window; segments in genome order, 0-based half-open bases. Unit: reads in; z in standard
 * deviations.
 * Edge: windows with nothing expected or no spread carry no weight and end no segment; fewer than 3
 * windows are no segment; where segments of one type cover 80 % of a chromosome's windows, it has
 * none.
 *
 * @example findSegments({ observed, expected, relativeStandardDeviation, windows })
 *   // [{ chromosome: '5', start: 0, end: 12000000, ratio: 1.05, z: 8.3, type: 'gain' }]
 */
export function findSegments(evidence: SegmentEvidence): Segment[] {
  const segments: Segment[] = [];
  for (let c = 0; c < autosomeCount; c++) {
    const sums = cumulate(evidence, c);
    const stretches = stretchesOf(sums, c, evidence.zMin ?? zMinDefault);
    segments.push(...stretches.map((stretch) => segmentOf(stretch, sums, evidence.windows)));
  }
  return segments;
}

/** Running sums over the usable windows of one chromosome; element k covers the first k of them. */
interface Sums {
  readonly chromosomeIndex: number;
  /** Each usable window's place among all windows of the chromosome. */
  readonly indices: readonly number[];
  readonly weights: Float64Array;
  readonly excesses: Float64Array;
}

/** Usable windows `[from, to)` of one chromosome. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly z: number;
}

function cumulate(evidence: SegmentEvidence, chromosomeIndex: number): Sums {
  const { observed, expected, relativeStandardDeviation } = evidence;
  const { start, end } = binRange(evidence.windows, chromosomeIndex);
  const indices: number[] = [];
  const weights = new Float64Array(end - start + 1);
  const excesses = new Float64Array(end - start + 1);
  for (let w = start; w < end; w++) {
    const weight = 1 / relativeStandardDeviation[w] ** 2;
    const excess = observed[w] / expected[w] - 1;
    if (!(expected[w] > 0 && relativeStandardDeviation[w] > 0)) continue;
    if (!Number.isFinite(excess * weight)) continue;
    indices.push(w - start);
    weights[indices.length] = weights[indices.length - 1] + weight;
    excesses[indices.length] = excesses[indices.length - 1] + weight * excess;
  }
  return { chromosomeIndex, indices, weights, excesses };
}

/**
 * Whether any stretch at all is long and far enough off. Most chromosomes hold none, and need not
 * be cut: that was three fifths of an analysis.
 */
function couldHoldSegment(sums: Sums, zMin: number): boolean {
  const count = sums.indices.length;
  for (let from = 0; from + windowsMin <= count; from++) {
    for (let to = from + windowsMin; to <= count; to++) {
      if (Math.abs(stretchOf(sums, from, to).z) >= zMin) return true;
    }
  }
  return false;
}

function stretchesOf(sums: Sums, chromosomeIndex: number, zMin: number): Stretch[] {
  const count = sums.indices.length;
  if (!couldHoldSegment(sums, zMin)) return [];
  const weights = Float64Array.from(
    { length: count },
    (_, k) => sums.weights[k + 1] - sums.weights[k],
  );
  const values = weights.map((weight, k) => (sums.excesses[k + 1] - sums.excesses[k]) / weight);
  const uniform = seededUniform(chromosomeIndex + 1);
  const ends = segmentCircularly({ values, weights, uniform, alpha, edges: 'student' });
  const found = ends
    .map((to, k) => stretchOf(sums, ends[k - 1] ?? 0, to))
    .filter(({ from, to, z }) => to - from >= windowsMin && Math.abs(z) >= zMin);
  const isWhole = [1, -1].some((sign) => {
    const alike = found.filter(({ z }) => Math.sign(z) === sign);
    const covered = alike.reduce((sum, { from, to }) => sum + to - from, 0);
    return covered > 0 && covered >= chromosomeShareMax * count;
  });
  return isWhole ? [] : found;
}

function stretchOf({ weights, excesses }: Sums, from: number, to: number): Stretch {
  const z = (excesses[to] - excesses[from]) / Math.sqrt(weights[to] - weights[from]);
  return { from, to, z };
}

function segmentOf({ from, to, z }: Stretch, sums: Sums, windows: BinGrid): Segment {
  const { chromosomeIndex, indices, weights, excesses } = sums;
  const length = lengthsOf(windows.assembly)[chromosomeIndex];
  return {
    chromosome: chromosomes[chromosomeIndex],
    start: indices[from] * windows.binSizeBases,
    end: Math.min((indices[to - 1] + 1) * windows.binSizeBases, length),
    ratio: 1 + (excesses[to] - excesses[from]) / (weights[to] - weights[from]),
    z,
    type: z > 0 ? 'gain' : 'loss',
  };
}
