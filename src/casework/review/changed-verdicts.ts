import type { AnalysisResult, Verdict } from '../../analysis/analysis-result.ts';

/** One target's verdict and z in two analyses of the same counts. */
export interface VerdictChange {
  readonly target: 'T21' | 'T18' | 'T13';
  readonly before: Verdict;
  readonly after: Verdict;
  readonly zBefore: number | null;
  readonly zAfter: number | null;
}

type Compared = Pick<AnalysisResult, 'calls' | 'chromosomes'>;

const targets = ['T21', 'T18', 'T13'] as const;

/**
 * What another analysis says of each target, beside what the first said.
 *
 * Edge: a target that one of them does not name is a no-call there.
 */
export function compareVerdicts(first: Compared, second: Compared): VerdictChange[] {
  return targets.map((target) => ({
    target,
    before: verdictOf(first, target),
    after: verdictOf(second, target),
    zBefore: zOf(first, target),
    zAfter: zOf(second, target),
  }));
}

/** Whether a report rests on a verdict that is another one now. */
export function hasChanged(comparison: readonly VerdictChange[]): boolean {
  return comparison.some(({ before, after }) => before !== after);
}

function verdictOf({ calls }: Compared, target: VerdictChange['target']): Verdict {
  return calls.find((call) => call.target === target)?.verdict ?? 'no-call';
}

function zOf({ chromosomes }: Compared, target: VerdictChange['target']): number | null {
  return chromosomes.find(({ chromosome }) => chromosome === target.slice(1))?.z ?? null;
}
