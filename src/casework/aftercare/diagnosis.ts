import { type Ruling, refuse } from '../casework-problem.ts';
import type { HighRiskCaseEvent } from './high-risk-case-state.ts';

export const diagnosisTargets = ['T21', 'T18', 'T13'] as const;
export const diagnosisMethods = ['karyotype', 'cma', 'fish'] as const;
export const diagnosisMaterials = [
  'chorionic-villi',
  'amniotic-fluid',
  'cord-blood',
  'products-of-conception',
  'newborn-blood',
] as const;
/** Codes only: no ISCN, whose sex chromosomes would tell the fetal sex. */
export const diagnosisResults = ['trisomy', 'mosaic', 'normal', 'inconclusive'] as const;

export type DiagnosisTarget = (typeof diagnosisTargets)[number];

export interface DiagnosisResult {
  readonly target: DiagnosisTarget;
  readonly result: (typeof diagnosisResults)[number];
}

/**
 * What a diagnosis makes of a case: confirmed when one of the diseases it was opened for is found,
 * refuted when all of them are excluded, else unknown.
 *
 * Edges: a disease named twice, or one of the case's that is not named, is refused.
 */
export function settleCase(
  suspected: readonly DiagnosisTarget[],
  results: readonly DiagnosisResult[],
): Ruling<Extract<HighRiskCaseEvent, 'confirm' | 'refute' | 'leave-unknown'>> {
  if (new Set(results.map(({ target }) => target)).size !== results.length) {
    return refuse('diagnosis-incomplete', 'a disease is named twice');
  }
  const found = suspected.map((target) => results.find((row) => row.target === target)?.result);
  if (found.includes(undefined)) {
    return refuse('diagnosis-incomplete', `say what came of ${suspected.join(', ')}`);
  }
  if (found.some((result) => result === 'trisomy' || result === 'mosaic')) {
    return { ok: true, value: 'confirm' };
  }
  return { ok: true, value: found.includes('inconclusive') ? 'leave-unknown' : 'refute' };
}
