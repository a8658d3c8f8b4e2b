import { bgzfBlockSizeMax, bgzfEndOfFile } from '../../../src/analysis/bam/bgzf-block.ts';

const fixedHeaderSize = 12;
const trailerSize = 8;

/**
 * Total size of the BGZF block that starts at `start`, in bytes.
 *
 * A block is a gzip member with an extra subfield `BC` that holds the block's size minus one.
 * Source: SAM/BAM specification, section 4.1 (2024-11-06). Other subfields may stand beside `BC`.
 *
 * Shape: scalars. Unit: bytes. Range: 20 to 65 536.
 * Edge: 0 while `bytes` up to `end` could still become a block but hold too little of its header;
 * -1 if they cannot.
 *
 * @example bgzfBlockSize(bgzfEndOfFile, 0, 28) // 28
 * @example bgzfBlockSize(bgzfEndOfFile, 0, 17) // 0
 */
export function bgzfBlockSize(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  if (length > 0 && bytes[start] !== 31) return -1;
  if (length > 1 && bytes[start + 1] !== 139) return -1;
  if (length > 2 && bytes[start + 2] !== 8) return -1;
  if (length > 3 && bytes[start + 3] !== 4) return -1;
  if (length < fixedHeaderSize) return 0;
  const dataStart = bgzfDataStart(bytes, start);
  if (dataStart - start + trailerSize >= bgzfBlockSizeMax) return -1;
  if (end < dataStart) return 0;
  const size = sizeFromSubfields(bytes, start + fixedHeaderSize, dataStart);
  return size > dataStart - start + trailerSize ? size : -1;
}

function sizeFromSubfields(bytes: Uint8Array, from: number, end: number): number {
  let position = from;
  while (position + 4 <= end) {
    const length = uint16(bytes, position + 2);
    if (position + 4 + length > end) return -1;
    if (bytes[position] === 66 && bytes[position + 1] === 67 && length === 2) {
      return uint16(bytes, position + 4) + 1;
    }
    position += 4 + length;
  }
  return -1;
}

function uint16(bytes: Uint8Array, offset: number): number {
  return bytes[offset] | (bytes[offset + 1] << 8);
}

/**
 * Where the deflated bytes of the block at `start` begin; they end 8 bytes before the block does.
 */
export function bgzfDataStart(bytes: Uint8Array, start: number): number {
  return start + fixedHeaderSize + uint16(bytes, start + 10);
}

/** Whether the block `[start, start + size)` is the end-of-file block. */
export function isBgzfEndOfFile(bytes: Uint8Array, start: number, size: number): boolean {
  if (size !== bgzfEndOfFile.length) return false;
  for (let i = 0; i < size; i++) {
    if (bytes[start + i] !== bgzfEndOfFile[i]) return false;
  }
  return true;
}
