import { basename } from 'node:path';
import { type BinCounterOptions, createBinCounter } from '../src/analysis/bin-counts/count-bins.ts';
import { decodedSums } from '../src/analysis/bin-counts/decoded-sums.ts';
import type { SourcedTally } from '../src/analysis/bin-counts/merge-bin-counts.ts';
import { failure, type Result, success } from '../src/analysis/data-problem.ts';
import { threadKernel } from './kernel.ts';
import { readAndHash } from './read-file.ts';

interface CountFileOptions extends Omit<BinCounterOptions, 'kernel'> {
  /** One 64-bit counter of the bytes read, for whoever shows progress. */
  readonly progress?: SharedArrayBuffer;
  /** Where decoding is added up: `DecodedSums`. */
  readonly decoded?: SharedArrayBuffer;
}

/** Counts one BAM, and takes its SHA-256 on the way. */
export function countFile(file: string, options: CountFileOptions): Result<SourcedTally> {
  const counter = createBinCounter({ ...options, kernel: threadKernel() });
  const decoded = decodedSums(options.decoded);
  const startedAt = performance.now();
  const bytesRead = options.progress && new BigUint64Array(options.progress);
  let bytes = 0;
  const sha256 = readAndHash(file, {
    room: counter.room,
    take(taken) {
      bytes += taken.length;
      if (bytesRead) Atomics.add(bytesRead, 0, BigInt(taken.length));
      return counter.take(taken.length);
    },
  });
  decoded.add({ bytes, records: 0, seconds: (performance.now() - startedAt) / 1000 });
  if (!sha256.ok) return sha256;
  const tally = counter.finish();
  if (!tally.ok) return failure({ ...tally.problem, file: basename(file) });
  return success({ tally: tally.value, source: { file: basename(file), sha256: sha256.value } });
}
