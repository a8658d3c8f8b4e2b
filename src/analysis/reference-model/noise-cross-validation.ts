import { autosomeCount } from '../genome/chromosome.ts';
import { familyCount, noiseFamilyOf } from '../normalise/noise-families.ts';
import type { Crew } from '../statistics/crew.ts';
import { fitRidge, predictRidge } from '../statistics/ridge.ts';
import { topEigenvectors } from '../statistics/top-eigenvectors.ts';

/** Settings of the prediction that cross-validation chooses among. */
export interface NoiseOption {
  /** Prior standard deviation of a chromosome's response to a component. */
  readonly responseDeviation: number;
}

/**
 * Errors of every option on controls that took no part in its fit: [option][chromosome][control].
 */
export type CrossFittedErrors = readonly (readonly Float64Array[])[];

/**
 * Predicts each control's chromosomes from components and coefficients fitted without its fold.
 *
 *   scores of the held-out = G(held-out, kept) u_k / sqrt(eigenvalue_k)
 *   error = logRatio - (intercept + coefficients · scores)
 *
 * Components of the kept controls carry their own counting noise, those of the held-out do not:
 * only this way is the error the one a new sample meets.
 *
 * Source: principal component regression with ridge; cross-validation, Stone 1974, J R Stat Soc B
 * 36:111. Shape: one Gram matrix per family, logRatios [chromosome][control], a fold per control.
 * Unit: log ratio.
 * Edge: a component below 1e-10 of the largest scores 0.
 *
 * @example crossFitNoise({ grams, components, logRatios, … }, alone)[0][20]
 *   // ~0: chromosome 21 of ten controls follows one component by a half, without noise
 */
export function crossFitNoise(task: CrossFitting, crew: Crew): CrossFittedErrors {
  const { folds, options } = task;
  const size = folds.length;
  const errors = options.map(() =>
    Array.from({ length: autosomeCount }, () => new Float64Array(size)),
  );
  const order = [...new Set(folds)];
  const parts = crew.map(crossFitStep, { ...task, order }, order.length * familyCount);
  for (const { heldOut, chromosomes } of parts) {
    for (const { chromosomeIndex, errors: found } of chromosomes) {
      found.forEach((values, o) => {
        heldOut.forEach((i, place) => {
          errors[o][chromosomeIndex][i] = values[place];
        });
      });
    }
  }
  return errors;
}

interface CrossFitting {
  readonly grams: readonly Float64Array[];
  /** Eigenvectors of each Gram matrix. */
  readonly components: readonly (readonly Float64Array[])[];
  readonly logRatios: readonly Float64Array[];
  readonly countingVariances: readonly number[];
  readonly folds: Int32Array;
  readonly options: readonly NoiseOption[];
}

interface FoldErrors {
  readonly heldOut: readonly number[];
  readonly chromosomes: readonly {
    readonly chromosomeIndex: number;
    /** Errors [option][held-out control]. */
    readonly errors: readonly Float64Array[];
  }[];
}

/** A step: what one family's fits without one fold say of that fold. */
export function crossFitStep(
  task: CrossFitting & { readonly order: readonly number[] },
  index: number,
): FoldErrors {
  const { grams, logRatios, folds, options } = task;
  const size = folds.length;
  const fold = task.order[Math.floor(index / familyCount)];
  const family = index % familyCount;
  const kept = indicesWhere(folds, (other) => other !== fold);
  const heldOut = indicesWhere(folds, (other) => other === fold);
  const components = task.components[family];
  const scores = foldScores({ gram: grams[family], components, size, kept, heldOut });
  const chromosomes = Array.from({ length: autosomeCount }, (_, c) => c)
    .filter((c) => noiseFamilyOf(c) === family)
    .map((c) => {
      const values = Float64Array.from(kept, (i) => logRatios[c][i]);
      const errors = options.map((option) => {
        const penalty = noisePenalty(option, task.countingVariances[c]);
        const columnCount = components.length;
        const fit = fitRidge({ rows: scores.kept, values, columnCount, penalty });
        return Float64Array.from(
          heldOut,
          (i, place) => logRatios[c][i] - predictRidge(fit, scores.heldOut[place]),
        );
      });
      return { chromosomeIndex: c, errors };
    });
  return { heldOut, chromosomes };
}

/** Ridge penalty: noise variance over the prior variance of a coefficient. */
export function noisePenalty({ responseDeviation }: NoiseOption, variance: number): number {
  return variance / responseDeviation ** 2;
}

interface FoldScores {
  readonly kept: Float64Array[];
  readonly heldOut: Float64Array[];
}

const foldRounds = 6;
/** A component below this share of the largest is rounding. */
const eigenvalueMin = 1e-10;

interface FoldTask {
  readonly gram: Float64Array;
  /** Eigenvectors of the whole matrix. */
  readonly components: readonly Float64Array[];
  readonly size: number;
  readonly kept: readonly number[];
  readonly heldOut: readonly number[];
}

/** Component scores of the kept and of the held-out controls, a row a control. */
function foldScores({ gram, components, size, kept, heldOut }: FoldTask): FoldScores {
  const part = new Float64Array(kept.length * kept.length);
  kept.forEach((i, a) => {
    kept.forEach((j, b) => {
      part[a * kept.length + b] = gram[i * size + j];
    });
  });
  // The whole group's components are nearly those of its parts.
  const start = components.map((vector) => Float64Array.from(kept, (i) => vector[i]));
  const eigen = topEigenvectors({
    matrix: part,
    size: kept.length,
    count: components.length,
    start,
    roundsMax: foldRounds,
  });
  const floor = eigenvalueMin * Math.max(eigen.values[0] ?? 0, Number.MIN_VALUE);
  const roots = Array.from(eigen.values, (value) => (value > floor ? Math.sqrt(value) : 0));
  return {
    kept: kept.map((_, a) => Float64Array.from(roots, (root, k) => root * eigen.vectors[k][a])),
    heldOut: heldOut.map((i) =>
      Float64Array.from(roots, (root, k) => {
        if (root === 0) return 0;
        let sum = 0;
        kept.forEach((j, b) => {
          sum += gram[i * size + j] * eigen.vectors[k][b];
        });
        return sum / root;
      }),
    ),
  };
}

function indicesWhere(folds: Int32Array, keep: (fold: number) => boolean): number[] {
  const indices: number[] = [];
  folds.forEach((fold, i) => {
    if (keep(fold)) indices.push(i);
  });
  return indices;
}
