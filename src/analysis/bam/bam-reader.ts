import type { DataProblem, Result } from '../data-problem.ts';
import type { Contig } from '../genome/match-contigs.ts';
import { createBamHeaderReader } from './bam-header.ts';
import { type BamLane, createBamLane } from './bam-lane.ts';
import { createBlockInput, inputEnd } from './block-input.ts';
import { cutWithin } from './block-problem.ts';
import { createBlockWindow } from './block-window.ts';
import type { Kernel } from './kernel-instance.ts';
import { type BinPlan, createScanState, type ScanOptions, type ScanState } from './scan-state.ts';

interface BamReaderOptions extends ScanOptions {
  readonly kernel: Kernel;
  /** Called once, before any record: where the reads of each contig are counted. */
  onContigs(contigs: readonly Contig[]): Result<BinPlan>;
}

/** Takes a BAM in pieces of any size; the first problem ends it and is answered ever after. */
export interface BamReader {
  /** Room for the next bytes, to be filled from its beginning. */
  room(): Uint8Array;
  /** Reads the bytes put there. */
  take(sizeBytes: number): DataProblem | undefined;
  push(bytes: Uint8Array): DataProblem | undefined;
  /** To be called after the last byte. */
  finish(): DataProblem | undefined;
  /** Undefined until the header is read. */
  scanState(): ScanState | undefined;
  /** From here on the file is read in lanes; to be called once the header is read. */
  lane(): BamLane;
}

/**
 * Reads a BAM in constant memory: blocks, header, then each record checked for impossible fields
 * and, where asked for, for order, and counted in the kernel.
 *
 * Edge: a file that ends within its header or within a record is `bam-truncated`.
 */
export function createBamReader(options: BamReaderOptions): BamReader {
  const { kernel, onContigs } = options;
  const input = createBlockInput(kernel);
  const header = createBamHeaderReader();
  let window = createBlockWindow(kernel, inputEnd);
  let scan: ScanState | undefined;
  let problem: DataProblem | undefined;

  function readHeader(): DataProblem | undefined {
    const { bytes, byteOffset } = window.rest();
    const step = header.push(bytes);
    if (step.state === 'problem') return step.problem;
    window.clear();
    if (step.state === 'more') return undefined;
    const plan = onContigs(step.contigs);
    if (!plan.ok) return plan.problem;
    scan = createScanState(kernel, inputEnd, { options, plan: plan.value });
    window = createBlockWindow(kernel, scan.end);
    window.prepend(step.rest, byteOffset);
    return window.scan(scan);
  }

  function readBlocks(): DataProblem | undefined {
    for (;;) {
      const outcome = input.readBlock(window);
      if (outcome === 'more') return undefined;
      if (outcome !== 'read') return outcome;
      const found = scan ? window.scan(scan) : readHeader();
      if (found) return found;
    }
  }

  function take(sizeBytes: number): DataProblem | undefined {
    input.take(sizeBytes);
    problem ??= readBlocks();
    return problem;
  }

  return {
    room: input.room,
    take,
    push(bytes) {
      for (let start = 0; start < bytes.length && !problem; ) {
        const room = input.room();
        const piece = bytes.subarray(start, start + room.length);
        room.set(piece);
        take(piece.length);
        start += piece.length;
      }
      return problem;
    },
    finish() {
      problem ??= input.endProblem();
      if (!problem && !scan) problem = cutWithin('its header');
      if (!problem && window.size() > 0) problem = cutWithin('a record');
      return problem;
    },
    scanState: () => scan,
    lane() {
      if (!scan) throw new Error('lanes begin behind the header');
      return createBamLane(kernel, { input, scan, window });
    },
  };
}
