import type { BamLane } from '../bam/bam-lane.ts';
import { createBamReader } from '../bam/bam-reader.ts';
import type { Kernel } from '../bam/kernel-instance.ts';
import { type ReadFilterOptions, readClassNames } from '../bam/read-filter.ts';
import type { BinPlan, ScanState, ScanSums } from '../bam/scan-state.ts';
import { type DataProblem, failure, type Result, success } from '../data-problem.ts';
import { type BinGrid, createBinGrid } from '../genome/bin-grid.ts';
import { type Contig, matchContigs } from '../genome/match-contigs.ts';
import { type BinTally, createBinTally } from './bin-tally.ts';

export interface BinCounterOptions extends ReadFilterOptions {
  readonly binSizeBases: number;
  /** Serves one counter at a time: a new one ends the last. */
  readonly kernel: Kernel;
  /** What `saveState` gave of the bytes so far: counting goes on behind them. */
  readonly resume?: Uint8Array;
}

/** Counts the bytes of one BAM as they come. */
export interface BinCounter {
  /** Room in the kernel's own memory for the next bytes, to be filled from its beginning. */
  room(): Uint8Array;
  /** Counts the bytes put there. */
  take(sizeBytes: number): DataProblem | undefined;
  push(bytes: Uint8Array): DataProblem | undefined;
  finish(): Result<BinTally>;
  /** All that counting goes on from; undefined once there is a problem. See `BamReader`. */
  saveState(): Uint8Array | undefined;
  /** Undefined until the header is read. */
  scanState(): ScanState | undefined;
  /** The rest of the file in lanes, instead of `push` and `finish`: see `BamLane`. */
  lane(): BamLane;
  /** The tally of all lanes' sums added up. */
  tallyOf(sums: ScanSums): Result<BinTally>;
}

/**
 * Counts the reads of a coordinate-sorted human BAM per bin and strand, and every read by its
 * class.
 *
 * A read belongs to the bin of its leftmost aligned base, floor(position / bin size).
 * Source: `architecture.md` 4.1 and 4.2.
 * Edge: a read placed beyond its chromosome is `bam-record-damaged`; no counted read at all is
 * `no-usable-reads`.
 */
export function createBinCounter(options: BinCounterOptions): BinCounter {
  let grid: BinGrid | undefined;

  function onContigs(contigs: readonly Contig[]): Result<BinPlan> {
    const match = matchContigs(contigs);
    if (!match.ok) return match;
    const { assembly, chromosomeIndexes } = match.value;
    grid = createBinGrid(assembly, options.binSizeBases);
    const { binCount, chromosomeStarts } = grid;
    const firstBins = Int32Array.from(chromosomeIndexes, (c) => (c < 0 ? -1 : chromosomeStarts[c]));
    return success({ contigs, firstBins, binCount });
  }

  function tallyOf(sums: ScanSums): Result<BinTally> {
    if (!grid) return failure(noUsableReads(0));
    const tally = toTally(grid, sums);
    return tally.reads.counted > 0 ? success(tally) : failure(noUsableReads(tally.reads.total));
  }

  const reader = createBamReader({ ...options, order: 'coordinate', onContigs });
  return {
    ...reader,
    tallyOf,
    finish() {
      const problem = reader.finish();
      const scan = reader.scanState();
      return problem || !scan ? failure(problem ?? noUsableReads(0)) : tallyOf(scan.sums());
    },
  };
}

function toTally(grid: BinGrid, sums: ScanSums): BinTally {
  const { classCounts, otherContig, ...columns } = sums;
  const { reads, ...empty } = createBinTally(grid);
  readClassNames.forEach((name, i) => {
    reads[name] = classCounts[i];
    reads.total += classCounts[i];
  });
  reads.otherContig = otherContig;
  reads.total += otherContig;
  reads.mapped = reads.total - reads.unmapped;
  return { ...empty, reads, ...columns };
}

function noUsableReads(total: number): DataProblem {
  return { kind: 'no-usable-reads', detail: `none of ${total} reads passes the filters` };
}
