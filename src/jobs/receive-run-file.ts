import type { Kysely, Transaction } from 'kysely';
import { type AuditEvent, appendAuditEvents } from '../store/audit-store.ts';
import { acceptRunFile, findRunFile } from '../store/run-file-store.ts';
import { advanceRun } from '../store/run-progress.ts';
import { lockRun } from '../store/run-store.ts';
import { allFilesOfSample, listSampleFiles } from '../store/sample-file-store.ts';
import { findSpecimensInWork, getSample, moveSample } from '../store/sample-store.ts';
import { lockSpecimen } from '../store/specimen-store.ts';
import type { Tables } from '../store/tables.ts';
import { placeRunFile, removeUploadedBytes, type UploadFolders } from '../store/upload-files.ts';
import { finishUpload, getUpload, type UploadRow } from '../store/upload-store.ts';
import type { JobQueue } from './job-queue.ts';

/** What receiving needs of the service. */
export interface ReceiveServices {
  readonly kysely: Kysely<Tables>;
  readonly jobs: JobQueue;
  readonly folders: UploadFolders;
  readonly clock: () => Date;
}

/** `repeated`: the sample has these bytes already. `unwanted`: it, or its tube, goes on without. */
export type Reception = 'received' | 'repeated' | 'unwanted';

/**
 * Takes a whole upload into the run: the file to its place, then its row, the states of sample and
 * run, the count job and the audit events in one transaction. Any part may be done again after a
 * crash. The claimed SHA-256 is checked by the count job, which reads the bytes anyway.
 */
export async function receiveRunFile(
  services: ReceiveServices,
  uploadId: string,
): Promise<Reception> {
  const { kysely, folders, clock } = services;
  const upload = await getUpload(kysely, uploadId);
  if (!upload) throw new Error(`no upload ${uploadId} to receive`);
  if (upload.finishedAt !== null) return 'repeated';
  await placeRunFile(folders, uploadId);
  const reception = await kysely.transaction().execute(async (tx) => {
    await lockRun(tx, upload.runId);
    // Whoever finishes the row first has done all the rest with it.
    if (!(await finishUpload(tx, { id: uploadId, now: clock() }))) return 'done' as const;
    return enterFile(tx, services, upload);
  });
  if (reception === 'done') return 'repeated';
  if (reception !== 'received') await removeUploadedBytes(folders, uploadId);
  return reception;
}

async function enterFile(
  tx: Transaction<Tables>,
  { jobs, clock }: ReceiveServices,
  upload: UploadRow,
): Promise<Reception> {
  const { id, runId, sampleId, fileName, sizeBytes, sha256 } = upload;
  const now = clock();
  const known = await findRunFile(tx, { sampleId, sha256 });
  if (known && known.state !== 'REFUSED') return repeat(tx, { jobs, known });
  if (await goesOnElsewhere(tx, sampleId)) return 'unwanted';
  if (!(await isAwaited(tx, upload))) return 'unwanted';
  const file = { id, runId, sampleId, fileName, sizeBytes, sha256, receivedAt: now };
  await acceptRunFile(tx, file);
  if (await allFilesOfSample(tx, sampleId)) {
    // From any state: a file that was registered late makes a new version of the result, and one
    // that comes while the others are counted has them counted with it.
    const from = ['AWAITING_DATA', 'UPLOADED', 'FAILED', 'COUNTED', 'SCORED'] as const;
    if (await moveSample(tx, { id: sampleId, from, to: 'UPLOADED' })) {
      await jobs.enqueue(tx, 'count-bins', { runFileId: id });
    }
  }
  const received: AuditEvent = {
    at: now,
    actor: 'system',
    action: 'file.receive',
    subject: `sample/${sampleId}`,
    detail: { file: id, sizeBytes, sha256 },
  };
  const moves = await advanceRun(tx, { runId, now });
  await appendAuditEvents(tx, [received, ...moves]);
  return 'received';
}

/** A file of the sheet that is not there yet, or any of them once the sample failed. */
async function isAwaited(
  tx: Transaction<Tables>,
  { sampleId, fileName }: UploadRow,
): Promise<boolean> {
  const sample = await getSample(tx, sampleId);
  if (sample?.state === 'FAILED') return true;
  const files = await listSampleFiles(tx, { sampleId });
  return files.some((file) => file.fileName === fileName && file.runFileId === null);
}

/** A failed sample whose tube was put into another run since is not taken up again beside it. */
async function goesOnElsewhere(tx: Transaction<Tables>, sampleId: string): Promise<boolean> {
  const sample = await getSample(tx, sampleId);
  if (sample?.state !== 'FAILED' || sample.specimenId === null) return false;
  await lockSpecimen(tx, sample.specimenId);
  return (await findSpecimensInWork(tx, [sample.specimenId])).has(sample.specimenId);
}

/** The same good bytes again do nothing, unless the sample failed after them: it tries again. */
async function repeat(
  tx: Transaction<Tables>,
  { jobs, known }: { jobs: JobQueue; known: { id: string; sampleId: string } },
): Promise<Reception> {
  if (await goesOnElsewhere(tx, known.sampleId)) return 'repeated';
  const again = { id: known.sampleId, from: ['FAILED'] as const, to: 'UPLOADED' as const };
  if (await moveSample(tx, again)) await jobs.enqueue(tx, 'count-bins', { runFileId: known.id });
  return 'repeated';
}
