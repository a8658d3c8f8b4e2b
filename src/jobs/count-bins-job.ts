import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Transaction } from 'kysely';
import type { BinCounts, CountSource } from '../analysis/bin-counts/bin-counts.ts';
import { appendAuditEvents } from '../store/audit-store.ts';
import { findBinCounts, insertBinCounts, packBinCounts } from '../store/bin-counts-store.ts';
import { releaseContent, runFilePaths, storeContent } from '../store/content-files.ts';
import {
  getRunFile,
  type RunFileRow,
  refuseRunFile,
  verifyRunFile,
} from '../store/run-file-store.ts';
import { advanceRun } from '../store/run-progress.ts';
import { lockRun } from '../store/run-store.ts';
import { allFilesOfSample, type ReceivedFile } from '../store/sample-file-store.ts';
import { moveSample, type SampleProblem } from '../store/sample-store.ts';
import type { Tables } from '../store/tables.ts';
import { countStatePath, removeCountState, removeUploadedBytes } from '../store/upload-files.ts';
import type { JobServices } from './job-services.ts';
import { fetchContent } from './move-content.ts';
import { inputSha256Of, isNewestInput } from './sample-input.ts';
import { startLaboratory } from './start-laboratory.ts';

type Tx = Transaction<Tables>;
type Outcome =
  | { readonly ok: true; readonly counts: BinCounts }
  | { readonly ok: false; readonly problem: SampleProblem };

/** Specimens in other states are held, rejected or cancelled: their files are left alone. */
const countable = ['RECEIVED', 'IN_LAB', 'ANALYSED', 'REPORTED', 'NO_CALL_FINAL'];

interface Sample {
  /** The file whose arrival had the sample counted. */
  readonly file: RunFileRow;
  readonly files: readonly ReceivedFile[];
  readonly key: { sampleId: string; inputSha256: string; softwareVersion: string };
}

/**
 * Counts a sample once all of its files are there. Runs again after any crash with one effect: the
 * counts are keyed by what they were made from, and the sample moves by compare-and-set in the
 * transaction that keeps them.
 */
export async function countBinsJob(services: JobServices, runFileId: string): Promise<void> {
  const { kysely, softwareVersion } = services;
  const file = await getRunFile(kysely, runFileId);
  if (!file || file.state === 'REFUSED') return;
  if (file.specimenState !== null && !countable.includes(file.specimenState)) return;
  const { sampleId } = file;
  const files = await allFilesOfSample(kysely, sampleId);
  if (!files) return;
  const inputSha256 = inputSha256Of(files.map(({ sha256 }) => sha256));
  const sample = { file, files, key: { sampleId, inputSha256, softwareVersion } };
  const counted = await findBinCounts(kysely, sample.key);
  if (counted !== null) return resume(services, sample, counted);
  if (file.sampleState !== 'UPLOADED') return;
  await countNew(services, sample);
}

async function countNew(services: JobServices, sample: Sample): Promise<void> {
  const { file, files, key } = sample;
  for (const { runFileId } of files) await services.arrivals.finish(runFileId);
  for (const stored of storedFiles(files)) await fetchContent(services, stored);
  services.log.info({ sampleId: file.sampleId, runFileId: file.id }, 'counting');
  const outcome = await count(services, sample);
  if (!outcome.ok) return refuse(services, sample, outcome.problem);
  const { counts } = outcome;
  const autosomeBinCount = services.autosomeBinCount(counts.assembly, counts.binSizeBases);
  const packed = await packBinCounts(services.sealer, { counts, autosomeBinCount });
  await whileNewest(services, sample, async (tx) => {
    const row = { ...key, countedAt: services.clock() };
    const binCountsId = await insertBinCounts(tx, packed, row);
    // To the object store they go by and by: nobody waits for it.
    for (const stored of services.objects ? [] : storedFiles(files)) {
      await storeContent(tx, services.folders, stored);
    }
    await keep(tx, { services, sample, binCountsId });
  });
  for (const { runFileId } of files) await removeCountState(services.folders, runFileId);
}

/** The counts are there: a sample that had to wait, or failed since, goes on from them. */
async function resume(services: JobServices, sample: Sample, binCountsId: string): Promise<void> {
  const { file } = sample;
  await whileNewest(services, sample, async (tx) => {
    if (file.sampleState === 'COUNTED') {
      await services.jobs.enqueue(tx, 'score-sample', { binCountsId });
      return;
    }
    await keep(tx, { services, sample, binCountsId });
  });
}

/** Reads the files on a worker thread. A wrong hash explains any other problem: it comes first. */
async function count(services: JobServices, { file, files, key }: Sample): Promise<Outcome> {
  const { pool, folders, counting, decoded, softwareVersion, signal } = services;
  const task = {
    ...{ ...counting, softwareVersion, decoded, sample: file.sampleName },
    files: files.map(({ runFileId: id, fileName: name, sha256 }) => ({
      ...{ paths: runFilePaths(folders, { id, sha256 }), name },
      stateFile: countStatePath(folders, id),
    })),
  };
  const result = await pool.run('count-sample', task, { signal });
  const sources = result.ok ? sourcesOf(result.value) : [];
  for (const { runFileId, fileName, sha256: announced } of files) {
    const found = sources.find((source) => source.file === fileName)?.sha256;
    const paths = runFilePaths(folders, { id: runFileId, sha256: announced });
    const sha256 = found ?? (await hashOf(paths[0])) ?? (await hashOf(paths[1]));
    if (sha256 === null || sha256 === announced) continue;
    const detail = `the SHA-256 of the bytes received is ${sha256}, not ${announced}`;
    return { ok: false, problem: { kind: 'file-hash-mismatch', detail, file: fileName } };
  }
  if (!result.ok) return { ok: false, problem: { file: file.fileName, ...result.problem } };
  return { ok: true, counts: { ...result.value, source: sourceOf(result.value, key) } };
}

function sourcesOf({ source, sources }: BinCounts): readonly CountSource[] {
  return sources ?? (source ? [source] : []);
}

/** What an analysis names as its input: a file, or a set of files by the hash of their hashes. */
function sourceOf(counts: BinCounts, { inputSha256 }: Sample['key']): CountSource {
  const names = sourcesOf(counts).map(({ file }) => file);
  return { file: names.join('+'), sha256: inputSha256 };
}

/** In one order, so that no two transactions wait for each other. */
function storedFiles(files: readonly ReceivedFile[]) {
  const stored = files.map(({ runFileId: id, sha256 }) => ({ id, sha256 }));
  return stored.sort((one, other) => (one.sha256 < other.sha256 ? -1 : 1));
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

/** A file that came meanwhile has a job of its own, which counts the others as well. */
async function whileNewest(
  services: JobServices,
  { file, key }: Sample,
  work: (tx: Tx) => Promise<void>,
): Promise<void> {
  await inRun(services, file, async (tx) => {
    if (await isNewestInput(tx, key)) await work(tx);
  });
}

async function inRun<T>(
  { kysely }: JobServices,
  { runId }: RunFileRow,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  return kysely.transaction().execute(async (tx) => {
    await lockRun(tx, runId);
    return work(tx);
  });
}

async function keep(
  tx: Tx,
  context: { services: JobServices; sample: Sample; binCountsId: string },
): Promise<void> {
  const { services, sample, binCountsId } = context;
  const { file, files, key } = sample;
  const { clock, jobs } = services;
  const move = { id: file.sampleId, from: ['UPLOADED'] as const, to: 'COUNTED' as const };
  if (!(await moveSample(tx, move))) return;
  for (const { runFileId } of files) await verifyRunFile(tx, runFileId);
  const now = clock();
  const tubes = await startLaboratory(tx, { specimenId: file.specimenId, now });
  await jobs.enqueue(tx, 'score-sample', { binCountsId });
  const counted = {
    at: now,
    actor: 'system',
    action: 'sample.count',
    subject: `sample/${file.sampleId}`,
    detail: { counts: binCountsId, input: key.inputSha256, version: services.softwareVersion },
  };
  const moves = await advanceRun(tx, { runId: file.runId, now });
  await appendAuditEvents(tx, [counted, ...tubes, ...moves]);
}

/** The file that the problem names is refused; where it names none, the one that came last. */
async function refuse(
  services: JobServices,
  { file, files }: Sample,
  problem: SampleProblem,
): Promise<void> {
  const named = files.find(({ fileName }) => fileName === problem.file);
  const refusedId = named?.runFileId ?? file.id;
  const isRefused = await inRun(services, file, async (tx) => {
    const id = file.sampleId;
    if (!(await moveSample(tx, { id, from: ['UPLOADED'], to: 'FAILED', problem }))) return false;
    await refuseRunFile(tx, refusedId, problem);
    const now = services.clock();
    const refused = {
      at: now,
      actor: 'system',
      action: 'file.refuse',
      subject: `sample/${id}`,
      detail: { file: refusedId, problem: problem.kind },
    };
    const moves = await advanceRun(tx, { runId: file.runId, now });
    await appendAuditEvents(tx, [refused, ...moves]);
    return true;
  });
  if (!isRefused) return;
  // Bytes that cannot be used are not kept; what was wrong with them is.
  await removeUploadedBytes(services.folders, refusedId);
  await releaseContent(services.kysely, services, named?.sha256 ?? file.sha256);
}
