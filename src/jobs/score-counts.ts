import type { AnalysisResult } from '../analysis/analysis-result.ts';
import type { BinCounts } from '../analysis/bin-counts/bin-counts.ts';
import type { Result } from '../analysis/data-problem.ts';
import type { RegisteredModel } from '../store/reference-model-store.ts';
import type { SampleRow } from '../store/sample-store.ts';
import type { JobServices } from './job-services.ts';

interface Scored {
  readonly sample: SampleRow;
  readonly model: RegisteredModel;
  readonly counts: BinCounts;
}

/** Analyses one sample's counts with a model on a worker thread. */
export async function scoreCounts(
  { pool, softwareVersion, signal }: Pick<JobServices, 'pool' | 'softwareVersion' | 'signal'>,
  { sample, model, counts }: Scored,
): Promise<Result<AnalysisResult>> {
  if (counts.source === null) throw new Error(`counts of sample ${sample.id} name no source`);
  const task = {
    modelFolder: model.folder,
    sample: { counts, source: counts.source },
    age: sample.ageAtDelivery,
    weeks: weeksOf(sample.gestationalDaysAtDraw),
    restricted: true,
    softwareVersion,
  };
  const result = await pool.run('score-sample', task, { signal });
  // A model that was checked at the start and is damaged now is no fault of the sample's.
  if (!result.ok && result.problem.kind !== 'model-mismatch') {
    throw new Error(`the model cannot be used: ${result.problem.detail}`);
  }
  if (result.ok && result.value.model.sha256 !== model.sha256) {
    throw new Error(`the files of model ${model.id} are not those that were registered`);
  }
  return result;
}

/** @example weeksOf(115) // '16+3' */
function weeksOf(days: number | null): string | null {
  return days === null ? null : `${Math.floor(days / 7)}+${days % 7}`;
}
