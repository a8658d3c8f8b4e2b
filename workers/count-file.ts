import { basename } from 'node:path';
import type { BinTally } from '../src/analysis/bin-counts/bin-tally.ts';
import {
  type BinCounter,
  type BinCounterOptions,
  createBinCounter,
} from '../src/analysis/bin-counts/count-bins.ts';
import type { SourcedTally } from '../src/analysis/bin-counts/merge-bin-counts.ts';
import { type DataProblem, failure, type Result, success } from '../src/analysis/data-problem.ts';
import { readHeader, runLane } from './count-lane.ts';
import { awaitDigest } from './file-digest.ts';
import { threadKernel } from './kernel.ts';
import { LaneRelay } from './lane-relay.ts';
import { readAndHash, readFile, withFile } from './read-file.ts';

interface CountFileOptions extends Omit<BinCounterOptions, 'kernel'> {
  /** One 64-bit counter of the bytes read, for whoever shows progress. */
  readonly progress?: SharedArrayBuffer;
  readonly digest?: SharedArrayBuffer;
  readonly relay?: SharedArrayBuffer;
}

/** Counts one BAM; its SHA-256 is taken on the way, or by the thread that takes it beside. */
export function countFile(file: string, options: CountFileOptions): Result<SourcedTally> {
  const relay = options.relay && new LaneRelay(options.relay);
  try {
    return countOnce(file, relay, options);
  } finally {
    // Whatever happened, no helper waits for more.
    relay?.stop();
  }
}

function countOnce(
  file: string,
  relay: LaneRelay | undefined,
  options: CountFileOptions,
): Result<SourcedTally> {
  const { digest, progress } = options;
  const counter = createBinCounter({ ...options, kernel: threadKernel() });
  if (!digest) return countAndHash(file, counter, progress);
  const tally = relay
    ? countInLanes(file, { counter, relay, progress })
    : countAlone(file, counter, progress);
  if (!tally.ok) return named(tally.problem, file);
  return withFile(file, (descriptor) => {
    const sha256 = awaitDigest(digest, descriptor);
    if (sha256 === undefined) return failure(changed(file));
    return success({ tally: tally.value, source: { file: basename(file), sha256 } });
  });
}

function countAndHash(
  file: string,
  counter: BinCounter,
  progress: SharedArrayBuffer | undefined,
): Result<SourcedTally> {
  const sha256 = readAndHash(file, readerOf(counter, progress));
  if (!sha256.ok) return sha256;
  const tally = counter.finish();
  if (!tally.ok) return named(tally.problem, file);
  return success({ tally: tally.value, source: { file: basename(file), sha256: sha256.value } });
}

function countAlone(
  file: string,
  counter: BinCounter,
  progress: SharedArrayBuffer | undefined,
): Result<BinTally> {
  const read = readFile(file, readerOf(counter, progress));
  return read.ok ? counter.finish() : read;
}

function readerOf(counter: BinCounter, progress: SharedArrayBuffer | undefined) {
  const bytesRead = progress && new BigUint64Array(progress);
  return {
    room: counter.room,
    take(bytes: Uint8Array) {
      if (bytesRead) Atomics.add(bytesRead, 0, BigInt(bytes.length));
      return counter.take(bytes.length);
    },
  };
}

/** The first lane: reads the header, lets the helpers in, and adds up what all have counted. */
function countInLanes(
  file: string,
  parts: { counter: BinCounter; relay: LaneRelay; progress?: SharedArrayBuffer },
): Result<BinTally> {
  const { counter, relay } = parts;
  return withFile(file, (descriptor) => {
    const isRead = readHeader(counter, descriptor);
    const scan = counter.scanState();
    if (!isRead || !scan) return counter.finish();
    const lane = counter.lane();
    relay.open(lane.start, scan.binCount);
    runLane(lane, { file, ...parts });
    const sums = relay.collect(scan.sums());
    const problem = relay.problem();
    if (problem) return failure(problem);
    if (!relay.isWhole()) throw new Error('a lane ended before the file did');
    return counter.tallyOf(sums);
  });
}

function named(problem: DataProblem, file: string): Result<never> {
  return failure({ ...problem, file: basename(file) });
}

function changed(file: string): DataProblem {
  const detail = 'the file cannot be read twice, or changed while it was read';
  return { kind: 'file-unreadable', detail, file: basename(file) };
}
