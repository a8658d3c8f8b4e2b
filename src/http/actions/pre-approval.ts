import type { AnalysisResult } from '../../analysis/analysis-result.ts';
import type { BatchState } from '../../casework/batch/batch-state.ts';
import type { PopulationClass } from '../../casework/pregnancy/population-class.ts';
import { qualityLimitsOn } from '../../casework/quality/quality-limits.ts';
import { preApprovalObstacles } from '../../casework/review/pre-approval.ts';
import type { ReviewRow } from '../../store/review-store.ts';
import { HttpProblem } from '../problem.ts';
import type { Services } from '../services.ts';
import { shanghaiDay } from '../shanghai-time.ts';

type Judged = Pick<ReviewRow, 'populationClass' | 'fetusCount' | 'reasons' | 'batchState'>;

/** Why a review may not be confirmed in a list; empty when it may. */
export function obstaclesOf(
  { clock }: Pick<Services, 'clock'>,
  row: Judged,
  result: AnalysisResult,
): string[] {
  const today = shanghaiDay(clock());
  const facts = {
    populationClass: row.populationClass as PopulationClass,
    fetusCount: row.fetusCount,
    reasons: row.reasons,
    batchState: row.batchState as BatchState,
    today,
  };
  return preApprovalObstacles(result, facts, qualityLimitsOn(today));
}

/** Refuses to have a sample confirmed in a list that a person has to look at by itself. */
export function requirePreApprovable(services: Services, row: ReviewRow): void {
  const reasons = obstaclesOf(services, row, JSON.parse(row.analysisBody));
  if (reasons.length === 0) return;
  throw new HttpProblem('not-pre-approvable', `it is not unremarkable: ${reasons.join(', ')}`, {
    reasons,
  });
}
