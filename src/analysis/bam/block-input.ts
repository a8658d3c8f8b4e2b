import type { DataProblem } from '../data-problem.ts';
import { blockFault, damagedBlock, missingEndOfFile, truncatedBlock } from './block-problem.ts';
import type { BlockWindow } from './block-window.ts';
import type { Kernel } from './kernel-instance.ts';
import { formatSniffSize, recogniseFormat } from './recognise-format.ts';

/** First address of the kernel's memory that the host lays out (`kernel/memory-map.ts`). */
const inputStart = 147_456;
/** Bytes of a file taken at a time, and the part of a block that may be left of the last ones. */
const chunkSize = 2 * 1024 * 1024;
const inputSize = chunkSize + 65_536;
/** First address behind the input. */
export const inputEnd = inputStart + inputSize;

/** The end-of-file block, which the kernel answers without inflating it. */
const endOfFile = 5;

/** What has been read of a file: kept beside it, reading goes on from there. */
export interface InputPlace {
  /** Offset of the next block in the file. */
  readonly byteOffset: number;
  readonly endsWithEndOfFile: boolean;
}

/** A BGZF file in the kernel's memory, chunk by chunk, block by block. */
export interface BlockInput {
  /** Room for the next bytes of the file: the kernel's own memory. */
  room(): Uint8Array;
  /** Takes in the first bytes of the room. */
  take(sizeBytes: number): void;
  /** Inflates and checks the next whole block into the window; `more` when there is none. */
  readBlock(window: BlockWindow): 'read' | 'more' | DataProblem;
  /** Where the blocks end whose contents reach a size together: without inflating any. */
  placeAfter(contentSize: number): number;
  place(): InputPlace;
  /** The bytes that do not make a block yet. */
  rest(): Uint8Array;
  /** To be asked when the file has ended: what is wrong with its end. */
  endProblem(endedBefore?: boolean): DataProblem | undefined;
  /** Drops what is there, to go on elsewhere in the file. */
  seek(place: InputPlace): void;
}

/** Starts at the beginning of a file. The end-of-file block must come last. */
export function createBlockInput(kernel: Kernel): BlockInput {
  let { byteOffset, endsWithEndOfFile } = { byteOffset: 0, endsWithEndOfFile: false };
  let next = inputStart;
  let end = inputStart;
  kernel.reserve(inputEnd);

  const { run } = kernel;

  function refuse(): DataProblem {
    if (byteOffset > 0) return damagedBlock(byteOffset, 'does not begin as a block must');
    return recogniseFormat(kernel.bytes().subarray(next, end));
  }

  /** The next block's size if it is whole, 0 if not, -1 if none begins here. */
  function wholeBlockSize(): number {
    const size = run.blockSize(next, end);
    if (size < 0) return byteOffset > 0 || end - next >= formatSniffSize ? -1 : 0;
    return next + size <= end ? size : 0;
  }

  function readBlock(window: BlockWindow): 'read' | 'more' | DataProblem {
    const size = wholeBlockSize();
    if (size < 0) return refuse();
    if (size === 0) return 'more';
    const output = window.reserve();
    const outcome = run.inflateBlock(next, size, output);
    endsWithEndOfFile = outcome === endOfFile;
    if (!endsWithEndOfFile) {
      if (outcome !== 0) return blockFault(outcome, byteOffset);
      window.add(run.contentSize(next, size), byteOffset);
    }
    next += size;
    byteOffset += size;
    return 'read';
  }

  return {
    readBlock,
    room() {
      if (next > inputStart) {
        kernel.bytes().copyWithin(inputStart, next, end);
        end -= next - inputStart;
        next = inputStart;
      }
      return kernel.bytes().subarray(end, inputEnd);
    },
    take(sizeBytes) {
      end += sizeBytes;
    },
    placeAfter(contentSize) {
      let at = next;
      for (let content = 0; content < contentSize; ) {
        const size = run.blockSize(at, end);
        if (size <= 0 || at + size > end) break;
        content += run.contentSize(at, size) >>> 0;
        at += size;
      }
      return byteOffset + at - next;
    },
    place: () => ({ byteOffset, endsWithEndOfFile }),
    rest: () => kernel.bytes().subarray(next, end),
    endProblem(endedBefore = endsWithEndOfFile) {
      if (next < end) {
        return run.blockSize(next, end) < 0 ? refuse() : truncatedBlock(byteOffset);
      }
      if (byteOffset === 0) {
        return { kind: 'file-empty', detail: 'the file holds no byte', byteOffset };
      }
      return endedBefore ? undefined : missingEndOfFile(byteOffset);
    },
    seek(place) {
      ({ byteOffset, endsWithEndOfFile } = place);
      next = inputStart;
      end = inputStart;
    },
  };
}
