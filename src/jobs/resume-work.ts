import { listUnfinishedLookBacks } from '../store/look-back-store.ts';
import { listUnfinishedShadowRuns } from '../store/shadow-run-store.ts';
import { arrivedSizeBytes } from '../store/upload-files.ts';
import { listUnfinishedUploads } from '../store/upload-store.ts';
import { listCountsToScore, listFilesToCount } from '../store/waiting-work.ts';
import type { JobServices } from './job-services.ts';
import { receiveRunFile } from './receive-run-file.ts';

/**
 * Takes up at the start whatever an earlier process left: whole files that were not entered, files
 * whose job is gone, counts that waited for a model, look-backs and runs beside that were not
 * ended. What is queued already stays queued once.
 */
export async function resumeWork(services: JobServices): Promise<void> {
  const { kysely, jobs, folders } = services;
  for (const upload of await listUnfinishedUploads(kysely)) {
    const arrived = await arrivedSizeBytes(folders, upload.id);
    if (arrived > 0 && arrived === upload.sizeBytes) {
      await receiveRunFile(services, upload.id);
    }
  }
  const files = await listFilesToCount(kysely);
  const model = await services.model();
  const counts = model === null ? [] : await listCountsToScore(kysely);
  const lookBacks = model === null ? [] : await listUnfinishedLookBacks(kysely);
  const shadowRuns = model === null ? [] : await listUnfinishedShadowRuns(kysely);
  await kysely.transaction().execute(async (tx) => {
    for (const runFileId of files) await jobs.enqueue(tx, 'count-bins', { runFileId });
    for (const binCountsId of counts) await jobs.enqueue(tx, 'score-sample', { binCountsId });
    for (const lookBackId of lookBacks) await jobs.enqueue(tx, 'look-back', { lookBackId });
    for (const shadowRunId of shadowRuns) await jobs.enqueue(tx, 'shadow-run', { shadowRunId });
  });
}
