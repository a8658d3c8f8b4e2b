import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { CountBinsTask } from '../../workers/count-bins.ts';
import type { BinCounts } from '../analysis/bin-counts/bin-counts.ts';
import { formatBinsFile } from '../analysis/bin-counts/bins-file.ts';
import { type BinsHeader, binsHeaderDocument } from '../analysis/bin-counts/bins-header.ts';
import { type DataProblem, failure, type Result, success } from '../analysis/data-problem.ts';
import { exitCode } from './command.ts';
import { formatTable } from './format-table.ts';
import { printProblem } from './print-problem.ts';
import { startProgressBar } from './progress-bar.ts';
import { isSystemError, unwritable, writeFile } from './write-file.ts';

/** One sample to count, from one file or from several that are merged. */
export interface CountJob {
  readonly sample: string;
  readonly files: readonly string[];
  /** Of all files together, for the progress bar; 0 if unknown. */
  readonly sizeBytes: number;
}

interface CountSettings {
  readonly binSizeBases: number;
  readonly mappingQualityMin: number;
  readonly duplicates: 'flag' | 'start' | 'keep';
  /** Where bins files go; undefined writes none. */
  readonly folder: string | undefined;
  readonly asJson: boolean;
}

/** Counts one sample, wherever there is a thread for it. */
export type CountTask = (task: CountBinsTask) => Promise<Result<BinCounts>>;

/** Counts each sample, writes its bins file, prints what came of it; the exit code. */
export async function countSamples(
  count: CountTask,
  jobs: readonly CountJob[],
  settings: CountSettings,
): Promise<number> {
  const folderProblem = await makeFolder(settings.folder);
  if (folderProblem) {
    printProblem(settings.folder ?? '.', folderProblem);
    return exitCode.badData;
  }
  const counters = jobs.map(() => new SharedArrayBuffer(8));
  const bar = startProgressBar({
    label: 'count',
    fractionDone: () => fractionDone(jobs, counters),
  });
  const outcomes = await Promise.all(
    jobs.map(async (job, i) => ({
      job,
      result: await countSample(count, job, { ...settings, progress: counters[i] }),
    })),
  ).finally(() => bar.stop());

  process.stdout.write(settings.asJson ? jsonOf(outcomes) : tableOf(outcomes));
  for (const { job, result } of outcomes) {
    if (!result.ok) printProblem(badFileOf(job, result.problem), result.problem);
  }
  return outcomes.every(({ result }) => result.ok) ? exitCode.done : exitCode.badData;
}

async function makeFolder(folder: string | undefined): Promise<DataProblem | undefined> {
  if (folder === undefined) return undefined;
  try {
    await mkdir(folder, { recursive: true });
    return undefined;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return unwritable(folder, error);
  }
}

function fractionDone(jobs: readonly CountJob[], counters: readonly SharedArrayBuffer[]): number {
  const done = counters.reduce(
    (sum, counter) => sum + Number(Atomics.load(new BigUint64Array(counter), 0)),
    0,
  );
  const total = jobs.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return total > 0 ? done / total : 0;
}

/** Counts and writes one sample; only its header is kept. */
async function countSample(
  count: CountTask,
  { sample, files }: CountJob,
  { folder, asJson: _, ...settings }: CountSettings & { readonly progress: SharedArrayBuffer },
): Promise<Result<BinsHeader>> {
  const counts = await count({ files, sample, ...settings });
  if (!counts.ok || folder === undefined) return counts;
  const file = join(folder, `${sample}.bins.tsv.gz`);
  const written = await writeFile(file, gzipSync(formatBinsFile(counts.value)));
  return written.ok ? success(headerOf(counts.value)) : failure(written.problem);
}

function headerOf({ forward: _f, reverse: _r, gc: _g, ...header }: BinCounts): BinsHeader {
  return header;
}

interface Outcome {
  readonly job: CountJob;
  readonly result: Result<BinsHeader>;
}

/** The file as it was given whose base name the problem carries. */
function badFileOf({ files }: CountJob, { file }: DataProblem): string {
  return files.find((given) => file !== undefined && given.endsWith(file)) ?? files[0];
}

function jsonOf(outcomes: readonly Outcome[]): string {
  const documents = outcomes.map(({ job, result }) =>
    result.ok
      ? binsHeaderDocument(result.value)
      : { file: result.problem.file ?? job.sample, problem: result.problem },
  );
  return `${JSON.stringify(documents.length === 1 ? documents[0] : documents, null, 2)}\n`;
}

function tableOf(outcomes: readonly Outcome[]): string {
  const rows = outcomes.flatMap(({ result }) => (result.ok ? [rowOf(result.value)] : []));
  if (rows.length === 0) return '';
  return formatTable([['sample', 'assembly', 'reads', 'counted', 'duplicates', 'GC'], ...rows]);
}

function rowOf({ sample, assembly, reads, gcFraction }: BinsHeader): string[] {
  const { total = 0, counted, duplicate = 0 } = reads;
  const gc = gcFraction === null ? '.' : `${(100 * gcFraction).toFixed(2)} %`;
  return [sample, assembly, `${total}`, `${counted}`, `${duplicate}`, gc];
}
