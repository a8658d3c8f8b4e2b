import { autosomeCount } from '../genome/chromosome.ts';
import type { GenomeWindows } from '../normalise/genome-windows.ts';
import { familyCount, noiseFamilyOf } from '../normalise/noise-families.ts';
import type { SharedNoise } from '../normalise/shared-noise.ts';
import { alone, type Crew } from '../statistics/crew.ts';
import { fitRidge, type RidgeFit } from '../statistics/ridge.ts';
import type { Eigen } from '../statistics/symmetric-eigen.ts';
import { topEigenvectors } from '../statistics/top-eigenvectors.ts';
import { chooseNoiseOption, noiseOptions } from './choose-noise-option.ts';
import { joinResiduals, type ScaledResiduals } from './joined-residuals.ts';
import { crossFitNoise, type NoiseOption, noisePenalty } from './noise-cross-validation.ts';
import { noiseGrams } from './noise-grams.ts';
import { noiseLoadings } from './noise-loadings.ts';

/** What the control group teaches about each autosome's noise. */
export interface TrainedNoise {
  readonly noise: SharedNoise;
  readonly option: NoiseOption;
  /** One fit per autosome on the component scores of its family. */
  readonly fits: readonly RidgeFit[];
  /** Cross-fitted errors [chromosome][control]. */
  readonly errors: readonly Float64Array[];
  /** Component scores [family][control]. */
  readonly scores: readonly (readonly Float64Array[])[];
}

/** At most these components, and at most one per four controls fitted on. */
const componentsMax = 10;
const controlsPerComponent = 4;
/** Components that matter have settled by then; those of mere noise never would. */
const roundsMax = 20;

/**
 * Learns which patterns of noise the controls share and how each autosome follows them.
 *
 * Components are taken from all scales of windows together: fine ones see short waves, coarse ones
 * catch weak long waves under less counting noise. How strongly autosomes respond is chosen by the
 * cross-fitted error over all 22: the noise is the group's, not a chromosome's.
 *
 * Shape: residuals per scale and of single windows, logRatios [chromosome][control], a fold per
 * control.
 */
export function trainSharedNoise(
  task: {
    readonly scales: readonly ScaledResiduals[];
    readonly finest: ScaledResiduals;
    readonly windows: GenomeWindows;
    readonly logRatios: readonly Float64Array[];
    readonly countingVariances: readonly number[];
    readonly folds: Int32Array;
  },
  crew: Crew = alone,
): TrainedNoise {
  const { scales, logRatios, countingVariances, folds } = task;
  const componentCount = componentCountFor(folds);
  const joined = joinResiduals(scales);
  const grams = noiseGrams(joined, crew);
  const size = folds.length;
  const matrices = grams;
  const eigen = crew.map(componentsStep, { matrices, size, componentCount }, familyCount);
  const components = eigen.map(({ vectors }) => vectors);
  const known = { grams, components, logRatios, countingVariances };
  const errors = crossFitNoise({ ...known, folds, options: noiseOptions }, crew);
  const choice = chooseNoiseOption(errors, countingVariances);
  const option = noiseOptions[choice];
  const scores = eigen.map((family) => scoresOf(family, size));
  const fits = logRatios.map((values, c) => {
    const penalty = noisePenalty(option, countingVariances[c]);
    const rows = scores[noiseFamilyOf(c)];
    return fitRidge({ rows, values, columnCount: componentCount, penalty });
  });
  const { windows, finest } = task;
  const noise = noiseLoadings({ windows, finest, scales, joined, scores, componentCount });
  return { noise, option, fits, errors: errors[choice].slice(0, autosomeCount), scores };
}

/** A step: the components of one matrix. */
export function componentsStep(
  shared: {
    readonly matrices: readonly Float64Array[];
    readonly size: number;
    readonly componentCount: number;
  },
  index: number,
): Eigen {
  const { matrices, size, componentCount } = shared;
  return topEigenvectors({ matrix: matrices[index], size, count: componentCount, roundsMax });
}

function componentCountFor(folds: Int32Array): number {
  const foldCount = new Set(folds).size;
  const fitted = folds.length - Math.ceil(folds.length / foldCount);
  return Math.min(componentsMax, Math.floor(fitted / controlsPerComponent));
}

/** Component scores of the controls themselves, a row a control. */
function scoresOf({ values, vectors }: Eigen, size: number): Float64Array[] {
  return Array.from({ length: size }, (_, i) =>
    Float64Array.from(vectors, (vector, k) => vector[i] * Math.sqrt(Math.max(0, values[k]))),
  );
}
