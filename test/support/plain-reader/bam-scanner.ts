import { createBamHeaderReader } from '../../../src/analysis/bam/bam-header.ts';
import type { DataProblem } from '../../../src/analysis/data-problem.ts';
import type { Contig } from '../../../src/analysis/genome/match-contigs.ts';
import { contigIndexOf, positionOf, recordFault } from './bam-record.ts';
import { type BlockCodec, type ByteSink, createBgzfReader } from './bgzf-reader.ts';
import { createRecordFramer } from './record-framer.ts';

/** Looks at one record of `bytes`, at offset `record`; a problem it answers ends the scan. */
type VisitRecord = (bytes: Uint8Array, record: number) => DataProblem | undefined;

interface BamScannerOptions {
  readonly codec: BlockCodec;
  /** `coordinate` refuses a BAM whose reads run backwards; `any` takes reads as they come. */
  readonly order: 'coordinate' | 'any';
  /** Called once, before any record. */
  onContigs(contigs: readonly Contig[]): DataProblem | undefined;
  readonly onRecord: VisitRecord;
}

/**
 * Reads a BAM from pushed bytes in constant memory: blocks, header, then each record checked for
 * impossible fields and, where asked for, for order. Nothing is kept of a record after its visit.
 *
 * Edge: a file that ends within its header or within a record is `bam-truncated`.
 */
export function createBamScanner(options: BamScannerOptions): ByteSink {
  const { codec, order, onContigs, onRecord } = options;
  const header = createBamHeaderReader();
  const checkOrder = order === 'coordinate' ? createOrderCheck() : undefined;
  const limits = { size: 0, contigCount: 0 };
  let isHeaderDone = false;

  const framer = createRecordFramer((bytes, { record, size, byteOffset }) => {
    limits.size = size;
    const fault = recordFault(bytes, record, limits);
    if (fault) return damagedRecord(fault, byteOffset);
    if (checkOrder && !checkOrder(contigIndexOf(bytes, record), positionOf(bytes, record))) {
      return unsortedRecord(byteOffset);
    }
    const problem = onRecord(bytes, record);
    return problem && { byteOffset, ...problem };
  });

  function onBlock(content: Uint8Array, byteOffset: number): DataProblem | undefined {
    if (isHeaderDone) return framer.push(content, byteOffset);
    const step = header.push(content);
    if (step.state === 'problem') return step.problem;
    if (step.state === 'more') return undefined;
    isHeaderDone = true;
    limits.contigCount = step.contigs.length;
    return onContigs(step.contigs) ?? framer.push(step.rest, byteOffset);
  }

  const blocks = createBgzfReader({ codec, onBlock });
  return {
    push: blocks.push,
    finish() {
      const problem = blocks.finish();
      if (problem) return problem;
      if (!isHeaderDone) return cutWithin('its header');
      return framer.isBetweenRecords() ? undefined : cutWithin('a record');
    },
  };
}

/**
 * Answers whether a read may follow the last: by contig, then position; reads of no contig last.
 */
function createOrderCheck(): (contigIndex: number, position: number) => boolean {
  let lastRank = 0;
  let lastPosition = -1;
  return (contigIndex, position) => {
    const rank = contigIndex >>> 0;
    const isInOrder = rank > lastRank || (rank === lastRank && position >= lastPosition);
    lastRank = rank;
    lastPosition = contigIndex < 0 ? -1 : position;
    return isInOrder;
  };
}

function damagedRecord(fault: string, byteOffset: number): DataProblem {
  const detail = `a record in the block at byte ${byteOffset} ${fault}`;
  return { kind: 'bam-record-damaged', detail, byteOffset };
}

function unsortedRecord(byteOffset: number): DataProblem {
  const detail = `a read in the block at byte ${byteOffset} lies before the read it follows`;
  return { kind: 'bam-unsorted', detail, byteOffset };
}

function cutWithin(what: string): DataProblem {
  return { kind: 'bam-truncated', detail: `the file ends within ${what}` };
}
