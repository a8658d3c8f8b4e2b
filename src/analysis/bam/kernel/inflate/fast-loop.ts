import {
  DISTANCE_BITS,
  DISTANCE_TABLE,
  LITLEN_BITS,
  LITLEN_TABLE,
} from '../memory-map';
import * as buffer from './bit-buffer';
import { COPY_SLACK, copyMatch } from './copy-match';
import {
  bitsOf,
  DISTANCE_EXCEPTIONAL,
  DISTANCE_INVALID,
  END,
  EXCEPTIONAL,
  INVALID,
  inSubTable,
  LITERAL,
  valueOf,
} from './table-entry';

/** A turn refills twice and reads 8 bytes each time. */
const INPUT_SLACK: usize = 16;
/** A turn writes one match of 258 bytes, or six literals. */
const OUTPUT_SLACK: usize = 258 + COPY_SLACK;

export const BROKEN: usize = 0;
/** Whether the loop met the block's end; if not it stopped near an end of input or output. */
export let isBlockDone: bool = false;

// @ts-ignore: decorator
@inline
function litlenEntry(bits: u64): u32 {
  return load<u32>(LITLEN_TABLE + 4 * (<usize>bits & ((1 << LITLEN_BITS) - 1)));
}

/** Writes an entry's one or two literals; a second that is not there is overwritten later. */
// @ts-ignore: decorator
@inline
function putLiterals(out: usize, entry: u32): usize {
  store<u16>(out, <u16>(entry >> 8));
  return out + ((entry >> 24) & 3);
}

/**
 * Decodes while both ends are far enough away that no step needs to look for them. After a refill
 * at least 56 bits are valid: enough for four literal entries, or for a match (20 + 28). The entry
 * of the next turn is loaded before the copy, which hides its latency.
 *
 * Answers where output goes on, or BROKEN.
 */
export function inflateFast(first: usize, outputStart: usize, outputEnd: usize): usize {
  let out = first;
  let at = buffer.at;
  let bits = buffer.bits;
  let count = buffer.count;
  const inputLast = buffer.inputEnd - INPUT_SLACK;
  const outputLast = outputEnd - OUTPUT_SLACK;
  isBlockDone = false;
  if (at >= inputLast || out >= outputLast) return out;

  bits |= load<u64>(at) << count;
  at += (63 - count) >> 3;
  count |= 56;
  let entry = litlenEntry(bits);
  do {
    // Branch-free refill: bytes beyond the valid bits are the same ones the next refill brings.
    bits |= load<u64>(at) << count;
    at += (63 - count) >> 3;
    count |= 56;
    if (entry & LITERAL) {
      out = putLiterals(out, entry);
      bits >>= <u64>entry;
      count -= bitsOf(entry);
      entry = litlenEntry(bits);
      if (entry & LITERAL) {
        out = putLiterals(out, entry);
        bits >>= <u64>entry;
        count -= bitsOf(entry);
        entry = litlenEntry(bits);
        if (entry & LITERAL) {
          out = putLiterals(out, entry);
          bits >>= <u64>entry;
          count -= bitsOf(entry);
          entry = litlenEntry(bits);
        }
      }
      continue;
    }
    if (entry & EXCEPTIONAL) {
      if (entry === INVALID) return BROKEN;
      if (!(entry & END)) {
        bits >>= LITLEN_BITS;
        count -= LITLEN_BITS;
        entry = load<u32>(inSubTable(LITLEN_TABLE, entry, bits));
        if (entry & LITERAL) {
          out = putLiterals(out, entry);
          bits >>= <u64>entry;
          count -= bitsOf(entry);
          entry = litlenEntry(bits);
          continue;
        }
      }
      if (entry & EXCEPTIONAL) {
        if (entry === INVALID) return BROKEN;
        bits >>= <u64>entry;
        count -= bitsOf(entry);
        isBlockDone = true;
        break;
      }
    }
    const length = valueOf(entry, bits);
    bits >>= <u64>entry;
    count -= bitsOf(entry);
    entry = load<u32>(DISTANCE_TABLE + 4 * (<usize>bits & ((1 << DISTANCE_BITS) - 1)));
    if (entry & DISTANCE_EXCEPTIONAL) {
      if (entry === DISTANCE_INVALID) return BROKEN;
      bits >>= DISTANCE_BITS;
      count -= DISTANCE_BITS;
      entry = load<u32>(inSubTable(DISTANCE_TABLE, entry, bits));
      if (entry === DISTANCE_INVALID) return BROKEN;
    }
    const distance = valueOf(entry, bits);
    bits >>= <u64>entry;
    count -= bitsOf(entry);
    if (distance > <u32>(out - outputStart)) return BROKEN;
    bits |= load<u64>(at) << count;
    at += (63 - count) >> 3;
    count |= 56;
    entry = litlenEntry(bits);
    copyMatch(out, distance, length);
    out += length;
  } while (at < inputLast && out < outputLast);

  buffer.resume(at, bits, count);
  return out;
}
