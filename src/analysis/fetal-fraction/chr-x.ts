import type { Estimate } from './profile-model.ts';

/** What chrX holds in pregnancies with a girl. */
export interface ChrXModel {
  /** Reads per exposure in girls, per bin; 0 = bin not used. */
  readonly expected: Float64Array;
  /** Prediction of ln(reads / expected) in girls from the shared noise. */
  readonly intercept: number;
  readonly coefficients: Float64Array;
  /** Variance of that prediction's error beyond counting noise. */
  readonly overdispersion: number;
}

/** chrX against what a girl would show. */
export interface ChrXLevel {
  readonly logRatio: number;
  readonly variance: number;
}

/**
 * How much less of chrX a sample has than a pregnancy with a girl.
 *
 *   logRatio = ln(sum(reads) / sum(exposure * expected)) - intercept - coefficients · noiseScores
 *   variance = overdispersion + 1 / sum(reads)
 *
 * Source: log ratio of counts, variance 1 / reads by the delta method. Shape: one element per bin
 * of X; one score per component. Unit: log.
 * Edge: null without reads on usable bins.
 *
 * @example chrXLevel({ xReads: Float64Array.of(95), xExposure: Float64Array.of(1000), noiseScores:
 *   none }, { expected: Float64Array.of(0.1), intercept: 0, coefficients: none, overdispersion: 0
 *   })
 *   // { logRatio: ln 0.95, variance: 1 / 95 }
 */
export function chrXLevel(
  sample: {
    readonly xReads: Float64Array;
    readonly xExposure: Float64Array;
    readonly noiseScores: Float64Array;
  },
  model: ChrXModel,
): ChrXLevel | null {
  let reads = 0;
  let expected = 0;
  for (let b = 0; b < model.expected.length; b++) {
    if (!(model.expected[b] > 0 && sample.xExposure[b] > 0)) continue;
    reads += sample.xReads[b];
    expected += sample.xExposure[b] * model.expected[b];
  }
  if (!(reads > 0 && expected > 0)) return null;
  let logRatio = Math.log(reads / expected) - model.intercept;
  model.coefficients.forEach((coefficient, k) => {
    logRatio -= coefficient * sample.noiseScores[k];
  });
  return { logRatio, variance: model.overdispersion + 1 / reads };
}

/**
 * Fetal fraction of a boy from chrX.
 *
 *   fraction = 2 (1 - exp(logRatio)); standardDeviation = 2 exp(logRatio) sqrt(variance)
 *
 * Source: a boy has one X, so the plasma holds 1 - fraction / 2 of a girl's. Shape: scalars.
 * Unit: 0–1, around 0 in girls.
 * Edge: below 0 where X holds more than a girl’s; not clamped.
 *
 * @example fetalFractionChrX({ logRatio: Math.log(0.95), variance: 1e-6 }).value // ~0.1
 */
export function fetalFractionChrX({ logRatio, variance }: ChrXLevel): Estimate {
  const level = Math.exp(logRatio);
  return { value: 2 * (1 - level), standardDeviation: 2 * level * Math.sqrt(variance) };
}
