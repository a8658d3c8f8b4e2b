import type { Contig } from '../genome/match-contigs.ts';
import type { Kernel } from './kernel-instance.ts';
import { duplicateRules, type ReadFilterOptions, readClassNames } from './read-filter.ts';

export interface ScanOptions extends ReadFilterOptions {
  /** `coordinate` refuses a BAM whose reads run backwards; `any` takes reads as they come. */
  readonly order: 'coordinate' | 'any';
  readonly binSizeBases: number;
}

/** Where the reads of each contig are counted. */
export interface BinPlan {
  readonly contigs: readonly Contig[];
  /** Per contig: its first bin; -1 for a contig whose reads are not placed. */
  readonly firstBins: ArrayLike<number>;
  readonly binCount: number;
}

/** What a scan adds up; arrays have one element per class, fragment length or bin. */
export interface ScanSums {
  /** By `readClassNames`. */
  readonly classCounts: Float64Array;
  readonly otherContig: number;
  readonly fragmentTotal: number;
  /** By length from 50 to 600 bases. */
  readonly fragmentCounts: Float64Array;
  readonly forward: Uint32Array;
  readonly reverse: Uint32Array;
  readonly gcBases: Float64Array;
  readonly calledBases: Float64Array;
}

/** Addresses in the kernel's memory, as `kernel/scan/state.ts` has them. */
const state = 32_768;
const faultAt = state + 32;
const sequenceAt = state + 64;
const classCountsAt = state + 96;
const fragmentTotalAt = state + 184;
const fragmentsAt = state + 192;
const fragmentLengths = 551;
const stateEnd = fragmentsAt + 4 * fragmentLengths;
const binEntrySize = 24;

/** The scan's part of the kernel's memory: contigs, bins and state. */
export interface ScanState {
  /** First address behind the bins. */
  readonly end: number;
  readonly binCount: number;
  /** What stopped the scan, and the number it tells; undefined while it runs on. */
  fault(): { readonly fault: number; readonly value: number } | undefined;
  sums(): ScanSums;
  /** Forgets what was counted, to count another part. */
  clearSums(): void;
  /** What the next record is judged by: the last place, the last start. A view. */
  sequence(): Uint8Array;
  /** Everything that a scan is taken up from, in two views. */
  saved(): readonly Uint8Array[];
  restore(saved: readonly Uint8Array[]): void;
}

/** Lays contigs and bins out from `start` on, and makes the kernel ready for the first record. */
export function createScanState(
  kernel: Kernel,
  start: number,
  { options, plan }: { readonly options: ScanOptions; readonly plan: BinPlan },
): ScanState {
  const { contigs, firstBins, binCount } = plan;
  const binsAt = Math.ceil((start + 8 * contigs.length) / 8) * 8;
  const end = binsAt + binEntrySize * binCount;
  kernel.reserve(end);
  const words = () => new DataView(kernel.bytes().buffer);
  const view = words();
  kernel.bytes().fill(0, state, stateEnd);
  kernel.bytes().fill(0, start, end);
  contigs.forEach(({ lengthBases }, i) => {
    view.setInt32(start + 8 * i, firstBins[i], true);
    view.setUint32(start + 8 * i + 4, lengthBases, true);
  });
  const settings = [contigs.length, start, binsAt, options.binSizeBases, options.mappingQualityMin];
  settings.push(duplicateRules.indexOf(options.duplicates), Number(options.order !== 'any'));
  settings.forEach((value, i) => {
    view.setUint32(state + 4 * i, value, true);
  });
  kernel.run.prepareScan();

  const saved = () => [
    kernel.bytes().subarray(sequenceAt, stateEnd),
    kernel.bytes().subarray(binsAt, end),
  ];
  return {
    end,
    binCount,
    fault() {
      const bytes = words();
      const fault = bytes.getUint32(faultAt, true);
      return fault === 0 ? undefined : { fault, value: bytes.getInt32(faultAt + 4, true) };
    },
    sums: () => readSums(kernel.bytes().buffer as ArrayBuffer, binsAt, binCount),
    clearSums() {
      kernel.bytes().fill(0, classCountsAt, stateEnd).fill(0, binsAt, end);
    },
    sequence: () => kernel.bytes().subarray(sequenceAt, classCountsAt),
    saved,
    restore(parts) {
      saved().forEach((view, i) => {
        view.set(parts[i]);
      });
    },
  };
}

/** In plain loops: a callback a number took four times as long. */
function readSums(buffer: ArrayBuffer, binsAt: number, binCount: number): ScanSums {
  const words = new Uint32Array(buffer);
  const uint64 = (at: number) => words[at / 4] + words[at / 4 + 1] * 2 ** 32;
  const sums = {
    classCounts: Float64Array.from(readClassNames, (_, i) => uint64(classCountsAt + 8 * i)),
    otherContig: uint64(classCountsAt + 8 * readClassNames.length),
    fragmentTotal: uint64(fragmentTotalAt),
    fragmentCounts: Float64Array.from(words.subarray(fragmentsAt / 4, stateEnd / 4)),
    forward: new Uint32Array(binCount),
    reverse: new Uint32Array(binCount),
    gcBases: new Float64Array(binCount),
    calledBases: new Float64Array(binCount),
  };
  for (let i = 0, at = binsAt / 4; i < binCount; i++, at += binEntrySize / 4) {
    sums.forward[i] = words[at];
    sums.reverse[i] = words[at + 1];
    sums.gcBases[i] = words[at + 2] + words[at + 3] * 2 ** 32;
    sums.calledBases[i] = words[at + 4] + words[at + 5] * 2 ** 32;
  }
  return sums;
}
