import { join } from 'node:path';
import type { AnalysisResult } from '../analysis/analysis-result.ts';
import { compareVerdicts, hasChanged } from '../casework/review/changed-verdicts.ts';
import { findCountsOfInput, loadBinCounts } from '../store/bin-counts-store.ts';
import { getSample } from '../store/sample-store.ts';
import { keepShadowSample, listWaitingShadowSamples } from '../store/shadow-run-store.ts';
import type { JobServices } from './job-services.ts';
import { scoreCounts } from './score-counts.ts';

type Waiting = Awaited<ReturnType<typeof listWaitingShadowSamples>>[number];
type Outcome = Parameters<typeof keepShadowSample>[1]['outcome'];

/** So many samples a job, then the next one goes on. */
const samplesPerJob = 20;

/**
 * Scores the stored counts of the last batches with a candidate model, beside what the model in use
 * said of them. No result, review or report changes. Runs again after any crash: what is kept is
 * kept once.
 */
export async function shadowRunJob(services: JobServices, shadowRunId: string): Promise<void> {
  const { kysely, jobs } = services;
  const waiting = await listWaitingShadowSamples(kysely, shadowRunId, samplesPerJob);
  for (const sample of waiting) {
    const outcome = await runBeside(services, sample);
    const { resultId } = sample;
    await keepShadowSample(kysely, { shadowRunId, resultId, outcome, doneAt: services.clock() });
  }
  if (waiting.length < samplesPerJob) return;
  await kysely.transaction().execute((tx) => jobs.enqueue(tx, 'shadow-run', { shadowRunId }));
}

async function runBeside(
  services: JobServices,
  { sampleId, inputSha256, body, modelId: id, modelSha256: sha256 }: Waiting,
): Promise<Outcome> {
  const { kysely, sealer, models } = services;
  const countsId = await findCountsOfInput(kysely, { sampleId, inputSha256 });
  const loaded = countsId && (await loadBinCounts(kysely, sealer, countsId));
  const sample = await getSample(kysely, sampleId);
  if (!loaded || !sample) return { problem: 'counts-missing' };
  const model = { id, sha256, folder: join(models, id) };
  const after = await scoreCounts(services, { sample, model, counts: loaded.counts });
  if (!after.ok) return { problem: after.problem.kind };
  const before = JSON.parse(body) as AnalysisResult;
  const targets = compareVerdicts(before, after.value);
  const [first, second] = [before.fetalFraction.estimate, after.value.fetalFraction.estimate];
  const comparison = { targets, fetalFraction: { before: first, after: second } };
  return { comparison, isChanged: hasChanged(targets) };
}
