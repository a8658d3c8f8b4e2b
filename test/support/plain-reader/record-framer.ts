import { createByteStore } from '../../../src/analysis/bam/byte-store.ts';
import type { DataProblem } from '../../../src/analysis/data-problem.ts';
import { int32, recordSizeMax, recordSizeMin } from './bam-record.ts';

/** A record in a buffer: where it begins (behind `block_size`), its size, and its block. */
export interface FramedRecord {
  record: number;
  size: number;
  /** Offset in the file of the block in which the record begins, bytes. */
  byteOffset: number;
}

interface RecordFramer {
  push(content: Uint8Array, byteOffset: number): DataProblem | undefined;
  isBetweenRecords(): boolean;
}

/**
 * Cuts inflated bytes into records. A record within one block is visited where it lies; one that
 * spans blocks is joined first. The frame handed over is one object, changed from call to call.
 */
export function createRecordFramer(
  visit: (bytes: Uint8Array, frame: FramedRecord) => DataProblem | undefined,
): RecordFramer {
  const carry = createByteStore();
  const frame: FramedRecord = { record: 4, size: 0, byteOffset: 0 };

  /** Adds to the carried record what it lacks; returns how many bytes of `content` it took. */
  function completeCarry(content: Uint8Array): number {
    const sizeBytes = content.subarray(0, Math.max(0, 4 - carry.bytes().length));
    carry.append(sizeBytes);
    if (carry.bytes().length < 4) return sizeBytes.length;
    frame.size = int32(carry.bytes(), 0);
    if (!isRecordSize(frame.size)) return sizeBytes.length;
    const lacking = 4 + frame.size - carry.bytes().length;
    const more = content.subarray(sizeBytes.length, sizeBytes.length + lacking);
    carry.append(more);
    return sizeBytes.length + more.length;
  }

  function visitCarry(): DataProblem | undefined {
    const bytes = carry.bytes();
    if (bytes.length < 4) return undefined;
    if (!isRecordSize(frame.size)) return impossibleSize(frame);
    if (bytes.length < 4 + frame.size) return undefined;
    carry.clear();
    frame.record = 4;
    return visit(bytes, frame);
  }

  function push(content: Uint8Array, byteOffset: number): DataProblem | undefined {
    let position = 0;
    if (carry.bytes().length > 0) {
      position = completeCarry(content);
      const problem = visitCarry();
      if (problem || carry.bytes().length > 0) return problem;
    }
    frame.byteOffset = byteOffset;
    while (position + 4 <= content.length) {
      frame.size = int32(content, position);
      if (!isRecordSize(frame.size)) return impossibleSize(frame);
      const end = position + 4 + frame.size;
      if (end > content.length) break;
      frame.record = position + 4;
      const problem = visit(content, frame);
      if (problem) return problem;
      position = end;
    }
    carry.append(content.subarray(position));
    return undefined;
  }

  return { push, isBetweenRecords: () => carry.bytes().length === 0 };
}

function isRecordSize(size: number): boolean {
  return size >= recordSizeMin && size <= recordSizeMax;
}

function impossibleSize({ size, byteOffset }: FramedRecord): DataProblem {
  const detail = `a record in the block at byte ${byteOffset} states a size of ${size} bytes`;
  return { kind: 'bam-record-damaged', detail, byteOffset };
}
