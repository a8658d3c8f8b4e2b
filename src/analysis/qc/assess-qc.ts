import type { QcCheck } from '../analysis-result.ts';
import { qcCheck } from './qc-check.ts';
import { qcLimits } from './qc-limits.ts';

/** What sample quality is judged by; null where the input did not say. */
export interface QcMeasures {
  readonly readsCounted: number | null;
  readonly mappedFraction: number | null;
  readonly duplicateFraction: number | null;
  readonly gcFraction: number | null;
  readonly fetalFraction: number | null;
  readonly binNoise: number | null;
  /** Counted reads in the autosomal windows that scores rest on, 0–1. */
  readonly readsUsed: number | null;
  /** Largest |fraction / expected − 1| of 1–22; null if one of them could not be scored. */
  readonly chromosomeExcess: number | null;
}

/**
 * Every quality check of a sample, in a fixed order.
 *
 * Shape: eight measures in, nine checks out (GC has a low and a high limit).
 * Edge: an unknown measure gives a check without value that warns; an unknown read count, share of
 * used reads or chromosome fails, so that counts with a chromosome missing or heaped up in a few
 * bins never reach a verdict. A no-template control has too few reads and fails by `reads-counted`.
 *
 * @example assessQc({ readsCounted: 900, mappedFraction: null, duplicateFraction: null,
 *   gcFraction: null, fetalFraction: null, binNoise: null, readsUsed: .95,
 *   chromosomeExcess: .01 })[0].verdict // 'failure'
 */
export function assessQc(measures: QcMeasures): QcCheck[] {
  const { limits } = qcLimits;
  return [
    qcCheck(measures.readsCounted, limits.readsCounted),
    qcCheck(measures.mappedFraction, limits.mappedFraction),
    qcCheck(measures.duplicateFraction, limits.duplicateFraction),
    qcCheck(measures.gcFraction, limits.gcFractionLow),
    qcCheck(measures.gcFraction, limits.gcFractionHigh),
    qcCheck(measures.fetalFraction, limits.fetalFraction),
    qcCheck(measures.binNoise, limits.binNoise),
    qcCheck(measures.readsUsed, limits.readsUsed),
    qcCheck(measures.chromosomeExcess, limits.chromosomeExcess),
  ];
}
