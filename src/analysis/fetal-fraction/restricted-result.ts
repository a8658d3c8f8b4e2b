import type { RestrictedResult } from '../analysis-result.ts';
import { binRange } from '../genome/bin-grid.ts';
import { autosomeCount } from '../genome/chromosome.ts';
import type { ExpectedProfile } from '../normalise/expected-profile.ts';
import { type ChrXLevel, chrXLevel, fetalFractionChrX } from './chr-x.ts';
import { fetalFractionChrY } from './chr-y.ts';
import { combineEstimates } from './combine-estimates.ts';
import { fetalFractionInterval } from './fetal-fraction-interval.ts';
import type { Estimate } from './profile-model.ts';
import { sexBlindEstimate } from './sex-blind-estimate.ts';
import type { SexChromosomeEvidence } from './sex-chromosome-evidence.ts';
import type { SexChromosomeModel } from './train-sex-chromosomes.ts';

/** Deviations of chrY above a girl's from which a fetus is male, and below which female. */
const maleMin = 5;
const femaleMax = 3;
/** Least fetal fraction by chrY that makes a boy: less may be a vanished twin. */
const maleFractionMin = 0.01;
/** Deviations by which X and Y, or X and a girl's, may differ. */
const discordanceMax = 4;
/** Y that shows less of the fetal fraction than this may be left by a twin that is no more. */
const twinShareMax = 0.7;

/**
 * Everything that rests on X and Y: kept apart, because it tells the fetal sex.
 *
 * Shape: the evidence of X and Y, the shared-noise scores that predict X, the estimates of
 * profile and fragment lengths.
 * Edge: nulls and sex `unknown` where the model could not learn X and Y.
 */
export function restrictedResult(
  sample: SexChromosomeEvidence & {
    readonly depth: number;
    readonly noiseScores: Float64Array;
    readonly profileEstimate: Estimate | null;
    readonly fragmentEstimate: Estimate | null;
  },
  model: { readonly sexChromosomes: SexChromosomeModel | null; readonly profile: ExpectedProfile },
): RestrictedResult {
  const { sexChromosomes } = model;
  const level = sexChromosomes && chrXLevel(sample, sexChromosomes.chrX);
  const byX = level && fetalFractionChrX(level);
  const byY = sexChromosomes && fetalFractionChrY(sample, sexChromosomes.chrY);
  const yDeviations = byY && sexChromosomes ? deviationsOf(byY, sexChromosomes) : null;
  const fetalSex = sexOf(byY, yDeviations);
  const isMale = fetalSex === 'male';
  const blind = sexBlindEstimate(sample.profileEstimate, sample.fragmentEstimate);
  const methods = isMale ? [blind.estimate, byX, byY] : [blind.estimate];
  return {
    chromosomeX: {
      fraction: finite(level && xFraction(level, sexChromosomes, model.profile)),
      z: finite(level && (Math.exp(level.logRatio) - 1) / Math.sqrt(level.variance)),
    },
    chromosomeY: { fraction: finite(yFraction(sample, model.profile)), z: finite(yDeviations) },
    fetalSex,
    fetalFraction: {
      profile: fetalFractionInterval(sample.profileEstimate),
      fragmentLengths: fetalFractionInterval(sample.fragmentEstimate),
      chrX: fetalFractionInterval(isMale ? byX : null),
      chrY: fetalFractionInterval(isMale ? byY : null),
      combined: fetalFractionInterval(combineEstimates(methods)),
    },
    flags: [
      ...flagsOf({ fetalSex, level, byX, byY }),
      ...(isVanishedTwin(byY, yDeviations, sample.profileEstimate)
        ? ['possible-vanished-twin']
        : []),
      ...(blind.isDiscordant ? ['fragments-profile-discordant'] : []),
    ],
  };
}

function deviationsOf(byY: Estimate, { girlDeviation }: SexChromosomeModel): number {
  return byY.value / Math.max(girlDeviation, byY.standardDeviation);
}

function sexOf(byY: Estimate | null, deviations: number | null): RestrictedResult['fetalSex'] {
  if (byY === null || deviations === null) return 'unknown';
  if (deviations >= maleMin && byY.value >= maleFractionMin) return 'male';
  return deviations <= femaleMax ? 'female' : 'unknown';
}

function flagsOf(evidence: {
  readonly fetalSex: RestrictedResult['fetalSex'];
  readonly level: ChrXLevel | null;
  readonly byX: Estimate | null;
  readonly byY: Estimate | null;
}): string[] {
  const { fetalSex, level, byX, byY } = evidence;
  if (level === null || byX === null || byY === null) return [];
  if (fetalSex === 'unknown') return ['fetal-sex-unclear'];
  if (fetalSex === 'female') {
    return Math.abs(level.logRatio) > discordanceMax * Math.sqrt(level.variance)
      ? ['chr-x-unusual']
      : [];
  }
  const deviation = Math.hypot(byX.standardDeviation, byY.standardDeviation);
  return Math.abs(byX.value - byY.value) > discordanceMax * deviation
    ? ['chr-x-chr-y-discordant']
    : [];
}

/** Too much Y for a girl, and far less than a boy of this fetal fraction has. */
function isVanishedTwin(
  byY: Estimate | null,
  deviations: number | null,
  profile: Estimate | null,
): boolean {
  if (byY === null || deviations === null || profile === null) return false;
  const deviation = Math.hypot(byY.standardDeviation, profile.standardDeviation);
  const isLess = byY.value < twinShareMax * profile.value - discordanceMax * deviation;
  return deviations >= maleMin && isLess;
}

/** Share of autosomal counts that X would have by its level. */
function xFraction(
  level: ChrXLevel,
  sexChromosomes: SexChromosomeModel | null,
  profile: ExpectedProfile,
): number {
  const shares = sexChromosomes?.chrX.expected.reduce((sum, value) => sum + value, 0) ?? Number.NaN;
  return (Math.exp(level.logRatio) * shares) / autosomalShare(profile);
}

function yFraction(
  sample: { readonly yReads: Float64Array; readonly depth: number },
  profile: ExpectedProfile,
): number {
  const reads = sample.yReads.reduce((sum, value) => sum + value, 0);
  return reads / (sample.depth * autosomalShare(profile));
}

/** Expected reads of all autosomes over those of the reference autosomes. */
function autosomalShare({ grid, expected }: ExpectedProfile): number {
  const { end } = binRange(grid, autosomeCount - 1);
  return expected.subarray(0, end).reduce((sum, value) => sum + value, 0);
}

function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}
