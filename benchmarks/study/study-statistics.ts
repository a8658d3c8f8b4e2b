import { targets } from '../../src/analysis/genome/chromosome.ts';
import { meanAndStandardDeviation } from '../../src/analysis/statistics/mean-and-standard-deviation.ts';
import { median } from '../../src/analysis/statistics/median.ts';
import type { StudyKind } from './scenario.ts';
import type { StudyRow } from './study-row.ts';

/** The figures of one target on one cohort. */
export interface TargetFigures {
  readonly target: string;
  /** Spread of the excess of unaffected samples over counting noise. */
  readonly cvOverPoisson: number;
  readonly statedOverPoisson: number;
  readonly zMean: number;
  readonly zStandardDeviation: number;
  readonly falsePositives: number;
  readonly unaffected: number;
  /** Share of trisomies from 4 % fetal fraction on that are called high-risk. */
  readonly detection: number;
  readonly trisomies: number;
  /** Trisomies called low-risk. */
  readonly missed: number;
  /** Slope of the logarithm of the true odds on that of the stated likelihood ratio. */
  readonly calibrationSlope: number;
}

/** The figures of the fetal fraction in one sex; fractions 0–1. */
export interface FractionFigures {
  readonly sex: 'female' | 'male';
  readonly bias: number;
  readonly meanAbsoluteError: number;
  readonly correlation: number;
  readonly coverage: number;
}

const detectionFractionMin = 0.04;

export function targetFigures(rows: ReadonlyMap<StudyKind, readonly StudyRow[]>): TargetFigures[] {
  const unaffected = rows.get('unaffected') ?? [];
  return targets.map(({ target }, t) => {
    const poisson = median(unaffected.map((row) => row.poisson[t]));
    const ratios = unaffected.map((row) => row.excess[t] / row.poisson[t]);
    const z = meanAndStandardDeviation(unaffected.map((row) => row.z[t]));
    const affected = rows.get(target) ?? [];
    const detectable = affected.filter(({ truth }) => truth >= detectionFractionMin);
    const high = (group: readonly StudyRow[]) =>
      group.filter(({ verdicts }) => verdicts[t] === 'high-risk').length;
    return {
      target,
      cvOverPoisson: meanAndStandardDeviation(ratios).standardDeviation,
      statedOverPoisson: median(unaffected.map((row) => row.cv[t])) / poisson,
      zMean: z.mean,
      zStandardDeviation: z.standardDeviation,
      falsePositives: high(unaffected),
      unaffected: unaffected.length,
      detection: high(detectable) / detectable.length,
      trisomies: detectable.length,
      missed: affected.filter(({ verdicts }) => verdicts[t] === 'low-risk').length,
      calibrationSlope: calibrationSlope(
        unaffected.map((row) => row.likelihoodRatios[t]),
        affected.map((row) => row.likelihoodRatios[t]),
      ),
    };
  });
}

export function fractionFigures(rows: readonly StudyRow[]): FractionFigures[] {
  return (['female', 'male'] as const).map((sex) => {
    const known = rows
      .filter((row) => row.sex === sex)
      .map(({ truth, fetalFraction: { estimate, low, high } }) => ({
        truth,
        estimate: estimate ?? Number.NaN,
        isCovered: low !== null && high !== null && low <= truth && truth <= high,
      }));
    const errors = known.map(({ truth, estimate }) => estimate - truth);
    return {
      sex,
      bias: meanAndStandardDeviation(errors).mean,
      meanAbsoluteError: meanAndStandardDeviation(errors.map(Math.abs)).mean,
      correlation: correlationOf(known),
      coverage: known.filter(({ isCovered }) => isCovered).length / known.length,
    };
  });
}

function correlationOf(pairs: readonly { truth: number; estimate: number }[]): number {
  const truth = meanAndStandardDeviation(pairs.map((pair) => pair.truth));
  const estimate = meanAndStandardDeviation(pairs.map((pair) => pair.estimate));
  const products = pairs.map((pair) => (pair.truth - truth.mean) * (pair.estimate - estimate.mean));
  const covariance = products.reduce((sum, value) => sum + value, 0) / (pairs.length - 1);
  return covariance / (truth.standardDeviation * estimate.standardDeviation);
}

const logisticRounds = 60;
/** Beyond this a single sample decides the slope alone. */
const logarithmMax = 12;

/**
 * Logistic regression of truth on the stated log likelihood ratio, both groups weighing alike:
 * 1 where the stated ratios are the true ones, below 1 where they boast.
 */
function calibrationSlope(unaffected: readonly number[], affected: readonly number[]): number {
  const clip = (ratio: number) =>
    Math.max(-logarithmMax, Math.min(logarithmMax, Math.log(Math.max(ratio, 1e-300))));
  const points = [
    ...unaffected.map((ratio) => ({ x: clip(ratio), y: 0, weight: 1 / unaffected.length })),
    ...affected.map((ratio) => ({ x: clip(ratio), y: 1, weight: 1 / affected.length })),
  ].filter(({ x }) => Number.isFinite(x));
  let [a, b] = [0, 0.5];
  for (let round = 0; round < logisticRounds; round++) {
    let [ga, gb, aa, ab, bb] = [0, 0, 1e-9, 0, 1e-9];
    for (const { x, y, weight } of points) {
      const p = 1 / (1 + Math.exp(-(a + b * x)));
      const w = weight * p * (1 - p);
      ga += weight * (y - p);
      gb += weight * (y - p) * x;
      aa += w;
      ab += w * x;
      bb += w * x * x;
    }
    const determinant = aa * bb - ab * ab;
    const step = Math.min(1, 2 / (1 + Math.abs((aa * gb - ab * ga) / determinant)));
    a += (step * (bb * ga - ab * gb)) / determinant;
    b += (step * (aa * gb - ab * ga)) / determinant;
  }
  return b;
}
