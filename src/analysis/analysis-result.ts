import type { AssemblyName } from './genome/assembly.ts';
import type { Target } from './genome/chromosome.ts';

export type QcVerdict = 'pass' | 'warning' | 'failure';

/** One quality check: what was measured, against which limit. */
export interface QcCheck {
  readonly name: string;
  readonly value: number | null;
  readonly limit: number | null;
  readonly unit: string;
  readonly verdict: QcVerdict;
}

/** Fetal fraction, 0–1, with its 95 % interval. The object is always there; unknown is null. */
export interface FetalFraction {
  readonly estimate: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** One autosome of a sample. */
export interface ChromosomeScore {
  readonly chromosome: string;
  /** Share of autosomal counts after every correction, 0–1. */
  readonly fraction: number | null;
  /** The same share predicted for this sample were it euploid, 0–1. */
  readonly expected: number | null;
  /** Relative standard deviation of fraction / expected for a euploid sample at this depth. */
  readonly cv: number | null;
  /** (fraction / expected − 1) / cv, standard deviations. */
  readonly z: number | null;
  readonly scores: {
    readonly standard: number | null;
    readonly ncv: number | null;
    readonly regression: number | null;
  };
  /** Fetal fraction that a cut at z = 3 misses once in twenty, 0–1: 2 · (3 + 1.645) · cv. */
  readonly detectionLimit: number | null;
}

export type Verdict = 'low-risk' | 'high-risk' | 'no-call';

/** The verdict on one trisomy. */
export interface Call {
  readonly target: Target;
  readonly verdict: Verdict;
  /** Kebab-case words; a no-call always carries at least one. */
  readonly reasons: readonly string[];
  /** Risk before the test, 0–1; null without the mother's age. */
  readonly prior: number | null;
  readonly likelihoodRatio: number | null;
  readonly posterior: number | null;
  /** Probability that a full trisomy at this fetal fraction would have reached z = 3, 0–1. */
  readonly power: number | null;
}

/** A stretch of an autosome whose counts leave the expected, 0-based half-open bases. */
export interface Segment {
  readonly chromosome: string;
  readonly start: number;
  readonly end: number;
  /** Observed over expected counts. */
  readonly ratio: number;
  readonly z: number;
  readonly type: 'gain' | 'loss';
}

/** What must not leave the laboratory: sex chromosomes and the methods of the fetal fraction. */
export interface RestrictedResult {
  readonly chromosomeX: { readonly fraction: number | null; readonly z: number | null };
  readonly chromosomeY: { readonly fraction: number | null; readonly z: number | null };
  readonly fetalSex: 'female' | 'male' | 'unknown';
  readonly fetalFraction: {
    readonly profile: FetalFraction;
    readonly fragmentLengths: FetalFraction;
    readonly chrX: FetalFraction;
    readonly chrY: FetalFraction;
    readonly combined: FetalFraction;
  };
  readonly flags: readonly string[];
}

/**
 * The flag every result carries until a named person has recorded the laboratory's own validation.
 */
export const validationFlag = 'for validation, not for clinical use';

/** A sample's analysis: written as one JSON document with its keys in this order. */
export interface AnalysisResult {
  readonly schema: 1;
  readonly sample: string;
  readonly assembly: AssemblyName;
  readonly software: { readonly version: string };
  readonly parameters: { readonly age: number | null; readonly weeks: string | null };
  readonly model: { readonly id: string; readonly sha256: string };
  readonly input: { readonly file: string; readonly sha256: string };
  readonly reads: {
    readonly total: number | null;
    readonly mapped: number | null;
    readonly counted: number;
    readonly mappedFraction: number | null;
    readonly duplicateFraction: number | null;
    readonly gcFraction: number | null;
  };
  readonly qc: { readonly verdict: QcVerdict; readonly checks: readonly QcCheck[] };
  readonly fetalFraction: FetalFraction;
  readonly chromosomes: readonly ChromosomeScore[];
  readonly calls: readonly Call[];
  readonly segments: readonly Segment[];
  readonly flags: readonly string[];
  readonly restricted?: RestrictedResult;
}
