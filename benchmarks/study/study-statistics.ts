import { targets } from '../../src/analysis/genome/chromosome.ts';
import { meanAndStandardDeviation } from '../../src/analysis/statistics/mean-and-standard-deviation.ts';
import { median } from '../../src/analysis/statistics/median.ts';
import { type CalibrationSlope, calibrationSlope } from './calibration-slope.ts';
import { isLow, type StudyKind } from './scenario.ts';
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
  /** Trisomies at or above the detection limit stated of them, and how many of those low-risk. */
  readonly aboveLimit: number;
  readonly missedAboveLimit: number;
  /** Of the stated likelihood ratios, on samples of low fetal fraction. */
  readonly calibration: CalibrationSlope;
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
    const lowRisk = (group: readonly StudyRow[]) =>
      group.filter(({ verdicts }) => verdicts[t] === 'low-risk').length;
    const lowAffected = rows.get(`low ${target}`) ?? [];
    const above = [...affected, ...lowAffected].filter(
      ({ truth, detectionLimits }) => truth >= detectionLimits[t],
    );
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
      missed: lowRisk(affected),
      aboveLimit: above.length,
      missedAboveLimit: lowRisk(above),
      calibration: calibrationSlope(
        (rows.get('low unaffected') ?? []).map((row) => row.likelihoodRatios[t]),
        lowAffected.map((row) => row.likelihoodRatios[t]),
      ),
    };
  });
}

/** Rows of the usual fetal fractions. */
export function usualRows(rows: ReadonlyMap<StudyKind, readonly StudyRow[]>): StudyRow[] {
  return [...rows].flatMap(([kind, part]) => (isLow(kind) ? [] : part));
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
