import { median } from '../statistics/median.ts';
import { fitRidge } from '../statistics/ridge.ts';
import { type ChrXModel, chrXLevel, fetalFractionChrX } from './chr-x.ts';
import { type ChrYModel, fetalFractionChrY } from './chr-y.ts';
import type { SexChromosomeEvidence } from './sex-chromosome-evidence.ts';

/** A control whose fetal sex is known. */
export interface SexedControl extends SexChromosomeEvidence {
  readonly sex: 'female' | 'male';
  /** Scores of the shared noise that may predict X. */
  readonly noiseScores: Float64Array;
  /** Known fetal fraction; null if only X and Y can tell. */
  readonly fetalFraction: number | null;
}

/** What X and Y teach; the basis of fetal sex and of the labels of boys. */
export interface SexChromosomeModel {
  readonly chrX: ChrXModel;
  readonly chrY: ChrYModel;
  /** Standard deviation of the chrY fraction in girls, for the sex of a sample. */
  readonly girlDeviation: number;
}

/** Fewest girls and boys that can teach it. */
const groupMin = 5;
/** X follows the shared noise only where enough girls show how. */
const girlsPerComponent = 3;
const binShareMin = 0.3;
const binShareMax = 2.5;
/** Least relative deviation of stray reads from sample to sample. */
const strayDeviationMin = 0.05;
/** Least deviation of the chrY fraction in girls: a few strays more make no boy. */
const girlDeviationMin = 0.001;

/**
 * Learns what X and Y hold in girls and how much of Y a fetal fraction brings.
 *
 *   background_b = sum(reads) / sum(exposure) over girls
 *   slope_b = (sum over boys of reads / exposure - background_b) / mean fetal fraction of the boys
 *     by X, weighted by exposure
 *
 * The slope is a ratio of means, so that the error of each boy's own fraction by X does not flatten
 * it.
 *
 * Source: fraction by chrY, Chiu et al. 2011, BMJ 342:c7401; ratio of means, Cochran 1977, chapter
 * 6. Shape: controls of known sex, one element per bin of X or Y each. Unit: reads per exposure,
 * the slope also per unit of fetal fraction.
 * Edge: null with fewer than 5 girls or boys.
 *
 * @example trainSexChromosomes(controls)?.chrY
 *   // five girls with 10 reads of an exposure of 10 000, five boys of fraction 0.1 with 60:
 *   // background [0.001], slope [0.05]
 */
export function trainSexChromosomes(controls: readonly SexedControl[]): SexChromosomeModel | null {
  const girls = controls.filter(({ sex }) => sex === 'female');
  const boys = controls.filter(({ sex }) => sex === 'male');
  if (girls.length < groupMin || boys.length < groupMin) return null;
  const chrX = trainChrX(girls);
  const fraction = meanFraction(boys, chrX);
  if (!(fraction > 0)) return null;
  const chrY = trainChrY({ girls, boys, fraction });
  const values = girls.flatMap((girl) => fetalFractionChrY(girl, chrY)?.value ?? []);
  const deviation = Math.sqrt(meanOf(values.map((value) => value * value)));
  return { chrX, chrY, girlDeviation: Math.max(girlDeviationMin, deviation) };
}

function trainChrX(girls: readonly SexedControl[]): ChrXModel {
  const expected = usableShares(ratesOf(girls, 'x'));
  const width = girls[0].noiseScores.length;
  const columnCount = girls.length >= girlsPerComponent * (width + 2) ? width : 0;
  const flat = { expected, intercept: 0, coefficients: new Float64Array(0), overdispersion: 0 };
  const levels = girls.flatMap((girl) => chrXLevel(girl, flat) ?? []);
  const logRatios = Float64Array.from(levels, ({ logRatio }) => logRatio);
  const variance = meanOf(Array.from(logRatios, (value) => value * value));
  const fit = fitRidge({
    rows: girls.map(({ noiseScores }) => noiseScores),
    values: logRatios,
    columnCount,
    penalty: Math.max(variance, 1e-12),
  });
  const residuals = girls.map((girl, i) => {
    let rest = logRatios[i] - fit.intercept;
    fit.coefficients.forEach((value, k) => {
      rest -= value * girl.noiseScores[k];
    });
    return rest;
  });
  const freedom = Math.max(1, girls.length - columnCount - 1);
  const scatter = residuals.reduce((sum, value) => sum + value * value, 0) / freedom;
  const counting = meanOf(levels.map((level) => level.variance));
  return {
    expected,
    intercept: fit.intercept,
    coefficients: fit.coefficients,
    overdispersion: Math.max(0, scatter - counting),
  };
}

/** Mean weighted by exposure, as the mean rate on Y is: deep boys must not tilt their ratio. */
function meanFraction(boys: readonly SexedControl[], chrX: ChrXModel): number {
  let sum = 0;
  let weights = 0;
  for (const boy of boys) {
    const level = boy.fetalFraction === null ? chrXLevel(boy, chrX) : null;
    const fraction = boy.fetalFraction ?? (level && fetalFractionChrX(level).value);
    if (fraction === null) continue;
    const weight = boy.yExposure.reduce((total, exposure) => total + exposure, 0);
    sum += weight * fraction;
    weights += weight;
  }
  return sum / weights;
}

function trainChrY(group: {
  readonly girls: readonly SexedControl[];
  readonly boys: readonly SexedControl[];
  readonly fraction: number;
}): ChrYModel {
  // Not lifted where girls have no reads at all: every boy's label would be that much too low.
  const background = ratesOf(group.girls, 'y');
  const gains = ratesOf(group.boys, 'y').map((rate, b) => (rate - background[b]) / group.fraction);
  const slope = usableShares(gains);
  const ratios: number[] = [];
  const counting: number[] = [];
  for (const { yReads, yExposure } of group.girls) {
    let reads = 0;
    let expected = 0;
    slope.forEach((value, b) => {
      if (!(value > 0)) return;
      reads += yReads[b];
      expected += yExposure[b] * background[b];
    });
    if (expected === 0) continue;
    ratios.push(reads / expected);
    counting.push(1 / expected);
  }
  if (ratios.length === 0) return { background, slope, strayVariance: strayDeviationMin ** 2 };
  const mean = meanOf(ratios);
  const scatter = meanOf(ratios.map((ratio) => (ratio - mean) ** 2)) - meanOf(counting);
  return { background, slope, strayVariance: Math.max(strayDeviationMin ** 2, scatter) };
}

/** Reads per exposure of a group, per bin of X or Y. */
function ratesOf(controls: readonly SexedControl[], chromosome: 'x' | 'y'): Float64Array {
  const length = controls[0][`${chromosome}Reads`].length;
  const reads = new Float64Array(length);
  const exposure = new Float64Array(length);
  for (const control of controls) {
    for (let b = 0; b < length; b++) {
      reads[b] += control[`${chromosome}Reads`][b];
      exposure[b] += control[`${chromosome}Exposure`][b];
    }
  }
  return reads.map((value, b) => (exposure[b] > 0 ? value / exposure[b] : 0));
}

/** The rates with bins far from the median one taken out. */
function usableShares(rates: Float64Array): Float64Array {
  const middle = median(rates.filter((rate) => rate > 0));
  return rates.map((rate) =>
    rate >= binShareMin * middle && rate <= binShareMax * middle ? rate : 0,
  );
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
