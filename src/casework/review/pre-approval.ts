import type { AnalysisResult } from '../../analysis/analysis-result.ts';
import type { BatchState } from '../batch/batch-state.ts';
import { isValidOn, type Validity } from '../calendar-date.ts';
import type { QualityLimits } from '../quality/quality-limits.ts';
import { sampleChecks } from '../quality/sample-checks.ts';
import { type ReviewFacts, reviewReasons } from './review-reasons.ts';

/** Whether people may confirm unremarkable samples as a list, as data. */
export interface PreApprovalPolicy extends Validity {
  readonly version: number;
  readonly isAllowed: boolean;
  readonly source: string;
}

export const preApprovalPolicies: readonly PreApprovalPolicy[] = [
  {
    ...{ version: 1, validFrom: '2016-10-27', validTo: null, isAllowed: true },
    source: 'own rule: every report is signed by two people; a list saves keys, not signatures',
  },
];

export interface PreApprovalFacts extends ReviewFacts {
  /** Why a person has to look, as found when the sample was scored, with what is restricted. */
  readonly reasons: readonly string[];
  readonly batchState: BatchState;
  readonly today: string;
}

/**
 * Why a sample may not be confirmed in a list; empty when it may. It must be unremarkable in every
 * way: low risk throughout, no reason for a review, every quality check green, one fetus, a
 * suitable population, and its batch released.
 *
 * Edge: whatever is not known or has a word this version does not know stands in the way.
 */
export function preApprovalObstacles(
  result: AnalysisResult,
  facts: PreApprovalFacts,
  limits: QualityLimits | null,
): string[] {
  const policy = preApprovalPolicies.filter((each) => isValidOn(each, facts.today)).at(-1);
  const targets = new Set(result.calls.map(({ target }) => target));
  const areLow = result.calls.every(({ verdict }) => verdict === 'low-risk');
  const conditions: Record<string, boolean> = {
    'policy-forbids': policy?.isAllowed !== true,
    'batch-not-released': facts.batchState !== 'RELEASED',
    'not-low-risk': targets.size !== 3 || result.calls.length !== 3 || !areLow,
    'population-not-suitable': facts.populationClass !== 'suitable',
    'multiple-pregnancy': facts.fetusCount !== 1,
    'qc-not-passed': result.qc.verdict !== 'pass',
  };
  const own = Object.keys(conditions).filter((name) => conditions[name]);
  return [...new Set([...own, ...facts.reasons, ...reviewReasons(result, facts), ...unsound()])];

  function unsound(): string[] {
    if (limits === null) return ['limits-unknown'];
    const checks = sampleChecks(result, limits).filter(({ colour }) => colour !== 'green');
    return checks.map(({ check }) => `quality-${check}`);
  }
}
