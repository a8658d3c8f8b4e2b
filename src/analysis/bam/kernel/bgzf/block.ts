import { INFLATED, inflate } from '../inflate/inflate';
import { crc32 } from './crc32';

const FIXED_HEADER: u32 = 12;
const TRAILER: u32 = 8;
const BLOCK_SIZE_MAX: u32 = 65536;

// What reading a block comes to, beside the answers of `inflate`.
const IMPOSSIBLE_SIZE: i32 = 3;
const WRONG_CRC: i32 = 4;
const END_OF_FILE: i32 = 5;

/**
 * Total size of the BGZF block that begins at `start`: a gzip member with an extra subfield `BC`
 * that holds the block's size minus one (SAM/BAM specification, section 4.1). 0 while the bytes up
 * to `end` could still become a block but hold too little of its header; -1 if they cannot.
 */
export function blockSize(start: usize, end: usize): i32 {
  const length = <u32>(end - start);
  if (length > 0 && load<u8>(start) !== 31) return -1;
  if (length > 1 && load<u8>(start + 1) !== 139) return -1;
  if (length > 2 && load<u8>(start + 2) !== 8) return -1;
  if (length > 3 && load<u8>(start + 3) !== 4) return -1;
  if (length < FIXED_HEADER) return 0;
  const dataStart = FIXED_HEADER + <u32>load<u16>(start + 10);
  if (dataStart + TRAILER >= BLOCK_SIZE_MAX) return -1;
  if (length < dataStart) return 0;
  const size = sizeFromSubfields(start + FIXED_HEADER, start + dataStart);
  return size > <i32>(dataStart + TRAILER) ? size : -1;
}

function sizeFromSubfields(first: usize, end: usize): i32 {
  for (let at = first; at + 4 <= end; ) {
    const length = <u32>load<u16>(at + 2);
    if (at + 4 + length > end) return -1;
    if (load<u16>(at) === 0x4342 && length === 2) return <i32>load<u16>(at + 4) + 1;
    at += 4 + length;
  }
  return -1;
}

/** Inflated bytes that a whole block says it holds. */
export function contentSize(block: usize, size: u32): u32 {
  return load<u32>(block + size - 4);
}

/** Inflates and checks a whole block to `output`, where room for 65 536 bytes and a vector is. */
export function inflateBlock(block: usize, size: u32, output: usize): i32 {
  if (size === 28 && isEndOfFile(block)) return END_OF_FILE;
  const content = contentSize(block, size);
  if (content > BLOCK_SIZE_MAX) return IMPOSSIBLE_SIZE;
  const dataStart = FIXED_HEADER + <u32>load<u16>(block + 10);
  const outcome = inflate(block + dataStart, size - dataStart - TRAILER, output, content);
  if (outcome !== INFLATED) return outcome;
  return crc32(output, content) === load<u32>(block + size - 8) ? INFLATED : WRONG_CRC;
}

/** The empty block every complete file ends with, byte for byte (section 4.1.2). */
function isEndOfFile(block: usize): bool {
  return (
    load<u64>(block) === 0x0000000004088b1f &&
    load<u64>(block + 8) === 0x000243420006ff00 &&
    load<u64>(block + 16) === 0x000000000003001b &&
    load<u32>(block + 24) === 0
  );
}
