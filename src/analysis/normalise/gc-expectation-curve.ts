import { fitLoess } from '../statistics/loess.ts';
import { evaluateLoess } from '../statistics/loess-curve.ts';
import type { ExpectedProfile } from './expected-profile.ts';

export const gcCurveSpan = 0.3;

/** Bins further than this from the curve, in their own standard deviations, do not shape it. */
const outlierLimit = 4.5;
/** Scatter of a bin beyond counting, relative; measured at 0.8–1.6 % in 50 kb bins. */
const binScatter = 0.03;
/** Where most bins stand off the curve it is the curve that is wrong, and all shape it. */
const keptShareMin = 0.5;
const factorMin = 0.05;
const factorMax = 20;
const gridPoints = 512;

/**
 * How a sample's reads depend on GC, relative to the control group's: one factor a bin.
 *
 *   ratio_s = sum(reads in stratum s) / sum(expected in stratum s)
 *   factor_b = loess(ratio ~ GC, degree 2)(gc_b), scaled so that sum(expected * factor) = 1
 *
 * Fitting against the group's expectation instead of raw counts frees the curve from the fixed
 * effects of the bins (chromosome 21: 1.09 to 1.03 times the Poisson CV). Chromosomes 13, 18 and 21
 * do not shape the curve, and bins that stand off it (maternal deletions, duplications) are left
 * out of a second fit.
 *
 * Source: after Benjamini and Speed 2012, Nucleic Acids Res 40:e72. Shape: reads per bin in,
 * factors per bin out (also for X and Y). Range: 0.05–20.
 * Edge: 1 for bins of unknown GC; all 1 without reads.
 *
 * @example gcExpectationFactors(reads, profile)
 *   // reads 350 at GC 0.35 … 450 at 0.45, all bins alike expected: 0.877 … 1.127, which is reads
 *   // over their mean of 399.2
 */
export function gcExpectationFactors(
  reads: Uint32Array | Float64Array,
  profile: ExpectedProfile,
): Float64Array {
  const curve = gcExpectationCurve(reads, profile);
  return profile.gc.map((gc) => gcFactorAt(curve, gc));
}

/** A sample's GC curve in few numbers: heights on a fine grid, over their sum. */
export interface GcCurve {
  readonly start: number;
  readonly step: number;
  readonly heights: Float64Array;
  /** Sum of expected share times height over the bins that shape curves. */
  readonly total: number;
}

/** The curve behind `gcExpectationFactors`; null without reads. */
export function gcExpectationCurve(
  reads: Uint32Array | Float64Array,
  profile: ExpectedProfile,
): GcCurve | null {
  const first = strataSums(reads, profile, null);
  if (first.total === 0) return null;
  const curve = curveThrough(first, profile);
  const kept = strataSums(reads, profile, { curve, depth: first.total });
  const keptShare = kept.expected.reduce((sum, value) => sum + value, 0);
  return scaled(keptShare < keptShareMin ? curve : curveThrough(kept, profile), profile);
}

/** The factor of a bin of this GC; 1 where GC or curve is unknown. */
export function gcFactorAt(curve: GcCurve | null, gc: number): number {
  return curve === null || !Number.isFinite(gc) ? 1 : heightAt(curve, gc) / curve.total;
}

interface StrataSums {
  readonly reads: Float64Array;
  readonly expected: Float64Array;
  readonly total: number;
}

interface Judge {
  readonly curve: Heights;
  readonly depth: number;
}

function strataSums(
  reads: Uint32Array | Float64Array,
  profile: ExpectedProfile,
  judge: Judge | null,
): StrataSums {
  const { expected, gc, strata } = profile;
  const sums = {
    reads: new Float64Array(strata.count),
    expected: new Float64Array(strata.count),
    total: 0,
  };
  for (let bin = 0; bin < reads.length; bin++) {
    const stratum = strata.stratumOfBin[bin];
    if (stratum < 0) continue;
    if (
      judge &&
      isOutlier(reads[bin], expected[bin] * judge.depth * heightAt(judge.curve, gc[bin]))
    )
      continue;
    sums.reads[stratum] += reads[bin];
    sums.expected[stratum] += expected[bin];
    sums.total += reads[bin];
  }
  return sums;
}

function isOutlier(reads: number, mean: number): boolean {
  const deviation = Math.sqrt(mean + 1 + (binScatter * mean) ** 2);
  return Math.abs(reads - mean) > outlierLimit * deviation;
}

/** A curve of reads over expected, in units of the sample's depth, looked up on a fine grid. */
function curveThrough(sums: StrataSums, profile: ExpectedProfile): Heights {
  const { meanGc } = profile.strata;
  const kept = Array.from(meanGc.keys()).filter((s) => sums.expected[s] > 0);
  const loess = fitLoess({
    x: kept.map((s) => meanGc[s]),
    y: kept.map((s) => sums.reads[s] / sums.expected[s] / sums.total),
    weights: Float64Array.from(kept, (s) => sums.expected[s]),
    span: gcCurveSpan,
    degree: 2,
  });
  const start = meanGc[kept[0]];
  const step = (meanGc[kept[kept.length - 1]] - start) / (gridPoints - 1);
  const heights = Float64Array.from({ length: gridPoints }, (_, i) =>
    Math.min(factorMax, Math.max(factorMin, evaluateLoess(loess, start + i * step))),
  );
  return { start, step, heights };
}

type Heights = Omit<GcCurve, 'total'>;

function heightAt({ start, step, heights }: Heights, gc: number): number {
  const place = step > 0 ? (gc - start) / step : 0;
  const clamped = Math.min(heights.length - 1.000001, Math.max(0, place));
  const left = Math.floor(clamped);
  return heights[left] + (clamped - left) * (heights[left + 1] - heights[left]);
}

function scaled(curve: Heights, { expected, gc, strata }: ExpectedProfile): GcCurve {
  let total = 0;
  for (let bin = 0; bin < gc.length; bin++) {
    if (strata.stratumOfBin[bin] >= 0) total += expected[bin] * heightAt(curve, gc[bin]);
  }
  return { ...curve, total };
}
