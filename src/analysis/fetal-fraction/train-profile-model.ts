import { alone, type Crew } from '../statistics/crew.ts';
import { gramMatrix } from '../statistics/gram-matrix.ts';
import { sharedCopy } from '../statistics/shared-memory.ts';
import { type CalibrationLine, calibrationLine } from './calibration-line.ts';
import {
  fitProfileDirection,
  type ProfiledSample,
  type ProfileGroup,
} from './profile-direction.ts';
import { joinWindows, type ProfileLayout } from './profile-layout.ts';
import type { ProfileModel } from './profile-model.ts';

/** One sample whose fetal fraction is known by other means. */
export interface LabelledSample extends ProfiledSample {
  readonly label: number;
  readonly labelVariance: number;
  /** Samples of one number are left out together: those of a batch where batches are known. */
  readonly fold: number;
}

export interface TrainedProfile {
  readonly model: ProfileModel;
  /** Cross-fitted predictions after calibration. */
  readonly predictions: Float64Array;
  /** What neighbouring bins were found to share. */
  readonly neighbourShare: number;
  /** Root mean squared cross-fitted error, label noise taken out. */
  readonly error: number;
}

/** How much more the profile's part that neighbours share is believed: 0 = not at all. */
const neighbourShares = [0, 0.5, 1];
/**
 * The model's own error over counting noise in six simulated laboratories, and what that counts
 * for: a hundred samples show it to half of itself only.
 */
const usualShare = 0.1;
const usualWeight = 100;
/** Samples in all beyond which more unlabelled ones hardly help and only cost time. */
const samplesMax = 2000;

/**
 * Trains the profile model on labelled samples, then once more on all.
 *
 *   first: `fitProfileDirection` on the labelled samples, calibrated on predictions that leave out
 *     what a sample adds to its own
 *   second: the same on the labelled and on the others (girls), these with the first direction's
 *     predictions as labels; the mean of such models, each of which left one fold of the labelled
 *     samples out of both steps and is calibrated on them
 *   modelVariance = squared error - labels' variance - counting variance, of the left-out samples,
 *     drawn towards a tenth of the counting variance as if 100 more had shown that, times what
 *     averaging leaves of the models' squared length
 *
 * What a girl's fraction is, is known within 1 point already after the first step; her profile is
 * as good as a boy's, and twice the samples bring a fifth less error. Whether neighbouring bins
 * share a part of the profile is chosen by the left-out samples' error.
 *
 * Source: after SeqFF, Kim et al. 2015, Prenat Diagn 35:810; self-training, Yarowsky 1995.
 * Shape: labelled samples, others, one residual a reference bin each; one model out. Unit: fetal
 * fraction, 0–1.
 * Edge: null when labels hardly vary, or predictions do not follow them.
 *
 * @example trainProfileModel(samples, [], { layout })?.model
 *   // residuals [label, 0] without noise, labels 0.04–0.156: intercept ~0, weights [~1, 0]
 */
export function trainProfileModel(
  samples: readonly LabelledSample[],
  unlabelled: readonly ProfiledSample[],
  { layout, crew = alone }: { readonly layout: ProfileLayout; readonly crew?: Crew },
): TrainedProfile | null {
  const others = unlabelled.slice(0, Math.max(0, samplesMax - samples.length));
  const all = [...samples, ...others];
  const joined = all.map(({ residuals }) => sharedCopy(joinWindows(residuals, layout)));
  const group = { samples: all, layout, products: gramMatrix(joined, crew) };
  const fits = crossFit({ group, labelled: samples, folds: foldsOf(samples) }, crew);
  if (fits.length === 0) return null;
  const best = fits.reduce((a, b) => (b.line.squaredError < a.line.squaredError ? b : a));
  const { line } = best;
  const weights = best.weights.map((weight) => weight / line.slope);
  const labelNoise = meanOf(samples.map(({ labelVariance }) => labelVariance));
  const noise = meanOf(samples.map((sample) => sample.noise));
  const counting = squaredLength(weights) * noise;
  const judged = (best.squaredLength / line.slope ** 2) * noise;
  const seen = line.squaredError - labelNoise - judged;
  const left =
    (samples.length * seen + usualWeight * usualShare * judged) / (samples.length + usualWeight);
  const modelVariance = (Math.max(0, left) * counting) / judged;
  return {
    model: {
      intercept: -line.offset / line.slope,
      weights,
      modelVariance: modelVariance * (1 + 1 / samples.length),
      slopeVariance: line.slopeVariance,
      centre: line.centre,
      trainingCount: samples.length,
    },
    predictions: best.predictions.map((value) => (value - line.offset) / line.slope),
    neighbourShare: best.neighbourShare,
    error: Math.sqrt(modelVariance + counting),
  };
}

interface CrossFit {
  readonly neighbourShare: number;
  readonly weights: Float64Array;
  /** What each model says of the samples it never saw. */
  readonly predictions: Float64Array;
  /** Mean squared length of the weights of those models. */
  readonly squaredLength: number;
  readonly line: CalibrationLine;
}

interface Folding {
  readonly group: ProfileGroup;
  readonly labelled: readonly LabelledSample[];
  readonly folds: readonly number[];
}

function foldsOf(labelled: readonly LabelledSample[]): number[] {
  return [...new Set(labelled.map(({ fold }) => fold))];
}

/**
 * For each share of neighbours: models without a fold of the labelled samples each, what they say
 * of those, and their mean. The scale of a fit depends on its number of samples: only the mean of
 * the very models that were judged has the scale that is seen. Shares of which a part cannot be
 * fitted, or does not follow the labels, are left out.
 */
function crossFit(task: Folding, crew: Crew): CrossFit[] {
  const { labelled, folds } = task;
  const models = crew.map(fitFoldStep, task, neighbourShares.length * folds.length);
  return neighbourShares.flatMap((neighbourShare, s) => {
    const own = models.slice(s * folds.length, (s + 1) * folds.length);
    const predictions = new Float64Array(labelled.length);
    const mean = new Float64Array(task.group.layout.windowOfBin.length);
    let lengths = 0;
    for (const [k, weights] of own.entries()) {
      if (weights === null) return [];
      labelled.forEach(({ fold, residuals }, i) => {
        if (fold === folds[k]) predictions[i] = product(weights, residuals);
      });
      for (let b = 0; b < mean.length; b++) mean[b] += weights[b] / folds.length;
      lengths += squaredLength(weights) / folds.length;
    }
    const line = calibrationLine(predictions, labelled);
    const fit = { neighbourShare, weights: mean, predictions, squaredLength: lengths };
    return line === null ? [] : [{ ...fit, line }];
  });
}

/** A step: the model of one share of neighbours that leaves one fold out. */
export function fitFoldStep(
  { group, labelled, folds }: Folding,
  index: number,
): Float64Array | null {
  const neighbourShare = neighbourShares[Math.floor(index / folds.length)];
  const fold = folds[index % folds.length];
  const members = labelled.flatMap((sample, i) => (sample.fold === fold ? [] : [i]));
  return fitTwice({ group, labelled, members, neighbourShare });
}

/** Both steps on some of the labelled samples and all the others; uncalibrated. */
function fitTwice(task: {
  readonly group: ProfileGroup;
  readonly labelled: readonly LabelledSample[];
  readonly members: readonly number[];
  readonly neighbourShare: number;
}): Float64Array | null {
  const { group, labelled, members, neighbourShare } = task;
  const chosen = members.map((i) => labelled[i]);
  const labels = Float64Array.from(chosen, ({ label }) => label);
  const first = fitProfileDirection(group, { members, labels }, neighbourShare);
  if (first === null) return null;
  const predictions = chosen.map(
    ({ residuals }, a) => product(first.weights, residuals) - first.ownShares[a],
  );
  const line = calibrationLine(predictions, chosen);
  if (line === null || group.samples.length === labelled.length) return first.weights;
  const others = group.samples.map((_, i) => i).slice(labelled.length);
  const guesses = others.map(
    (i) => (product(first.weights, group.samples[i].residuals) - line.offset) / line.slope,
  );
  const all = { members: [...members, ...others], labels: Float64Array.of(...labels, ...guesses) };
  return fitProfileDirection(group, all, neighbourShare)?.weights ?? null;
}

function product(weights: Float64Array, residuals: Float32Array): number {
  let sum = 0;
  for (let b = 0; b < weights.length; b++) sum += weights[b] * residuals[b];
  return sum;
}

function squaredLength(weights: Float64Array): number {
  return weights.reduce((sum, weight) => sum + weight * weight, 0);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
