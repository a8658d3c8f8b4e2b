import type { AnalysisResult, Verdict } from '../analysis-result.ts';

/** A call that a new model judges otherwise. */
export interface ChangedVerdict {
  readonly sample: string;
  readonly target: string;
  readonly before: Verdict;
  readonly after: Verdict;
  readonly zBefore: number | null;
  readonly zAfter: number | null;
}

export interface ModelComparison {
  readonly samples: number;
  readonly changed: readonly ChangedVerdict[];
  /** Largest change of z of any call, standard deviations. */
  readonly zShiftMax: number;
}

/**
 * What a new model would have said of samples that an old one has judged: the shadow run.
 *
 * Shape: analyses of the same samples in the same order. Edge: throws where the samples differ; a
 * call that one of the two lacks counts as no-call.
 *
 * @example compareAnalyses([before], [after]) // { samples: 1, changed: [], zShiftMax: 0.2 }
 */
export function compareAnalyses(
  before: readonly AnalysisResult[],
  after: readonly AnalysisResult[],
): ModelComparison {
  let zShiftMax = 0;
  const changed = before.flatMap((old, i) => {
    if (after[i]?.sample !== old.sample) throw new RangeError('the samples differ');
    return old.calls.flatMap(({ target, verdict }): ChangedVerdict[] => {
      const now = after[i].calls.find((call) => call.target === target)?.verdict ?? 'no-call';
      const [zBefore, zAfter] = [zOf(old, target), zOf(after[i], target)];
      if (zBefore !== null && zAfter !== null) {
        zShiftMax = Math.max(zShiftMax, Math.abs(zAfter - zBefore));
      }
      if (now === verdict) return [];
      return [{ sample: old.sample, target, before: verdict, after: now, zBefore, zAfter }];
    });
  });
  return { samples: before.length, changed, zShiftMax };
}

function zOf({ chromosomes }: AnalysisResult, target: string): number | null {
  return chromosomes.find(({ chromosome }) => chromosome === target.slice(1))?.z ?? null;
}
