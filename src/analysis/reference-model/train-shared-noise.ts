import { autosomeCount } from '../genome/chromosome.ts';
import { familyCount, isInFamily, noiseFamilyOf } from '../normalise/noise-families.ts';
import type { SharedNoise } from '../normalise/shared-noise.ts';
import type { WindowGroups } from '../normalise/window-residuals.ts';
import { fitRidge, type RidgeFit } from '../statistics/ridge.ts';
import { topEigenvectors } from '../statistics/top-eigenvectors.ts';
import { chooseNoiseOption, noiseOptionsFor } from './choose-noise-option.ts';
import { crossFitNoise, type NoiseOption } from './noise-cross-validation.ts';
import { noiseGrams } from './noise-grams.ts';

/** Residuals of the controls at one scale of windows. */
export interface ScaledResiduals {
  readonly scale: number;
  readonly groups: WindowGroups;
  /** A row a control, a column a group of windows. */
  readonly rows: readonly Float64Array[];
}

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

/**
 * Learns which patterns of noise the controls share and how each autosome follows them.
 *
 * Scale of the windows, number of components and strength of the ridge are chosen together, by the
 * cross-fitted error over all 22 autosomes: the noise is the group's, not a chromosome's.
 *
 * Shape: residuals per scale, logRatios [chromosome][control], a fold per control.
 */
export function trainSharedNoise(task: {
  readonly residuals: readonly ScaledResiduals[];
  readonly logRatios: readonly Float64Array[];
  readonly folds: Int32Array;
}): TrainedNoise {
  const { logRatios, folds } = task;
  const noiseVariances = logRatios.map(varianceOf);
  const candidates = task.residuals.map((scaled) => {
    const centred = centreColumns(scaled);
    const grams = noiseGrams(centred.rows, scaled.groups);
    const options = noiseOptionsFor(folds);
    const errors = crossFitNoise({ grams, logRatios, noiseVariances, folds, options });
    return { scaled, centred, grams, options, errors };
  });
  const choice = chooseNoiseOption(candidates, noiseVariances);
  const { scaled, centred, grams, options, errors } = candidates[choice.candidate];
  const option = options[choice.option];
  const components = grams.map((gram) =>
    topEigenvectors({ matrix: gram, size: folds.length, count: option.componentCount }),
  );
  const scores = components.map((eigen) =>
    Array.from(folds, (_, i) =>
      Float64Array.from(eigen.vectors, (vector, k) => vector[i] * Math.sqrt(eigen.values[k])),
    ),
  );
  const fits = logRatios.map((values, c) =>
    fitRidge({
      rows: scores[noiseFamilyOf(c)],
      values,
      columnCount: option.componentCount,
      penalty: noiseVariances[c] / option.responseDeviation ** 2,
    }),
  );
  const noise: SharedNoise = {
    scale: scaled.scale,
    componentCount: option.componentCount,
    groupMean: centred.means,
    loadings: loadingsOf({ rows: centred.rows, groups: scaled.groups, scores, option }),
  };
  return { noise, option, fits, errors: errors[choice.option].slice(0, autosomeCount), scores };
}

/** Weighted residuals with each column's mean taken out. */
function centreColumns({ rows, groups }: ScaledResiduals): {
  rows: Float32Array[];
  means: Float64Array;
} {
  const means = new Float64Array(groups.count);
  for (const row of rows) {
    for (let g = 0; g < groups.count; g++) means[g] += row[g] / rows.length;
  }
  return {
    means,
    rows: rows.map((row) =>
      Float32Array.from(row, (value, g) => Math.sqrt(groups.share[g]) * (value - means[g])),
    ),
  };
}

/**
 * Component k of a family in window space: X' u_k / sqrt(eigenvalue_k) = X' score_k / eigenvalue_k.
 */
function loadingsOf(task: {
  readonly rows: readonly Float32Array[];
  readonly groups: WindowGroups;
  readonly scores: readonly (readonly Float64Array[])[];
  readonly option: NoiseOption;
}): Float32Array {
  const { rows, groups, scores } = task;
  const { componentCount } = task.option;
  const loadings = new Float32Array(familyCount * componentCount * groups.count);
  for (let family = 0; family < familyCount; family++) {
    const levels = rows.map((row) => levelOf(row, groups, family));
    for (let k = 0; k < componentCount; k++) {
      const eigenvalue = scores[family].reduce((sum, score) => sum + score[k] ** 2, 0);
      if (!(eigenvalue > 0)) continue;
      const base = (family * componentCount + k) * groups.count;
      for (let g = 0; g < groups.count; g++) {
        if (!isInFamily(family, groups.chromosomeOfGroup[g])) continue;
        const root = Math.sqrt(groups.share[g]);
        let sum = 0;
        for (let i = 0; i < rows.length; i++) {
          sum += (rows[i][g] - root * levels[i]) * scores[family][i][k];
        }
        loadings[base + g] = sum / eigenvalue;
      }
    }
  }
  return loadings;
}

function levelOf(row: Float32Array, groups: WindowGroups, family: number): number {
  let sum = 0;
  let shares = 0;
  for (let g = 0; g < groups.count; g++) {
    if (!isInFamily(family, groups.chromosomeOfGroup[g])) continue;
    sum += Math.sqrt(groups.share[g]) * row[g];
    shares += groups.share[g];
  }
  return sum / shares;
}

/** Variance with a floor, since a group without any noise still needs a penalty. */
function varianceOf(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.max(squares / (values.length - 1), varianceMin);
}

const varianceMin = 1e-12;
