import type { ChromosomeScore } from '../analysis-result.ts';
import { detectionLimit } from '../call/detection-limit.ts';
import { autosomeCount, chromosomes } from '../genome/chromosome.ts';
import { correctedFractions } from '../normalise/corrected-fractions.ts';
import { noiseFamilyOf } from '../normalise/noise-families.ts';
import type { NormalisedSample } from '../normalise/normalise-sample.ts';
import { sharedNoiseScores } from '../normalise/shared-noise.ts';
import { windowResiduals } from '../normalise/window-residuals.ts';
import type { ModelContent, ReferenceModel } from '../reference-model/reference-model.ts';
import { studentInflation } from '../statistics/student-inflation.ts';
import { predictionVariance } from './autosome-noise.ts';
import { chromosomeExcess } from './chromosome-excess.ts';
import { ncvScore } from './ncv.ts';
import { ownDispersion } from './own-dispersion.ts';
import { regressionScore } from './regression-score.ts';
import { zScore } from './z-score.ts';

/**
 * The score of each autosome.
 *
 *   excess = exp(logRatio - predicted) - 1,  expected = fraction / (1 + excess)
 *   z = excess / cv, cv = sqrt(prediction variance * own dispersion), widened for small groups
 *
 * Source: ADR 0010–0011; `predictionVariance`, `ownDispersion`, `studentInflation`. Shape: a
 * normalised sample in, 22 scores out. Unit: fractions 0–1; z in standard deviations.
 * Edge: null where the counts do not allow a number.
 *
 * @example scoreAutosomes(sample, model)[20]
 *   // a euploid sample whose reads of 21 grew by 5 %: fraction / expected and 1 + z cv grow by 5 %
 *   // alike
 */
export function scoreAutosomes(sample: NormalisedSample, model: ReferenceModel): ChromosomeScore[] {
  const fractions = correctedFractions(sample, model.profile);
  const ratios = euploidRatios(sample, model);
  const zScores = Float64Array.from(ratios, (ratio) =>
    ratio === null ? Number.NaN : (ratio.value - 1) / ratio.cv,
  );
  return ratios.map((ratio, c): ChromosomeScore => {
    const ncv = model.ncv[c];
    const visible = {
      standard: finite(zScore(fractions[c], model.autosomes[c].fraction)),
      ncv: ncv && finite(ncvScore({ fractions, chromosomeIndex: c, template: ncv })),
      regression: regressionScore(fractions, c, model.regression[c]),
    };
    const chromosome = chromosomes[c];
    if (ratio === null || !Number.isFinite(fractions[c])) return unscored(chromosome, visible);
    const cv = ratio.cv * Math.sqrt(ownDispersion(zScores, c));
    return {
      chromosome,
      fraction: finite(fractions[c]),
      expected: finite(fractions[c] / ratio.value),
      cv: finite(cv),
      z: finite((ratio.value - 1) / cv),
      scores: visible,
      detectionLimit: finite(detectionLimit(cv)),
    };
  });
}

/** Each autosome over what is predicted for this sample, and how far the model lets that stray. */
function euploidRatios(
  sample: NormalisedSample,
  model: ReferenceModel,
): ({ readonly value: number; readonly cv: number } | null)[] {
  const controlCount = model.document.controlGroup.samples.length;
  const inflation = studentInflation(controlCount - 1);
  const noiseScores = createNoiseScores(sample, model);
  return Array.from({ length: autosomeCount }, (_, c) => {
    const excess = chromosomeExcess(sample, c);
    if (excess === null) return null;
    const noise = model.autosomes[c];
    const scores = noiseScores(noiseFamilyOf(c));
    let predicted = noise.intercept;
    for (let k = 0; k < scores.length; k++) predicted += noise.coefficients[k] * scores[k];
    const variance = predictionVariance(
      { countingVariance: excess.countingVariance, depth: sample.depth, scores },
      noise,
      controlCount,
    );
    return { value: Math.exp(excess.logRatio - predicted), cv: Math.sqrt(variance) * inflation };
  });
}

/** Component scores of a sample, computed once a family. */
export function createNoiseScores(
  sample: NormalisedSample,
  model: ModelContent,
): (family: number) => Float64Array {
  const { profile, groups, noise } = model;
  const residuals = windowResiduals(sample, profile.windows, groups);
  const known = new Map<number, Float64Array>();
  return (family) => {
    const scores = known.get(family) ?? sharedNoiseScores({ residuals, family }, groups, noise);
    known.set(family, scores);
    return scores;
  };
}

function unscored(chromosome: string, scores: ChromosomeScore['scores']): ChromosomeScore {
  const nothing = { fraction: null, expected: null, cv: null, z: null };
  return { chromosome, ...nothing, scores, detectionLimit: null };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
