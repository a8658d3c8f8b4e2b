import { chromosomes, targets } from '../genome/chromosome.ts';
import { predictionVariance } from '../score/autosome-noise.ts';
import { meanAndStandardDeviation } from '../statistics/mean-and-standard-deviation.ts';
import { median } from '../statistics/median.ts';
import { studentInflation } from '../statistics/student-inflation.ts';
import type { ModelDocument } from './reference-model.ts';
import type { TrainedModel } from './train-reference-model.ts';

/**
 * How well a control group behaves: per target the relative spread at the group's median depth, the
 * same over pure counting noise, and the cross-fitted z of the controls; and the fetal fraction's
 * error.
 *
 * Numbers are rounded to 6 digits: they are for people, scoring uses model.bin.
 */
export function qualityOf({
  content,
  measured,
  autosomes,
  fetalFraction,
}: TrainedModel): ModelDocument['qc'] {
  const medianDepth = median(measured.map(({ depth }) => depth));
  const { profile } = fetalFraction;
  return {
    medianDepth: Math.round(medianDepth),
    usedBins: content.profile.expected.reduce((sum, value) => sum + (value > 0 ? 1 : 0), 0),
    targets: targets.map(({ target, chromosome }) => {
      const c = (chromosomes as readonly string[]).indexOf(chromosome);
      const noise = content.autosomes[c];
      const counting =
        measured.reduce((sum, { depth, excesses }) => {
          return sum + (excesses[c].countingVariance * depth) / medianDepth;
        }, 0) / measured.length;
      const variance = predictionVariance(
        { countingVariance: counting, depth: medianDepth, scores: noise.scoreMeans },
        noise,
        measured.length,
      );
      const spread = meanAndStandardDeviation(autosomes.zScores[c]);
      return {
        target,
        cv: rounded(Math.sqrt(variance) * studentInflation(measured.length - 1)),
        overPoisson: rounded(Math.sqrt(variance / counting)),
        zMean: rounded(spread.mean),
        zStandardDeviation: rounded(spread.standardDeviation),
      };
    }),
    fetalFraction: {
      trainingCount: fetalFraction.labelledCount,
      error: profile && rounded(profile.error),
      scaleError: profile && rounded(Math.sqrt(profile.model.slopeVariance)),
    },
  };
}

function rounded(value: number): number {
  return Number(value.toPrecision(6));
}
