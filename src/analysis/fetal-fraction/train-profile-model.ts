import { alone, type Crew } from '../statistics/crew.ts';
import { gramMatrix } from '../statistics/gram-matrix.ts';
import type { ProfileModel } from './profile-model.ts';
import { type RidgeInDual, ridgeInDual } from './ridge-in-dual.ts';

/** One sample as the profile model sees it. */
export interface ProfiledSample {
  readonly residuals: Float32Array;
  /** Mean counting variance of its residuals, to trust deep samples more. */
  readonly noise: number;
}

/** One sample whose fetal fraction is known by other means. */
export interface LabelledSample extends ProfiledSample {
  readonly label: number;
  readonly labelVariance: number;
}

export interface TrainedProfile {
  readonly model: ProfileModel;
  /** Cross-fitted predictions after calibration. */
  readonly predictions: Float64Array;
  /** Slope of prediction on truth before calibration. */
  readonly slope: number;
  /** Root mean squared cross-fitted error, label noise taken out. */
  readonly error: number;
}

/** Ridge strengths tried, as multiples of the mean squared length of a sample's residuals. */
const penalties = [0.03, 0.1, 0.3, 1, 3, 10];
const foldCount = 5;
/** Samples in all beyond which more unlabelled ones hardly help and only cost time. */
const samplesMax = 400;

/**
 * Trains the profile model by ridge regression on labelled samples, then once more on all.
 *
 *   first: ridge on the labelled, strength by least leave-one-out error, calibrated
 *   second: ridge of the same strength on the labelled and on the others (girls), these with the
 *     first model's predictions as labels; the mean of five models, each of which left a fifth of
 *     the labelled samples out of both steps and is calibrated on them
 *
 * What a girl's fraction is, is known within 1 point already after the first step; her profile is
 * as good as a boy's, and twice the samples bring a fifth less error. A third step would follow its
 * own errors.
 *
 * Ridge shrinks towards the mean, which would lift low fetal fractions and make missed trisomies
 * look excluded; so the line of prediction on truth is inverted (classical calibration). Its slope
 * is corrected for the labels' own noise:
 *
 *   slope = cov(prediction, label) / (var(label) - mean(labelVariance))
 *
 * Source: SeqFF, Kim et al. 2015, Prenat Diagn 35:810 (ridge on bins); self-training, Yarowsky
 * 1995; attenuation: Fuller 1987, Measurement Error Models, section 1.2.
 * Edge: null when labels hardly vary, or predictions do not follow them.
 */
export function trainProfileModel(
  samples: readonly LabelledSample[],
  unlabelled: readonly ProfiledSample[] = [],
  crew: Crew = alone,
): TrainedProfile | null {
  const others = unlabelled.slice(0, Math.max(0, samplesMax - samples.length));
  const all: readonly ProfiledSample[] = [...samples, ...others];
  const rows = all.map(({ residuals }) => residuals);
  const group = { samples, all, gram: gramMatrix(rows, crew) };
  const indices = samples.map((_, i) => i);
  const fits = penalties.flatMap((penalty) => fitOn(group, indices, { penalty }) ?? []);
  if (fits.length === 0) return null;
  const first = fits.reduce((a, b) => (b.squaredError < a.squaredError ? b : a));
  if (calibrate(samples, first.predictions) === null) return null;
  const fit = crossFit(group, first.penalty) ?? {
    alpha: first.alpha,
    intercept: first.intercept,
    predictions: first.predictions,
    squaredLength: squaredLength(group, first.alpha),
  };
  const line = calibrate(samples, fit.predictions);
  if (line === null) return null;
  const weights = new Float64Array(samples[0].residuals.length);
  fit.alpha.forEach((value, i) => {
    const { residuals } = all[i];
    for (let b = 0; b < weights.length; b++) weights[b] += (value / line.slope) * residuals[b];
  });
  const predictions = fit.predictions.map((value) => (value - line.offset) / line.slope);
  const errors = errorVariances(samples, predictions, {
    weights,
    judged: fit.squaredLength / line.slope ** 2,
  });
  return {
    model: {
      intercept: (fit.intercept - line.offset) / line.slope,
      weights,
      modelVariance: errors.model,
      trainingCount: samples.length,
    },
    predictions,
    slope: line.slope,
    error: Math.sqrt(errors.total),
  };
}

interface ProfileGroup {
  readonly samples: readonly LabelledSample[];
  /** Labelled samples first. */
  readonly all: readonly ProfiledSample[];
  readonly gram: Float64Array;
}

function fitOn(
  { samples, all, gram }: ProfileGroup,
  members: readonly number[],
  how: { readonly penalty: number; readonly labels?: readonly number[] },
): RidgeInDual | null {
  const size = members.length;
  const part = new Float64Array(size * size);
  members.forEach((i, a) => {
    members.forEach((j, b) => {
      part[a * size + b] = gram[i * all.length + j];
    });
  });
  const labels = how.labels ?? members.map((i) => samples[i].label);
  return ridgeInDual({ gram: part, noise: members.map((i) => all[i].noise), labels }, how.penalty);
}

/** Both steps on some of the labelled samples and all the others; uncalibrated. */
function fitTwice(
  group: ProfileGroup,
  indices: readonly number[],
  penalty: number,
): (RidgeInDual & { readonly members: readonly number[] }) | null {
  const { samples, all } = group;
  const first = fitOn(group, indices, { penalty });
  const chosen = indices.map((i) => samples[i]);
  const line = first && calibrate(chosen, first.predictions);
  if (!first || !line || all.length === samples.length) return null;
  const others = all.map((_, i) => i).slice(samples.length);
  const guesses = others.map(
    (i) => (predict(group, { ...first, members: indices }, i) - line.offset) / line.slope,
  );
  const members = [...indices, ...others];
  const labels = [...chosen.map(({ label }) => label), ...guesses];
  const second = fitOn(group, members, { penalty, labels });
  return second && { ...second, members };
}

/**
 * Five models, each without a fifth of the labelled samples, what they say of those, and their
 * mean. The slope of a ridge fit depends on its number of samples: only the mean of the very models
 * that were judged has the slope that is seen. Null where a part cannot be fitted.
 */
function crossFit(group: ProfileGroup, penalty: number): CrossFit | null {
  const { samples, all } = group;
  const predictions = new Float64Array(samples.length);
  const alpha = new Float64Array(all.length);
  let intercept = 0;
  let lengths = 0;
  for (let fold = 0; fold < foldCount; fold++) {
    const indices = samples.map((_, i) => i).filter((i) => i % foldCount !== fold);
    const fit = fitTwice(group, indices, penalty);
    if (fit === null) return null;
    for (let i = fold; i < samples.length; i += foldCount) predictions[i] = predict(group, fit, i);
    const own = new Float64Array(all.length);
    fit.members.forEach((member, i) => {
      own[member] = fit.alpha[i];
      alpha[member] += fit.alpha[i] / foldCount;
    });
    intercept += fit.intercept / foldCount;
    lengths += squaredLength(group, own) / foldCount;
  }
  return { alpha, intercept, predictions, squaredLength: lengths };
}

interface CrossFit extends Pick<RidgeInDual, 'alpha' | 'intercept' | 'predictions'> {
  /** Mean squared length of the weights of the models that made the predictions. */
  readonly squaredLength: number;
}

/** |X' alpha|^2. */
function squaredLength({ gram }: ProfileGroup, alpha: Float64Array): number {
  let sum = 0;
  const size = Math.sqrt(gram.length);
  for (let i = 0; i < alpha.length; i++) {
    for (let j = 0; j < alpha.length; j++) sum += alpha[i] * gram[i * size + j] * alpha[j];
  }
  return sum;
}

function predict(
  { all, gram }: ProfileGroup,
  fit: Pick<RidgeInDual, 'alpha' | 'intercept'> & { readonly members: readonly number[] },
  sample: number,
): number {
  let value = fit.intercept;
  fit.members.forEach((member, i) => {
    value += fit.alpha[i] * gram[sample * all.length + member];
  });
  return value;
}

function calibrate(
  samples: readonly LabelledSample[],
  predictions: Float64Array,
): { slope: number; offset: number } | null {
  const labels = samples.map(({ label }) => label);
  const labelMean = meanOf(labels);
  const predictionMean = meanOf(Array.from(predictions));
  const covariance = meanOf(
    labels.map((label, i) => (label - labelMean) * (predictions[i] - predictionMean)),
  );
  const spread =
    meanOf(labels.map((label) => (label - labelMean) ** 2)) -
    meanOf(samples.map(({ labelVariance }) => labelVariance));
  const slope = covariance / spread;
  const scatter = meanOf(Array.from(predictions, (value) => (value - predictionMean) ** 2));
  const explained = covariance ** 2 / (scatter * meanOf(labels.map((x) => (x - labelMean) ** 2)));
  const t = Math.sqrt((explained * (samples.length - 2)) / (1 - explained));
  if (!(spread > 0 && slope > 0 && t > significanceMin)) return null;
  return { slope, offset: predictionMean - slope * labelMean };
}

/** Student's t of the correlation below which predictions cannot be said to follow the truth. */
const significanceMin = 3;

/**
 * The judged models' squared error, without the labels' noise and without the counting noise that
 * the mean of the models has less of.
 */
function errorVariances(
  samples: readonly LabelledSample[],
  predictions: Float64Array,
  lengths: { readonly weights: Float64Array; readonly judged: number },
): { total: number; model: number } {
  const squared = meanOf(samples.map(({ label }, i) => (predictions[i] - label) ** 2));
  const labelNoise = meanOf(samples.map(({ labelVariance }) => labelVariance));
  const noise = meanOf(samples.map((sample) => sample.noise));
  const weightSquares = lengths.weights.reduce((sum, weight) => sum + weight * weight, 0);
  const counting = weightSquares * noise;
  const spared = Math.max(0, lengths.judged * noise - counting);
  const total = Math.max(squared - labelNoise - spared, counting);
  return { total, model: total - counting };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
