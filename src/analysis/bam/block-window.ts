import type { DataProblem } from '../data-problem.ts';
import { bgzfBlockSizeMax } from './bgzf-block.ts';
import type { Kernel } from './kernel-instance.ts';
import { recordProblem } from './record-faults.ts';
import type { ScanState } from './scan-state.ts';

/** Bytes behind the content that a vector may reach over its end. */
const slack = 64;

/** The kernel's output: contents of blocks, one behind the other, until their records are read. */
export interface BlockWindow {
  /** Empties the window, and leaves room for what `prepend` may bring. */
  clear(room?: number): void;
  /** Where the next block's content goes: as much as a block can hold fits there. */
  reserve(): number;
  /** Takes in what stands at the reserved place. */
  add(sizeBytes: number, byteOffset: number): void;
  /** Puts the beginning of a record, from a block at `byteOffset`, before everything. */
  prepend(bytes: Uint8Array, byteOffset: number): void;
  /** Counts the whole records; what is left is the beginning of the next one. */
  scan(scan: ScanState): DataProblem | undefined;
  /** The bytes that are not read yet, as a view, and the offset of the block they begin in. */
  rest(): { readonly bytes: Uint8Array; readonly byteOffset: number };
  /** Inflated bytes in the window. */
  size(): number;
}

/**
 * Keeps contents from `base` on, where nothing may stand behind. Contents are moved to the front
 * when the window is full, which is a part of a record each time; a record larger than the window
 * makes it grow.
 */
export function createBlockWindow(kernel: Kernel, base: number, sizeMin = 262_144): BlockWindow {
  let capacity = sizeMin;
  let unread = base;
  let end = base;
  // Where each block's content begins, and the block in its file.
  const starts: number[] = [];
  const offsets: number[] = [];
  let blockCount = 0;
  kernel.reserve(base + capacity + slack);

  function moveTo(target: number): void {
    kernel.bytes().copyWithin(target, unread, end);
    for (let i = 0; i < blockCount; i++) starts[i] += target - unread;
    end += target - unread;
    unread = target;
  }

  function grow(size: number): void {
    while (capacity < size) capacity *= 2;
    kernel.reserve(base + capacity + slack);
  }

  function blockOf(record: number): number {
    let i = blockCount - 1;
    while (i > 0 && starts[i] > record) i--;
    return offsets[i];
  }

  function add(sizeBytes: number, byteOffset: number): void {
    if (sizeBytes === 0) return;
    starts[blockCount] = end;
    offsets[blockCount] = byteOffset;
    blockCount++;
    end += sizeBytes;
  }

  return {
    add,
    clear(room = 0) {
      unread = base + room;
      end = unread;
      blockCount = 0;
    },
    reserve() {
      if (end + bgzfBlockSizeMax > base + capacity && unread > base) moveTo(base);
      grow(end + bgzfBlockSizeMax - base);
      return end;
    },
    prepend(bytes, byteOffset) {
      if (bytes.length === 0) return;
      if (bytes.length > unread - base) {
        grow(bytes.length + end - unread);
        moveTo(base + bytes.length);
      }
      unread -= bytes.length;
      kernel.bytes().set(bytes, unread);
      starts.splice(0, 0, unread);
      offsets.splice(0, 0, byteOffset);
      blockCount++;
    },
    scan(scan) {
      const stop = kernel.run.scan(unread, end);
      const fault = scan.fault();
      if (fault) return recordProblem(fault, blockOf(stop));
      if (stop < end) {
        offsets[0] = blockOf(stop);
        starts[0] = stop;
        blockCount = 1;
      } else blockCount = 0;
      unread = stop;
      return undefined;
    },
    rest: () => ({
      bytes: kernel.bytes().subarray(unread, end),
      byteOffset: blockCount > 0 ? offsets[0] : 0,
    }),
    size: () => end - unread,
  };
}
