import type { Caller } from '../security/caller.ts';
import { uuidV7 } from '../security/uuid-v7.ts';
import { appendAuditEvents } from '../store/audit-store.ts';
import { findRunFile } from '../store/run-file-store.ts';
import { advanceRun } from '../store/run-progress.ts';
import { getRun } from '../store/run-store.ts';
import { listSampleFiles } from '../store/sample-file-store.ts';
import { findSampleOfFile, findSpecimensInWork, type SampleRow } from '../store/sample-store.ts';
import { insertUpload } from '../store/upload-store.ts';
import { HttpProblem } from './problem.ts';
import { refuseFullStore } from './refuse-full-store.ts';
import { isWellFormedText } from './refuse-malformed-text.ts';
import type { Services } from './services.ts';

/** Largest file taken, bytes: a whole human genome at 30 × is about 60 GiB. */
export const uploadBytesMax = 64 * 2 ** 30;

/** What a sender says of a file before its bytes. */
export interface UploadRequest {
  readonly metadata: Readonly<Record<string, string | null | undefined>>;
  readonly sizeBytes: number;
  readonly caller: Caller;
}

/** Checks that a file is awaited and notes its upload; answers the upload's id. */
export async function startUpload(
  services: Services,
  { metadata, sizeBytes, caller }: UploadRequest,
): Promise<string> {
  const { kysely, clock } = services;
  const { runId, fileName, sha256 } = readMetadata(metadata);
  const sample = await awaitedSample({ kysely }, { runId, fileName, sha256 });
  await refuseFullStore(services, { sizeBytes, caller });
  const id = uuidV7();
  await kysely.transaction().execute(async (tx) => {
    const now = clock();
    await insertUpload(tx, {
      ...{ id, runId, sampleId: sample.id, fileName, sizeBytes, sha256 },
      ...{ startedBy: caller.actorId, startedAt: now },
    });
    await appendAuditEvents(tx, await advanceRun(tx, { runId, now }));
  });
  return id;
}

function readMetadata(metadata: UploadRequest['metadata']) {
  const { runId, fileName, sha256 } = metadata;
  if (!runId || !/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(runId)) {
    throw new HttpProblem('upload-refused', 'the metadata runId must be the id of a run');
  }
  if (!fileName || fileName.length > 200 || !isWellFormedText(fileName)) {
    throw new HttpProblem('upload-refused', 'the metadata fileName must name a file of the run');
  }
  if (!sha256 || !/^[0-9a-f]{64}$/i.test(sha256)) {
    throw new HttpProblem('upload-refused', 'the metadata sha256 must be 64 hexadecimal digits');
  }
  return { runId: runId.toLowerCase(), fileName, sha256: sha256.toLowerCase() };
}

async function awaitedSample(
  { kysely }: Pick<Services, 'kysely'>,
  { runId, fileName, sha256 }: { runId: string; fileName: string; sha256: string },
): Promise<SampleRow> {
  const run = await getRun(kysely, runId);
  if (!run) throw new HttpProblem('upload-refused', 'the run of the metadata is not registered');
  const sample = await findSampleOfFile(kysely, { runId, fileName });
  if (!sample) {
    throw new HttpProblem('upload-refused', 'no sample of the run has a file of this name');
  }
  if (sample.state === 'FAILED') await requireHere({ kysely }, sample);
  const known = await findRunFile(kysely, { sampleId: sample.id, sha256 });
  if (known && known.fileName !== fileName && known.state !== 'REFUSED') {
    throw new HttpProblem('upload-refused', `these are the bytes of ${known.fileName}`);
  }
  const files = await listSampleFiles(kysely, { sampleId: sample.id });
  if (known?.state === 'DELETED' || files.some((file) => file.runFileState === 'DELETED')) {
    throw new HttpProblem('state-conflict', 'files of this sample were deleted by policy');
  }
  if (known || sample.state === 'FAILED') return sample;
  if (files.some((file) => file.fileName === fileName && file.runFileId === null)) return sample;
  throw new HttpProblem('state-conflict', `the sample is ${sample.state} with another file`, {
    sampleId: sample.id,
  });
}

/** A tube that was put into another run after it failed here goes on there. */
async function requireHere(
  { kysely }: Pick<Services, 'kysely'>,
  { id, specimenId }: SampleRow,
): Promise<void> {
  if (specimenId === null) return;
  if (!(await findSpecimensInWork(kysely, [specimenId])).has(specimenId)) return;
  throw new HttpProblem('state-conflict', 'the specimen of this sample goes on in another run', {
    sampleId: id,
  });
}
