import type { AnalysisResult } from '../../analysis/analysis-result.ts';
import type { SampleKind } from '../run/sample-sheet.ts';

/** What the gate reads of an analysis: chromosomes 1–22 and what was called from them. */
export type GateResult = Pick<
  AnalysisResult,
  'reads' | 'qc' | 'fetalFraction' | 'chromosomes' | 'calls'
>;

/** One sample of a batch as the gate sees it. */
export interface GateSample {
  readonly name: string;
  readonly kind: SampleKind;
  /** `aside`: its tube is held, rejected or cancelled, so that nothing is awaited of it. */
  readonly state: 'scored' | 'failed' | 'aside' | 'outstanding';
  /** Why it failed, as a problem's kind. */
  readonly problem: string | null;
  readonly inputSha256: string | null;
  readonly result: GateResult | null;
  /** Its tube's order; null for a control. */
  readonly order: GateOrder | null;
  /** Results of other tubes and libraries of the same pregnancy. */
  readonly repeats: readonly Pick<GateResult, 'calls' | 'fetalFraction'>[];
}

export interface GateOrder {
  readonly state: string;
  readonly drawnOn: string;
  readonly receivedOn: string | null;
}

export interface BatchFacts {
  /** Day in Fuzhou on which the run was registered. */
  readonly registeredOn: string;
  readonly samples: readonly GateSample[];
}

/** Patients with a result whose own quality did not fail. */
export function goodPatients({ samples }: BatchFacts): (GateSample & { result: GateResult })[] {
  return samples.flatMap((sample) =>
    sample.kind === 'patient' && sample.result !== null && sample.result.qc.verdict !== 'failure'
      ? [{ ...sample, result: sample.result }]
      : [],
  );
}

/** The middle of some numbers; null of none. */
export function middle(values: readonly number[]): number | null {
  const sorted = [...values].sort((one, other) => one - other);
  const half = sorted.length >> 1;
  if (sorted.length === 0) return null;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
