import type { AnalysisResult } from '../../analysis/analysis-result.ts';
import { type RunTable, runTable } from '../../exchange/table/run-table.ts';
import { listSampleOutcomes } from '../../store/run-overview-store.ts';
import { getRun } from '../../store/run-store.ts';
import { listSamplesOfRun } from '../../store/sample-store.ts';
import { HttpProblem } from '../problem.ts';
import type { Services } from '../services.ts';

/** A run's samples with what came of each, as a table. */
export async function tableOfRun(
  { kysely }: Services,
  { id, language }: { readonly id: string; readonly language: 'zh' | 'en' },
): Promise<{ readonly table: RunTable; readonly flowcell: string }> {
  const run = await getRun(kysely, id);
  if (!run) throw HttpProblem.notFound('run');
  const [samples, outcomes] = await Promise.all([
    listSamplesOfRun(kysely, id),
    listSampleOutcomes(kysely, id),
  ]);
  const outcomeOf = new Map(outcomes.map((outcome) => [outcome.sampleId, outcome]));
  const table = samples.map((sample) => {
    const {
      analysisBody = null,
      reviewState = null,
      reportId = null,
    } = outcomeOf.get(sample.id) ?? {};
    const result = analysisBody === null ? null : (JSON.parse(analysisBody) as AnalysisResult);
    const { name, specimenNumber, kind, state } = sample;
    return { name, specimenNumber, kind, state, result, reviewState, reportId };
  });
  return { table: runTable(table, language), flowcell: run.flowcell };
}
