import { type ReadFilterOptions, readClassNames } from '../../../src/analysis/bam/read-filter.ts';
import {
  type BinTally,
  createBinTally,
  fragmentLengthMax,
  fragmentLengthMin,
} from '../../../src/analysis/bin-counts/bin-tally.ts';
import {
  type DataProblem,
  failure,
  type Result,
  success,
} from '../../../src/analysis/data-problem.ts';
import { lengthsOf } from '../../../src/analysis/genome/assembly.ts';
import { type BinGrid, createBinGrid } from '../../../src/analysis/genome/bin-grid.ts';
import {
  type Contig,
  type ContigMatch,
  matchContigs,
} from '../../../src/analysis/genome/match-contigs.ts';
import { contigIndexOf, flagsOf, positionOf, templateLengthOf } from './bam-record.ts';
import { createBamScanner } from './bam-scanner.ts';
import { countBases } from './base-composition.ts';
import type { BlockCodec } from './bgzf-reader.ts';
import { isReverse } from './counted-mate.ts';
import { countedClass, createReadFilter } from './read-filter.ts';
import { readFlag } from './read-flags.ts';

export interface PlainCounterOptions extends ReadFilterOptions {
  readonly binSizeBases: number;
  readonly codec: BlockCodec;
}

/** Counts the bytes of one BAM as they come. */
export interface PlainCounter {
  push(bytes: Uint8Array): DataProblem | undefined;
  finish(): Result<BinTally>;
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
export function createPlainCounter(options: PlainCounterOptions): PlainCounter {
  const { codec, binSizeBases } = options;
  const classOf = createReadFilter(options);
  const classCounts = new Float64Array(readClassNames.length);
  let otherContig = 0;
  let counting: Counting | undefined;

  function onContigs(contigs: readonly Contig[]): DataProblem | undefined {
    const match = matchContigs(contigs);
    if (!match.ok) return match.problem;
    counting = startCounting(match.value, binSizeBases);
    return undefined;
  }

  function onRecord(bytes: Uint8Array, record: number): DataProblem | undefined {
    const readClass = classOf(bytes, record);
    classCounts[readClass]++;
    if (readClass !== countedClass || counting === undefined) return undefined;
    const chromosomeIndex = counting.chromosomeIndexes[contigIndexOf(bytes, record)] ?? -1;
    if (chromosomeIndex >= 0) return countRead(counting, bytes, { record, chromosomeIndex });
    otherContig++;
    return undefined;
  }

  const scanner = createBamScanner({ codec, order: 'coordinate', onContigs, onRecord });
  return {
    push: scanner.push,
    finish() {
      const problem = scanner.finish();
      if (problem || counting === undefined) return failure(problem ?? noUsableReads(0));
      const { tally } = counting;
      readClassNames.forEach((name, i) => {
        tally.reads[name] = classCounts[i];
        tally.reads.total += classCounts[i];
      });
      tally.reads.counted -= otherContig;
      tally.reads.otherContig = otherContig;
      tally.reads.mapped = tally.reads.total - tally.reads.unmapped;
      return tally.reads.counted > 0 ? success(tally) : failure(noUsableReads(tally.reads.total));
    },
  };
}

interface Counting {
  readonly chromosomeIndexes: Int8Array;
  readonly chromosomeLengths: readonly number[];
  readonly grid: BinGrid;
  readonly tally: BinTally;
  /** G+C and called bases of the read at hand. */
  readonly bases: Float64Array;
}

function startCounting(match: ContigMatch, binSizeBases: number): Counting {
  const grid = createBinGrid(match.assembly, binSizeBases);
  return {
    chromosomeIndexes: match.chromosomeIndexes,
    chromosomeLengths: lengthsOf(match.assembly),
    grid,
    tally: createBinTally(grid),
    bases: new Float64Array(2),
  };
}

function countRead(
  counting: Counting,
  bytes: Uint8Array,
  { record, chromosomeIndex }: { record: number; chromosomeIndex: number },
): DataProblem | undefined {
  const { grid, tally, bases } = counting;
  const position = positionOf(bytes, record);
  if (position < 0 || position >= counting.chromosomeLengths[chromosomeIndex]) {
    return misplacedRead(position);
  }
  const bin = grid.chromosomeStarts[chromosomeIndex] + Math.floor(position / grid.binSizeBases);
  const flags = flagsOf(bytes, record);
  if (isReverse(flags)) tally.reverse[bin]++;
  else tally.forward[bin]++;
  countBases(bytes, record, bases);
  tally.gcBases[bin] += bases[0];
  tally.calledBases[bin] += bases[1];
  if (flags & readFlag.paired) countFragment(tally, Math.abs(templateLengthOf(bytes, record)));
  return undefined;
}

function countFragment(tally: BinTally, lengthBases: number): void {
  tally.fragmentTotal++;
  if (lengthBases < fragmentLengthMin || lengthBases > fragmentLengthMax) return;
  tally.fragmentCounts[lengthBases - fragmentLengthMin]++;
}

function misplacedRead(position: number): DataProblem {
  const where = position < 0 ? 'has no position' : `lies at base ${position + 1}, behind its end`;
  return { kind: 'bam-record-damaged', detail: `a read mapped to a chromosome ${where}` };
}

function noUsableReads(total: number): DataProblem {
  return { kind: 'no-usable-reads', detail: `none of ${total} reads passes the filters` };
}
