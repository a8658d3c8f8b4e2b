import { autosomeCount } from '../genome/chromosome.ts';
import type { ExpectedProfile } from '../normalise/expected-profile.ts';
import { isReferenceAutosome } from '../normalise/genome-windows.ts';
import { noiseFamilyOf } from '../normalise/noise-families.ts';
import { groupWindows, windowResiduals } from '../normalise/window-residuals.ts';
import { type AutosomeNoise, scoreNoiseOf } from '../score/autosome-noise.ts';
import type { Crew } from '../statistics/crew.ts';
import { meanAndStandardDeviation } from '../statistics/mean-and-standard-deviation.ts';
import { assignFolds } from './folds.ts';
import type { MeasuredControl } from './measure-control.ts';
import { poolDispersions } from './pool-dispersions.ts';
import { type TrainedNoise, trainSharedNoise } from './train-shared-noise.ts';

/**
 * Windows of 1 Mb that are joined, and how much each scale counts: a long wave is seen at all
 * scales, a short one by twos only, where counting noise has the most dimensions to hide it in.
 */
export const noiseScales = [
  { windows: 2, weight: 1 },
  { windows: 5, weight: 2 },
  { windows: 10, weight: 4 },
  { windows: 30, weight: 10 },
];
const foldCount = 5;
/** Small groups leave fewer out at a time. */
const smallGroup = 50;
const smallGroupFolds = 10;

export interface TrainedAutosomes {
  readonly trained: TrainedNoise;
  readonly autosomes: readonly AutosomeNoise[];
  readonly folds: 'batches' | 'samples';
  /** Cross-fitted z [autosome][control]. */
  readonly zScores: readonly Float64Array[];
}

/**
 * Learns, for each autosome, what predicts it and how far the prediction strays.
 *
 *   dispersion = mean squared cross-fitted error (1 - parameters / n) / mean counting variance,
 *     drawn towards that of all autosomes
 *   totalVariance = dispersion mean counting variance / (1 - parameters / n)
 *   overdispersion = max(0, dispersion - 1) mean counting variance
 *
 * Everything that enters the spread is cross-fitted, by batch where batches are known.
 *
 * Source: ADR 0010–0011; the pooling as `poolDispersions`. Shape: measured controls in, 22
 * autosomes and [autosome][control] z out. Unit: squared log for variances, standard deviations for
 * z.
 * Edge: without counting noise or scatter z is 0, variances near 0.
 *
 * @example trainAutosomes(controls, profile, alone).autosomes[20]
 *   // 12 controls that are multiples of the profile: intercept ~0, overdispersion 0, fraction.mean
 *   // 5 / 300
 */
export function trainAutosomes(
  controls: readonly MeasuredControl[],
  profile: ExpectedProfile,
  crew: Crew,
): TrainedAutosomes {
  const logRatios = byAutosome(controls, (control, c) => control.excesses[c].logRatio);
  const counting = byAutosome(controls, (control, c) => control.excesses[c].countingVariance);
  const batches = controls.map(({ control }) => control.batch);
  const folds = assignFolds(batches, controls.length < smallGroup ? smallGroupFolds : foldCount);
  const residualsAt = (scale: (typeof noiseScales)[number]) => {
    const groups = groupWindows(profile.windows, scale.windows, isReferenceAutosome);
    const rows = controls.map((control) => windowResiduals(control, profile.windows, groups));
    return { groups, rows, weight: scale.weight };
  };
  const countingVariances = counting.map((values) =>
    Math.max(meanOf(Array.from(values)), varianceMin),
  );
  const finest = residualsAt({ windows: 1, weight: 1 });
  const known = { scales: noiseScales.map(residualsAt), finest, windows: profile.windows };
  const trained = trainSharedNoise({ ...known, logRatios, countingVariances, folds }, crew);
  const autosomes = autosomesOf(trained, controls, counting);
  const zScores = trained.errors.map((errors, c) =>
    errors.map((error, i) => {
      const { overdispersion, scoreNoise } = autosomes[c];
      const variance = overdispersion + counting[c][i] + scoreNoise / controls[i].depth;
      return error / Math.sqrt(variance);
    }),
  );
  const usesBatches = new Set(batches).size >= 3 && batches.every((batch) => batch !== null);
  return { trained, autosomes, folds: usesBatches ? 'batches' : 'samples', zScores };
}

function autosomesOf(
  trained: TrainedNoise,
  controls: readonly MeasuredControl[],
  counting: readonly Float64Array[],
): AutosomeNoise[] {
  const parts = trained.fits.map((fit, c) => {
    const scoreNoise = scoreNoiseOf(fit.coefficients, trained.noise, noiseFamilyOf(c));
    const countingMean = Math.max(
      meanOf(controls.map(({ depth }, i) => counting[c][i] + scoreNoise / depth)),
      varianceMin,
    );
    const unused = 1 - (fit.coefficients.length + 1) / controls.length;
    const squares = meanOf(Array.from(trained.errors[c], (error) => error * error));
    return { fit, scoreNoise, countingMean, unused, dispersion: (squares * unused) / countingMean };
  });
  const pooled = poolDispersions(
    parts.map(({ dispersion }) => dispersion),
    controls.length,
  );
  return parts.map(({ fit, scoreNoise, countingMean, unused }, c) => ({
    intercept: fit.intercept,
    coefficients: fit.coefficients,
    scoreMeans: fit.columnMeans,
    inverse: fit.inverse,
    scoreNoise,
    totalVariance: (pooled[c] * countingMean) / unused,
    overdispersion: Math.max(0, pooled[c] - 1) * countingMean,
    fraction: meanAndStandardDeviation(controls.map(({ fractions }) => fractions[c])),
  }));
}

/** A group without any counting noise still needs a penalty. */
const varianceMin = 1e-12;

function byAutosome(
  controls: readonly MeasuredControl[],
  value: (control: MeasuredControl, chromosomeIndex: number) => number,
): Float64Array[] {
  return Array.from({ length: autosomeCount }, (_, c) =>
    Float64Array.from(controls, (control) => value(control, c)),
  );
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
