import type { Transaction } from 'kysely';
import type { AnalysisResult } from '../analysis/analysis-result.ts';
import { compareVerdicts, hasChanged } from '../casework/review/changed-verdicts.ts';
import { appendAuditEvents } from '../store/audit-store.ts';
import { findCountsOfInput, loadBinCounts } from '../store/bin-counts-store.ts';
import { keepRerun, listWaitingReports } from '../store/look-back-store.ts';
import type { RegisteredModel } from '../store/reference-model-store.ts';
import { getSample } from '../store/sample-store.ts';
import type { Tables } from '../store/tables.ts';
import { raiseNotice } from '../store/task-store.ts';
import type { JobServices } from './job-services.ts';
import { scoreCounts } from './score-counts.ts';

type Waiting = Awaited<ReturnType<typeof listWaitingReports>>[number];
type Outcome = Parameters<typeof keepRerun>[1]['outcome'];

/** So many reports a job, then the next one goes on: a job stays short however many there are. */
const reportsPerJob = 20;

/**
 * Runs the stored counts of touched reports again beside them, with the model and version of this
 * process. No result, review or report changes; a changed verdict, and a report that cannot be run
 * again, is a task for a person. Runs again after any crash: what is kept is kept once.
 */
export async function lookBackJob(services: JobServices, lookBackId: string): Promise<void> {
  const { kysely, jobs } = services;
  const model = await services.model();
  if (model === null) return;
  const waiting = await listWaitingReports(kysely, lookBackId, reportsPerJob);
  for (const report of waiting) {
    const outcome = await runAgain(services, model, report);
    const kept = { lookBackId, reportId: report.reportId, outcome, doneAt: services.clock() };
    await kysely.transaction().execute((tx) => keep(tx, kept));
  }
  if (waiting.length < reportsPerJob) return;
  await kysely.transaction().execute((tx) => jobs.enqueue(tx, 'look-back', { lookBackId }));
}

async function runAgain(
  services: JobServices,
  model: RegisteredModel,
  { sampleId, inputSha256, body }: Waiting,
): Promise<Outcome> {
  const { kysely, sealer, softwareVersion } = services;
  const countsId = await findCountsOfInput(kysely, { sampleId, inputSha256 });
  const loaded = countsId && (await loadBinCounts(kysely, sealer, countsId));
  const sample = await getSample(kysely, sampleId);
  if (!loaded || !sample) return { problem: 'counts-missing' };
  const result = await scoreCounts(services, { sample, model, counts: loaded.counts });
  if (!result.ok) return { problem: result.problem.kind };
  const comparison = compareVerdicts(JSON.parse(body) as AnalysisResult, result.value);
  const isChanged = hasChanged(comparison);
  return { modelId: model.id, softwareVersion, comparison, isChanged };
}

async function keep(tx: Transaction<Tables>, kept: Parameters<typeof keepRerun>[1]): Promise<void> {
  if (!(await keepRerun(tx, kept))) return;
  const { lookBackId, reportId, outcome, doneAt: at } = kept;
  const isDone = !('problem' in outcome);
  const detail = {
    ...{ lookBack: lookBackId, problem: isDone ? null : outcome.problem },
    ...{ changed: isDone ? outcome.isChanged : null, model: isDone ? outcome.modelId : null },
  };
  const event = { at, actor: 'system', action: 'look-back.rerun', subject: `report/${reportId}` };
  const subject = `look-back/${lookBackId}/report/${reportId}`;
  const notice = { kind: 'look-back-finding', subject, raisedAt: at } as const;
  if (!isDone || outcome.isChanged) await raiseNotice(tx, notice);
  await appendAuditEvents(tx, [{ ...event, detail }]);
}
