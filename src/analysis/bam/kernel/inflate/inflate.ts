import * as buffer from './bit-buffer';
import { readDynamicCodes, useFixedCodes } from './block-codes';
import { inflateCarefully } from './careful-loop';
import { BROKEN, inflateFast, isBlockDone } from './fast-loop';
import { prepareSymbols } from './symbols';

export const INFLATED: i32 = 0;
/** Not deflate, cut off, or longer than the size it was said to have. */
export const DAMAGED: i32 = 1;
/** Whole, but shorter than the size it was said to have. */
export const TOO_SHORT: i32 = 2;

let isReady: bool = false;

/**
 * Inflates one deflate stream (RFC 1951) of known size: `size` bytes at `output`, from
 * `inputSize` bytes at `input`. Nothing outside the two is read or written, whatever they hold.
 * Bytes behind the stream's end are left alone, as zlib leaves them.
 */
export function inflate(input: usize, inputSize: u32, output: usize, size: u32): i32 {
  if (!isReady) {
    prepareSymbols();
    isReady = true;
  }
  buffer.open(input, inputSize);
  const end = output + size;
  let out = output;
  for (let isLast = false; !isLast; ) {
    buffer.refill();
    if (buffer.count < 3) return DAMAGED;
    isLast = (buffer.bits & 1) !== 0;
    const kind = <u32>(buffer.bits >> 1) & 3;
    buffer.drop(3);
    out = kind === 0 ? copyStored(out, end) : inflateBlock(kind, out, output, end);
    if (out === BROKEN) return DAMAGED;
  }
  return out === end ? INFLATED : TOO_SHORT;
}

/** A stored block (section 3.2.4): length, its complement, and so many bytes. */
function copyStored(out: usize, end: usize): usize {
  buffer.alignToByte();
  const at = buffer.at;
  if (at + 4 > buffer.inputEnd) return BROKEN;
  const length = <u32>load<u16>(at);
  if (length !== (<u32>load<u16>(at + 2) ^ 0xffff)) return BROKEN;
  if (at + 4 + length > buffer.inputEnd || out + length > end) return BROKEN;
  memory.copy(out, at + 4, length);
  buffer.skipBytes(4 + length);
  return out + length;
}

/** A block of fixed (1) or dynamic (2) codes; there is no kind 3. */
function inflateBlock(kind: u32, first: usize, output: usize, end: usize): usize {
  const hasCodes = kind === 1 ? useFixedCodes() : kind === 2 && readDynamicCodes();
  if (!hasCodes) return BROKEN;
  const out = inflateFast(first, output, end);
  if (out === BROKEN || isBlockDone) return out;
  return inflateCarefully(out, output, end);
}
