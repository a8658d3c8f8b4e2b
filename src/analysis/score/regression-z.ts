import { fitLeastSquares, type LeastSquaresFit } from '../statistics/least-squares.ts';
import { meanAndStandardDeviation } from '../statistics/mean-and-standard-deviation.ts';

/** A share that may predict: one strand of a chromosome, or both together. */
export interface RegressionPredictor {
  /** Two predictors of one chromosome never stand in one model. */
  readonly chromosomeIndex: number;
  /** Its share in each control. */
  readonly values: Float64Array;
}

/** A chromosome's share as a line in a few others. */
export interface RegressionZModel {
  /** Indices of the predictors, in the order they were taken. */
  readonly predictors: readonly number[];
  readonly intercept: number;
  /** One per predictor taken. */
  readonly coefficients: Float64Array;
  /** Relative standard deviation of observed over predicted in the control group. */
  readonly practicalCv: number;
}

interface RegressionZOptions {
  /** Share of the chromosome under test in each control. */
  readonly response: Float64Array;
  readonly predictors: readonly RegressionPredictor[];
  readonly modelsMax?: number;
  readonly predictorsMax?: number;
}

/**
 * Predicts a chromosome's share from others: models with disjoint predictors, best first.
 *
 *   share_c = intercept + sum(coefficient_k share_k), least squares over the controls
 *   each step takes the predictor that gives the largest adjusted R^2 = 1 - (1 - R^2)(n-1)/(n-p-1)
 *   practicalCv = sd(observed / predicted) / mean(observed / predicted)
 *
 * A strand that was taken is barred from all later models; the chromosome's other strand only from
 * the same model.
 *
 * Source: regression-based z-score, Johansson et al. 2017, Sci Rep 7:1838 (NIPTeR). Shape: n
 * controls; 4 models of 4 predictors unless said otherwise. Unit: shares, 0–1.
 * Edge: models are fewer or shorter when predictors run out or cannot be told apart, or when
 * controls are fewer than p + 2.
 *
 * @example trainRegressionZ({ response: Float64Array.of(2, 4, 6, 8.1), predictors:
 *   [{ chromosomeIndex: 0, values: Float64Array.of(1, 2, 3, 4) }] })
 *   // [{ predictors: [0], intercept: ~-0.05, coefficients: [~2.03], practicalCv: ~0.0073 }]
 */
export function trainRegressionZ(options: RegressionZOptions): RegressionZModel[] {
  const { response, predictors, modelsMax = 4, predictorsMax = 4 } = options;
  const used = new Set<number>();
  const models: RegressionZModel[] = [];
  while (models.length < modelsMax) {
    const taken = selectPredictors({ response, predictors, used, predictorsMax });
    const fit = taken.length > 0 ? fitLeastSquares(response, columnsOf(predictors, taken)) : null;
    if (fit === null) break;
    for (const index of taken) used.add(index);
    const ratios = response.map((value, i) => {
      const row = Float64Array.from(taken, (index) => predictors[index].values[i]);
      return value / predict(fit, row);
    });
    const { mean, standardDeviation } = meanAndStandardDeviation(ratios);
    const { intercept, coefficients } = fit;
    models.push({
      predictors: taken,
      intercept,
      coefficients,
      practicalCv: standardDeviation / mean,
    });
  }
  return models;
}

/** A sample's regression z, with the spread it was divided by. */
export interface RegressionZ {
  readonly z: number;
  readonly cv: number;
  /** Whether the control group's spread or that of counting was the larger. */
  readonly cvType: 'practical' | 'theoretical';
}

/** Counting noise of a share, with the 15 % that NIPTeR adds for what is not Poisson. */
const theoreticalFactor = 1.15;

/**
 * z of a chromosome's share against what a model predicts.
 *
 *   z = (observed / predicted - 1) / cv;  cv = max(practicalCv, 1.15 / sqrt(chromosomeReads))
 *
 * Source: as `trainRegressionZ`. Shape: the sample's share of the chromosome and of every predictor
 * (all, in the order trained with), and its corrected reads there. Unit: standard deviations.
 * Edge: NaN where a share is missing or the chromosome has no reads.
 *
 * @example regressionZ({ response: 2.06, predictors: Float64Array.of(1), chromosomeReads: 13225 },
 *   { predictors: [0], intercept: 0, coefficients: Float64Array.of(2), practicalCv: 0.005 })
 *   // { z: 3, cv: 0.01, cvType: 'theoretical' }
 */
export function regressionZ(
  sample: {
    readonly response: number;
    readonly predictors: Float64Array;
    readonly chromosomeReads: number;
  },
  model: RegressionZModel,
): RegressionZ {
  const theoreticalCv = theoreticalFactor / Math.sqrt(sample.chromosomeReads);
  const row = Float64Array.from(model.predictors, (index) => sample.predictors[index]);
  const isPractical = model.practicalCv > theoreticalCv;
  const cv = isPractical ? model.practicalCv : theoreticalCv;
  const z = (sample.response / predict(model, row) - 1) / cv;
  return { z, cv, cvType: isPractical ? 'practical' : 'theoretical' };
}

type Line = Pick<LeastSquaresFit, 'intercept' | 'coefficients'>;

function predict({ intercept, coefficients }: Line, row: Float64Array): number {
  let value = intercept;
  for (let k = 0; k < row.length; k++) value += coefficients[k] * row[k];
  return value;
}

function selectPredictors(selection: {
  readonly response: Float64Array;
  readonly predictors: readonly RegressionPredictor[];
  readonly used: ReadonlySet<number>;
  readonly predictorsMax: number;
}): number[] {
  const { response, predictors, used, predictorsMax } = selection;
  const taken: number[] = [];
  while (taken.length < predictorsMax && response.length >= taken.length + 3) {
    let best = { index: -1, squares: Number.POSITIVE_INFINITY };
    predictors.forEach(({ chromosomeIndex }, index) => {
      const isBarred = taken.some((k) => predictors[k].chromosomeIndex === chromosomeIndex);
      if (isBarred || used.has(index)) return;
      // With one number of predictors the largest adjusted R² is the smallest sum of squares.
      const fit = fitLeastSquares(response, columnsOf(predictors, [...taken, index]));
      if (fit !== null && fit.squares < best.squares) best = { index, squares: fit.squares };
    });
    if (best.index < 0) break;
    taken.push(best.index);
  }
  return taken;
}

function columnsOf(predictors: readonly RegressionPredictor[], taken: readonly number[]) {
  return taken.map((index) => predictors[index].values);
}
