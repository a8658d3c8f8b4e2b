import type { BinTally } from '../../src/analysis/bin-counts/bin-tally.ts';
import {
  type BinCounterOptions,
  createBinCounter,
} from '../../src/analysis/bin-counts/count-bins.ts';
import type { DataProblem, Result } from '../../src/analysis/data-problem.ts';
import type { Contig } from '../../src/analysis/genome/match-contigs.ts';
import { threadKernel } from '../../workers/kernel.ts';
import { createBamScanner } from './plain-reader/bam-scanner.ts';
import { createPlainCounter } from './plain-reader/count-plainly.ts';
import { zlibCodec } from './plain-reader/zlib-codec.ts';

/** Pushes a whole BAM through the plain scanner, and shows each record with the contigs. */
export function scanBam(
  bytes: Uint8Array,
  order: 'coordinate' | 'any',
  onRecord: (contigs: readonly Contig[], bytes: Uint8Array, record: number) => void,
): DataProblem | undefined {
  let contigs: readonly Contig[] = [];
  const scanner = createBamScanner({
    codec: zlibCodec,
    order,
    onContigs(listed) {
      contigs = listed;
      return undefined;
    },
    onRecord(record, offset) {
      onRecord(contigs, record, offset);
      return undefined;
    },
  });
  return scanner.push(bytes) ?? scanner.finish();
}

/** Counts a whole BAM, pushed in pieces of the given sizes in turn. */
export function countBam(
  bytes: Uint8Array,
  options: Partial<Omit<BinCounterOptions, 'kernel'>> = {},
  pieceSizes: readonly number[] = [bytes.length + 1],
): Result<BinTally> {
  const counter = createBinCounter({
    ...{ binSizeBases: 50_000, mappingQualityMin: 1, duplicates: 'flag' },
    ...options,
    kernel: threadKernel(),
  });
  for (let start = 0, i = 0; start < bytes.length; i++) {
    const end = start + pieceSizes[i % pieceSizes.length];
    if (counter.push(bytes.subarray(start, end))) break;
    start = end;
  }
  return counter.finish();
}

/** Counts a whole BAM without the kernel. */
export function countPlainly(
  bytes: Uint8Array,
  options: Partial<Omit<BinCounterOptions, 'kernel'>> = {},
): Result<BinTally> {
  const counter = createPlainCounter({
    ...{ binSizeBases: 50_000, mappingQualityMin: 1, duplicates: 'flag' },
    ...options,
    codec: zlibCodec,
  });
  counter.push(bytes);
  return counter.finish();
}

/** The problem of a result that must have one. */
export function problemOf(result: Result<unknown>): DataProblem {
  if (result.ok) throw new Error('expected a problem, got a value');
  return result.problem;
}

/** The value of a result that must have one. */
export function valueFrom<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`expected a value, got ${JSON.stringify(result.problem)}`);
  return result.value;
}
