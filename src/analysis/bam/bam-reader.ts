import type { DataProblem, Result } from '../data-problem.ts';
import type { Contig } from '../genome/match-contigs.ts';
import { createBamHeaderReader } from './bam-header.ts';
import { type BamLane, createBamLane } from './bam-lane.ts';
import { createBlockInput, inputEnd } from './block-input.ts';
import { cutWithin } from './block-problem.ts';
import { createBlockWindow } from './block-window.ts';
import type { Kernel } from './kernel-instance.ts';
import { packReaderState, type ReaderState, unpackReaderState } from './reader-state.ts';
import { type BinPlan, createScanState, type ScanOptions, type ScanState } from './scan-state.ts';

interface BamReaderOptions extends ScanOptions {
  readonly kernel: Kernel;
  /** Called once, before any record: where the reads of each contig are counted. */
  onContigs(contigs: readonly Contig[]): Result<BinPlan>;
  /** What `saveState` gave of the bytes so far: reading goes on behind them. */
  readonly resume?: Uint8Array;
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
  /**
   * All that reading goes on from, in another process too; undefined once there is a problem. The
   * next byte to push is the one behind the last that was taken.
   */
  saveState(): Uint8Array | undefined;
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

  /** Lays out contigs and bins; what was in the window is lost. */
  function startScan(contigs: readonly Contig[]): DataProblem | ScanState {
    const plan = onContigs(contigs);
    if (!plan.ok) return plan.problem;
    scan = createScanState(kernel, inputEnd, { options, plan: plan.value });
    window = createBlockWindow(kernel, scan.end);
    return scan;
  }

  function readHeader(): DataProblem | undefined {
    const { bytes, byteOffset } = window.rest();
    const step = header.push(bytes);
    window.clear();
    if (step.state === 'problem') return step.problem;
    if (step.state === 'more') return undefined;
    const started = startScan(step.contigs);
    if ('kind' in started) return started;
    window.prepend(step.rest, byteOffset);
    return window.scan(started);
  }

  function resume(state: ReaderState): void {
    const step = header.push(state.header);
    if (step.state === 'done') {
      const started = startScan(step.contigs);
      if ('kind' in started) throw new RangeError('the state has a header that is refused');
      started.restore(state.scan);
      window.prepend(state.rest, state.restOffset);
    }
    input.seek(state.place);
    input.room().set(state.input);
    input.take(state.input.length);
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

  if (options.resume) resume(unpackReaderState(options.resume, options));

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
    saveState() {
      if (problem) return undefined;
      const { bytes: rest, byteOffset: restOffset } = window.rest();
      const place = input.place();
      const parts = { header: header.content(), input: input.rest(), rest };
      return packReaderState({ place, restOffset, ...parts, scan: scan?.saved() ?? [] }, options);
    },
    scanState: () => scan,
    lane() {
      if (!scan) throw new Error('lanes begin behind the header');
      return createBamLane(kernel, { input, scan, window });
    },
  };
}
