import { existsSync, statSync } from 'node:fs';
import type { BinCounts } from '../src/analysis/bin-counts/bin-counts.ts';
import { toBinCounts } from '../src/analysis/bin-counts/bin-tally.ts';
import { decodedSums } from '../src/analysis/bin-counts/decoded-sums.ts';
import { mergeBinCounts, type SourcedTally } from '../src/analysis/bin-counts/merge-bin-counts.ts';
import { failure, type Result, success } from '../src/analysis/data-problem.ts';
import { countFile } from './count-file.ts';
import { readCountState } from './count-state.ts';
import { counterFrom, type GrowingCountOptions } from './growing-count.ts';

/** One file of a sample, and where a count of it may have been kept while it came. */
interface SampleFile {
  /** Where its bytes are, or have moved to. */
  readonly paths: readonly [string, string];
  /** The name people know it by. */
  readonly name: string;
  readonly stateFile: string;
}

/** Count one sample from the files it was sent in. */
export interface CountSampleTask extends Omit<GrowingCountOptions, 'stateFile'> {
  readonly sample: string;
  readonly files: readonly SampleFile[];
}

/** The thread entry; bad data comes back as a value with the name of its file. */
export default function countSample(task: CountSampleTask): Result<BinCounts> {
  const parts: SourcedTally[] = [];
  for (const file of task.files) {
    const part = countOne(file, task);
    if (!part.ok) return failure({ ...part.problem, file: file.name });
    const records = part.value.tally.reads.total;
    decodedSums(task.decoded).add({ bytes: 0, records, seconds: 0 });
    parts.push({ ...part.value, source: { ...part.value.source, file: file.name } });
  }
  const merged = mergeBinCounts(parts);
  if (!merged.ok) return merged;
  const sources = parts.map(({ source }) => source);
  return success(toBinCounts(merged.value, task.sample, sources));
}

/** A file that leaves its first place meanwhile has come to the other. */
function countOne(file: SampleFile, task: CountSampleTask): Result<SourcedTally> {
  const [first, other] = file.paths;
  const part = countAt(first, file, task);
  if (part.ok || part.problem.kind !== 'file-unreadable' || existsSync(first)) return part;
  return countAt(other, file, task);
}

function countAt(path: string, file: SampleFile, task: CountSampleTask): Result<SourcedTally> {
  return countFollowed(path, file, task) ?? countFile(path, task);
}

/** What was counted and hashed while the file came, if that is all of it and in order. */
function countFollowed(
  path: string,
  file: SampleFile,
  task: CountSampleTask,
): Result<SourcedTally> | undefined {
  const state = readCountState(file.stateFile, task.softwareVersion);
  if (state?.byteOffset !== statSync(path, { throwIfNoEntry: false })?.size) return undefined;
  if (!state) return undefined;
  const tally = counterFrom(state.counter, task)?.finish();
  if (!tally?.ok) return undefined;
  return success({ tally: tally.value, source: { file: file.name, sha256: state.sha256 } });
}
