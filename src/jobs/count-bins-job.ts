import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Transaction } from 'kysely';
import type { BinCounts } from '../analysis/bin-counts/bin-counts.ts';
import { appendAuditEvents } from '../store/audit-store.ts';
import { findBinCounts, insertBinCounts, packBinCounts } from '../store/bin-counts-store.ts';
import {
  getRunFile,
  type RunFileRow,
  refuseRunFile,
  verifyRunFile,
} from '../store/run-file-store.ts';
import { advanceRun } from '../store/run-progress.ts';
import { lockRun } from '../store/run-store.ts';
import { moveSample, type SampleProblem } from '../store/sample-store.ts';
import type { Tables } from '../store/tables.ts';
import { countStatePath, removeCountState, removeUploadedBytes } from '../store/upload-files.ts';
import { countSettings } from './count-settings.ts';
import type { JobServices } from './job-services.ts';
import { startLaboratory } from './start-laboratory.ts';

type Tx = Transaction<Tables>;
type Outcome =
  | { readonly ok: true; readonly counts: BinCounts }
  | { readonly ok: false; readonly problem: SampleProblem };

/** Specimens in other states are held, rejected or cancelled: their files are left alone. */
const countable = ['RECEIVED', 'IN_LAB'];

/**
 * Counts one received file. Runs again after any crash with one effect: the counts are keyed by
 * what they were made from, and the sample moves by compare-and-set in the transaction that keeps
 * them.
 */
export async function countBinsJob(services: JobServices, runFileId: string): Promise<void> {
  const file = await getRunFile(services.kysely, runFileId);
  if (!file || file.state === 'REFUSED') return;
  if (file.specimenState !== null && !countable.includes(file.specimenState)) return;
  const key = keyOf(services, file);
  const counted = await findBinCounts(services.kysely, key);
  if (counted !== null) return resume(services, file, counted);
  if (file.sampleState !== 'UPLOADED') return;
  await services.arrivals.finish(runFileId);
  services.log.info({ sampleId: file.sampleId, runFileId }, 'counting');
  const outcome = await count(services, file);
  if (!outcome.ok) return refuse(services, file, outcome.problem);
  const { counts } = outcome;
  const autosomeBinCount = services.autosomeBinCount(counts.assembly, counts.binSizeBases);
  const packed = await packBinCounts(services.sealer, { counts, autosomeBinCount });
  await inRun(services, file, async (tx) => {
    const row = { ...key, countedAt: services.clock() };
    const binCountsId = await insertBinCounts(tx, packed, row);
    await keep(tx, { services, file, binCountsId });
  });
  await removeCountState(services.folders, file.id);
}

/** The counts are there: a sample that had to wait, or failed since, goes on from them. */
async function resume(services: JobServices, file: RunFileRow, binCountsId: string): Promise<void> {
  await inRun(services, file, async (tx) => {
    if (file.sampleState === 'COUNTED') {
      await services.jobs.enqueue(tx, 'score-sample', { binCountsId });
      return;
    }
    await keep(tx, { services, file, binCountsId });
  });
}

function keyOf({ softwareVersion }: JobServices, { sampleId, sha256 }: RunFileRow) {
  return { sampleId, inputSha256: sha256, softwareVersion };
}

/** Reads the file in a worker thread. A wrong hash explains any other problem: it is told first. */
async function count(services: JobServices, file: RunFileRow): Promise<Outcome> {
  const { pool, folders, model, softwareVersion, signal } = services;
  const path = join(folders.runFiles, file.id);
  const stateFile = countStatePath(folders, file.id);
  const task = {
    ...{ ...countSettings(model), softwareVersion, sample: file.sampleName },
    files: [{ path, name: file.fileName, stateFile }],
  };
  const result = await pool.run('count-sample', task, { signal });
  const sha256 = result.ok ? result.value.source?.sha256 : await hashOf(path);
  if (sha256 !== undefined && sha256 !== null && sha256 !== file.sha256) {
    const detail = `the SHA-256 of the bytes received is ${sha256}, not ${file.sha256}`;
    return { ok: false, problem: { kind: 'file-hash-mismatch', detail, file: file.fileName } };
  }
  if (!result.ok) return { ok: false, problem: { ...result.problem, file: file.fileName } };
  return { ok: true, counts: result.value };
}

async function hashOf(path: string): Promise<string | null> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path), hash);
    return hash.digest('hex');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

async function inRun(
  { kysely }: JobServices,
  { runId }: RunFileRow,
  work: (tx: Tx) => Promise<void>,
): Promise<void> {
  await kysely.transaction().execute(async (tx) => {
    await lockRun(tx, runId);
    await work(tx);
  });
}

async function keep(
  tx: Tx,
  { services, file, binCountsId }: { services: JobServices; file: RunFileRow; binCountsId: string },
): Promise<void> {
  const { clock, jobs } = services;
  const move = { id: file.sampleId, from: ['UPLOADED'] as const, to: 'COUNTED' as const };
  if (!(await moveSample(tx, move))) return;
  await verifyRunFile(tx, file.id);
  const now = clock();
  const tubes = await startLaboratory(tx, { specimenId: file.specimenId, now });
  await jobs.enqueue(tx, 'score-sample', { binCountsId });
  const counted = {
    at: now,
    actor: 'system',
    action: 'sample.count',
    subject: `sample/${file.sampleId}`,
    detail: { counts: binCountsId, input: file.sha256, version: services.softwareVersion },
  };
  const moves = await advanceRun(tx, { runId: file.runId, now });
  await appendAuditEvents(tx, [counted, ...tubes, ...moves]);
}

async function refuse(
  services: JobServices,
  file: RunFileRow,
  problem: SampleProblem,
): Promise<void> {
  await inRun(services, file, async (tx) => {
    const id = file.sampleId;
    if (!(await moveSample(tx, { id, from: ['UPLOADED'], to: 'FAILED', problem }))) return;
    await refuseRunFile(tx, file.id, problem);
    const now = services.clock();
    const refused = {
      at: now,
      actor: 'system',
      action: 'file.refuse',
      subject: `sample/${id}`,
      detail: { file: file.id, problem: problem.kind },
    };
    const moves = await advanceRun(tx, { runId: file.runId, now });
    await appendAuditEvents(tx, [refused, ...moves]);
  });
  // Bytes that cannot be used are not kept; what was wrong with them is.
  await removeUploadedBytes(services.folders, file.id);
}
