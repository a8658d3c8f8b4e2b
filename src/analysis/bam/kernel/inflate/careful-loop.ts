import { DISTANCE_BITS, DISTANCE_TABLE, LITLEN_BITS, LITLEN_TABLE } from '../memory-map';
import { bits, count, drop, refill } from './bit-buffer';
import { BROKEN } from './fast-loop';
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

/** The entry of the next literal or length; INVALID where input ends before its codeword. */
function nextLitlen(): u32 {
  refill();
  let entry = load<u32>(LITLEN_TABLE + 4 * (<usize>bits & ((1 << LITLEN_BITS) - 1)));
  if (entry !== INVALID && (entry & (LITERAL | EXCEPTIONAL | END)) === EXCEPTIONAL) {
    if (count < LITLEN_BITS) return INVALID;
    drop(LITLEN_BITS);
    entry = load<u32>(inSubTable(LITLEN_TABLE, entry, bits));
  }
  return entry !== INVALID && count < bitsOf(entry) ? INVALID : entry;
}

function nextDistance(): u32 {
  refill();
  let entry = load<u32>(DISTANCE_TABLE + 4 * (<usize>bits & ((1 << DISTANCE_BITS) - 1)));
  if (entry !== DISTANCE_INVALID && entry & DISTANCE_EXCEPTIONAL) {
    if (count < DISTANCE_BITS) return DISTANCE_INVALID;
    drop(DISTANCE_BITS);
    entry = load<u32>(inSubTable(DISTANCE_TABLE, entry, bits));
  }
  return entry !== DISTANCE_INVALID && count < bitsOf(entry) ? DISTANCE_INVALID : entry;
}

/**
 * Decodes to the block's end, looking for the ends of input and output at every step: the last few
 * hundred bytes, and all of a small block. Answers where output goes on, or BROKEN.
 */
export function inflateCarefully(first: usize, outputStart: usize, outputEnd: usize): usize {
  let out = first;
  while (true) {
    const entry = nextLitlen();
    if (entry === INVALID) return BROKEN;
    if (entry & LITERAL) {
      const literals = (entry >> 24) & 3;
      if (out + literals > outputEnd) return BROKEN;
      store<u8>(out, <u8>(entry >> 8));
      if (literals === 2) store<u8>(out + 1, <u8>(entry >> 16));
      out += literals;
      drop(bitsOf(entry));
      continue;
    }
    if (entry & EXCEPTIONAL) {
      drop(bitsOf(entry));
      return out;
    }
    const length = valueOf(entry, bits);
    drop(bitsOf(entry));
    const found = nextDistance();
    if (found === DISTANCE_INVALID) return BROKEN;
    const distance = valueOf(found, bits);
    drop(bitsOf(found));
    if (distance > <u32>(out - outputStart) || out + length > outputEnd) return BROKEN;
    for (const end = out + length; out < end; out++) store<u8>(out, load<u8>(out - distance));
  }
}
