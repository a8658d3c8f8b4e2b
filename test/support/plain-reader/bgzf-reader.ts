import { bgzfBlockSizeMax, bgzfEndOfFile } from '../../../src/analysis/bam/bgzf-block.ts';
import { formatSniffSize, recogniseFormat } from '../../../src/analysis/bam/recognise-format.ts';
import type { DataProblem } from '../../../src/analysis/data-problem.ts';
import { int32 } from './bam-record.ts';
import { bgzfBlockSize, bgzfDataStart, isBgzfEndOfFile } from './bgzf-block.ts';

/** What the platform lends the decoder: `analysis/` itself uses no Node API. */
export interface BlockCodec {
  /**
   * Raw inflate to at most `sizeBytes`; undefined if the stream is damaged or longer. The answer
   * may lie in a buffer that the next call overwrites.
   */
  inflate(bytes: Uint8Array, sizeBytes: number): Uint8Array | undefined;
  crc32(bytes: Uint8Array): number;
}

/** Takes bytes in pieces of any size; the first problem ends it and is answered ever after. */
export interface ByteSink {
  push(bytes: Uint8Array): DataProblem | undefined;
  /** To be called after the last byte. */
  finish(): DataProblem | undefined;
}

interface BgzfReaderOptions {
  readonly codec: BlockCodec;
  /** Receives each block's content with the offset of the block in the compressed file, bytes. */
  onBlock(content: Uint8Array, byteOffset: number): DataProblem | undefined;
}

/**
 * Cuts pushed bytes into BGZF blocks, checks size and CRC32 of each and hands on its content. The
 * end-of-file block must come last; elsewhere it is an empty block like others (concatenated
 * files).
 */
export function createBgzfReader({ codec, onBlock }: BgzfReaderOptions): ByteSink {
  /** A block that began in earlier bytes; whatever is behind its end here is read again. */
  const carry = new Uint8Array(bgzfBlockSizeMax);
  let carryLength = 0;
  /** Offset of the next block in the file. */
  let byteOffset = 0;
  let endsWithEndOfFile = false;
  let problem: DataProblem | undefined;

  function readBlock(bytes: Uint8Array, start: number, size: number): DataProblem | undefined {
    endsWithEndOfFile = isBgzfEndOfFile(bytes, start, size);
    const content = endsWithEndOfFile
      ? undefined
      : blockContent(codec, bytes.subarray(start, start + size));
    if (typeof content === 'string') return damagedBlock(byteOffset, content);
    const found = content === undefined ? undefined : onBlock(content, byteOffset);
    byteOffset += size;
    return found;
  }

  function refuse(bytes: Uint8Array): DataProblem {
    if (byteOffset === 0) return recogniseFormat(bytes);
    return damagedBlock(byteOffset, 'does not begin as a block must');
  }

  /** Completes the carried block; returns how many of `bytes` it took. */
  function completeCarry(bytes: Uint8Array): number {
    const before = carryLength;
    const taken = bytes.subarray(0, carry.length - before);
    carry.set(taken, before);
    carryLength += taken.length;
    const size = bgzfBlockSize(carry, 0, carryLength);
    if (size < 0 && (byteOffset > 0 || carryLength >= formatSniffSize)) {
      problem = refuse(carry.subarray(0, carryLength));
    }
    if (size <= 0 || carryLength < size) return taken.length;
    carryLength = 0;
    problem = readBlock(carry, 0, size);
    return size - before;
  }

  function push(bytes: Uint8Array): DataProblem | undefined {
    let position = problem === undefined && carryLength > 0 ? completeCarry(bytes) : 0;
    while (problem === undefined && position < bytes.length) {
      const size = bgzfBlockSize(bytes, position, bytes.length);
      if (size <= 0 || position + size > bytes.length) {
        position += completeCarry(bytes.subarray(position));
      } else {
        problem = readBlock(bytes, position, size);
        position += size;
      }
    }
    return problem;
  }

  function finish(): DataProblem | undefined {
    if (problem === undefined && carryLength > 0) {
      const isBroken = bgzfBlockSize(carry, 0, carryLength) < 0;
      problem = isBroken ? refuse(carry.subarray(0, carryLength)) : truncatedBlock(byteOffset);
    }
    if (problem === undefined && byteOffset === 0) {
      problem = { kind: 'file-empty', detail: 'the file holds no byte', byteOffset };
    }
    if (problem === undefined && !endsWithEndOfFile) problem = missingEndOfFile(byteOffset);
    return problem;
  }

  return { push, finish };
}

/** The block's inflated bytes, or a sentence on what is wrong with it. */
function blockContent(codec: BlockCodec, block: Uint8Array): Uint8Array | string {
  const trailer = block.length - 8;
  const contentSize = int32(block, trailer + 4);
  if (contentSize < 0 || contentSize > bgzfBlockSizeMax) return 'states an impossible size';
  const content = codec.inflate(block.subarray(bgzfDataStart(block, 0), trailer), contentSize);
  if (content === undefined) return 'does not inflate';
  if (content.length !== contentSize) return 'does not have the size it states';
  if (codec.crc32(content) >>> 0 !== int32(block, trailer) >>> 0) return 'has a wrong CRC32';
  return content;
}

function damagedBlock(byteOffset: number, what: string): DataProblem {
  const detail = `the BGZF block at byte ${byteOffset} ${what}`;
  return { kind: 'bam-block-damaged', detail, byteOffset };
}

function truncatedBlock(byteOffset: number): DataProblem {
  const detail = `the file ends within the BGZF block that begins at byte ${byteOffset}`;
  return { kind: 'bam-truncated', detail, byteOffset };
}

function missingEndOfFile(byteOffset: number): DataProblem {
  const detail = `the file ends at byte ${byteOffset} without the ${bgzfEndOfFile.length}-byte end-of-file block`;
  return { kind: 'bam-truncated', detail, byteOffset };
}
