import { type AnalysisResult, type ChromosomeScore, validationFlag } from './analysis-result.ts';
import type { BinCounts, CountSource } from './bin-counts/bin-counts.ts';
import { callAneuploidy } from './call/aneuploidy.ts';
import { priorRisk } from './call/gestational-age-risk.ts';
import { patternFlags } from './call/pattern-flags.ts';
import { findSegments } from './call/segment.ts';
import { failure, type Result, success } from './data-problem.ts';
import { fetalFractionInterval, isClamped } from './fetal-fraction/fetal-fraction-interval.ts';
import { fetalFractionFragments, shortFragmentShare } from './fetal-fraction/fragment-lengths.ts';
import {
  countingVariances,
  type Estimate,
  estimateByProfile,
} from './fetal-fraction/profile-model.ts';
import { restrictedResult } from './fetal-fraction/restricted-result.ts';
import { sexBlindEstimate } from './fetal-fraction/sex-blind-estimate.ts';
import { sexChromosomeEvidence } from './fetal-fraction/sex-chromosome-evidence.ts';
import { binRange } from './genome/bin-grid.ts';
import { autosomeCount, targetsByChromosome } from './genome/chromosome.ts';
import { binResiduals, referenceBins } from './normalise/bin-residuals.ts';
import { type NormalisedSample, normaliseSample } from './normalise/normalise-sample.ts';
import { observedAndExpected } from './normalise/observed-and-expected.ts';
import { assessQc, type QcMeasures } from './qc/assess-qc.ts';
import { binNoise, type ObservedAndExpected } from './qc/bin-noise.ts';
import { qcVerdict } from './qc/qc-verdict.ts';
import type { ReferenceModel } from './reference-model/reference-model.ts';
import { createNoiseScores, scoreAutosomes } from './score/score-autosomes.ts';

/** What an analysis needs to know beside counts and model. */
export interface AnalysisOptions {
  /** The mother's age at delivery: completed years, or decimal; null if unknown. */
  readonly age?: number | null;
  /** Gestational age at the draw, `16+3`; null if unknown. */
  readonly weeks?: string | null;
  /** Adds what rests on X and Y. */
  readonly restricted?: boolean;
  readonly softwareVersion: string;
  readonly input: CountSource;
}

/**
 * A sample's whole analysis: normalise, score, estimate the fetal fraction, assess, call.
 *
 * The same counts, model and options give the same result, to the last digit.
 * Edge: counts of another assembly or bin size than the model's are `model-mismatch`.
 */
export function analyseSample(
  counts: BinCounts,
  model: ReferenceModel,
  options: AnalysisOptions,
): Result<AnalysisResult> {
  const mismatch = mismatchOf(counts, model);
  if (mismatch !== null) return failure({ kind: 'model-mismatch', detail: mismatch });
  const reads = counts.forward.map((value, bin) => value + counts.reverse[bin]);
  const sample = normaliseSample(reads, model.profile);
  const windows = observedAndExpected(reads, sample.expectedReads, model.profile);
  const chromosomes = scoreAutosomes(sample, model);
  const profileEstimate = estimateFetalFraction(reads, sample, model);
  const fragmentEstimate = fetalFractionFragments(
    shortFragmentShare(counts.fragmentLengths),
    model.fragmentLengths,
  );
  const { estimate } = sexBlindEstimate(profileEstimate, fragmentEstimate);
  const fetalFraction = fetalFractionInterval(estimate);
  const segments = findSegments(windows);
  const qc = assessSample(counts, {
    fetalFraction: fetalFraction.estimate,
    binNoise: binNoise(autosomalPart(windows)),
    readsUsed: shareOf(sumOf(sample.chromosomeReads), autosomalReads(reads, model)),
    chromosomeExcess: largestExcess(chromosomes),
  });
  const judged = targetsByChromosome.map(({ target, chromosome }) => {
    const score = chromosomes.find((entry) => entry.chromosome === chromosome);
    return callAneuploidy({
      target,
      z: score?.z ?? null,
      cv: score?.cv ?? null,
      detectionLimit: score?.detectionLimit ?? null,
      fetalFraction,
      qcVerdict: qc.verdict,
      prior: priorOf(target, options),
    });
  });
  const calls = judged.map(({ call }) => call);
  const evidence = sexChromosomeEvidence(
    { reads, expectedReads: sample.expectedReads },
    model.profile,
  );
  const noiseScores = createNoiseScores(sample, model)(0);
  const restricted = restrictedResult(
    { ...evidence, depth: sample.depth, noiseScores, profileEstimate, fragmentEstimate },
    model,
  );
  return success({
    schema: 1,
    sample: counts.sample,
    assembly: counts.assembly,
    software: { version: options.softwareVersion },
    parameters: { age: options.age ?? null, weeks: options.weeks ?? null },
    model: { id: model.document.id, sha256: model.sha256 },
    input: { file: options.input.file, sha256: options.input.sha256 },
    reads: readsOf(counts),
    qc,
    fetalFraction,
    chromosomes,
    calls,
    segments,
    flags: [
      validationFlag,
      ...new Set(judged.flatMap(({ flags }) => flags)),
      ...patternFlags({ chromosomes, segments, calls, fetalFraction }),
      ...(estimate !== null && isClamped(estimate) ? ['fetal-fraction-clamped'] : []),
      ...(restricted.flags.length > 0 ? ['needs-review'] : []),
    ],
    ...(options.restricted && { restricted }),
  });
}

function mismatchOf(counts: BinCounts, { document, profile }: ReferenceModel): string | null {
  if (counts.assembly !== document.assembly) {
    return `the sample is counted on ${counts.assembly}, the model on ${document.assembly}`;
  }
  if (counts.binSizeBases !== document.binSize) {
    return `the sample has bins of ${counts.binSizeBases} bases, the model of ${document.binSize}`;
  }
  const { binCount } = profile.grid;
  if (counts.forward.length !== binCount || counts.reverse.length !== binCount) {
    return `the sample has ${counts.forward.length} bins, the model ${binCount}`;
  }
  return null;
}

function estimateFetalFraction(
  reads: Uint32Array,
  { expectedReads, depth }: NormalisedSample,
  { profile, fetalFractionProfile }: ReferenceModel,
): Estimate | null {
  if (fetalFractionProfile === null || depth === 0) return null;
  const bins = referenceBins(profile);
  return estimateByProfile(
    {
      residuals: binResiduals({ reads, expectedReads }, profile.expected, bins),
      countingVariances: countingVariances(expectedReads, profile.expected, bins),
    },
    fetalFractionProfile,
  );
}

type SampleMeasures = Pick<
  QcMeasures,
  'fetalFraction' | 'binNoise' | 'readsUsed' | 'chromosomeExcess'
>;

function assessSample(counts: BinCounts, measures: SampleMeasures): AnalysisResult['qc'] {
  const { mappedFraction, duplicateFraction, gcFraction, counted } = readsOf(counts);
  const read = { readsCounted: counted, mappedFraction, duplicateFraction, gcFraction };
  const checks = assessQc({ ...read, ...measures });
  return { verdict: qcVerdict(checks), checks };
}

/** Null if a chromosome is missing: without it, nothing can be said of the others either. */
function largestExcess(chromosomes: readonly ChromosomeScore[]): number | null {
  const excesses = chromosomes.map(({ fraction, expected, z }) =>
    fraction === null || expected === null || z === null ? Number.NaN : fraction / expected - 1,
  );
  const largest = Math.max(...excesses.map(Math.abs));
  return Number.isFinite(largest) ? largest : null;
}

/** A boy's X stands off its windows' expectation: it would show in the noise. */
function autosomalPart(windows: ReturnType<typeof observedAndExpected>): ObservedAndExpected {
  const { end } = binRange(windows.windows, autosomeCount - 1);
  return {
    observed: windows.observed.subarray(0, end),
    expected: windows.expected.subarray(0, end),
    relativeStandardDeviation: windows.relativeStandardDeviation.subarray(0, end),
  };
}

/** X and Y left out: a share of all reads would tell the fetal sex by what they lack. */
function autosomalReads(reads: Uint32Array, { profile }: ReferenceModel): number {
  const { end } = binRange(profile.grid, autosomeCount - 1);
  return reads.subarray(0, end).reduce((sum, value) => sum + value, 0);
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function readsOf({ reads, gcFraction }: BinCounts): AnalysisResult['reads'] {
  const { total = null, mapped = null, duplicate = null, counted } = reads;
  return {
    total,
    mapped,
    counted,
    mappedFraction: shareOf(mapped, total),
    duplicateFraction: shareOf(duplicate, total),
    gcFraction,
  };
}

function shareOf(part: number | null, whole: number | null): number | null {
  return part !== null && whole !== null && whole > 0 ? part / whole : null;
}

/** The published curves take completed years; half a year is the mean of what they leave out. */
function priorOf(
  target: (typeof targetsByChromosome)[number]['target'],
  { age = null, weeks = null }: AnalysisOptions,
): number | null {
  const [whole, days] = (weeks ?? '').split('+').map(Number);
  return priorRisk({
    target,
    age: age === null || Number.isInteger(age) ? age : age - 0.5,
    weeks: weeks === null ? null : whole + (days ?? 0) / 7,
  });
}
