// What an entry of a decoding table says, in 32 bits:
//
//   bits 0–5    bits of input it takes, extra bits included
//   literal     bit 31; bits 24–25 how many (1 or 2), bits 8–15 the first, 16–23 the second
//   match       bits 8–12 codeword bits alone, bits 16–30 base of the length
//   distance    bits 8–12 codeword bits alone, bits 16–31 base of the distance (below 2^15)
//   precode     bits 16–20 the symbol
//   exceptional bit 30 (distances: bit 31): the block's end, a sub-table, or no codeword
//   sub-table   bits 8–11 bits that index it, bits 16–28 its first entry

export const LITERAL: u32 = 0x80000000;
export const ONE_LITERAL: u32 = 0x81000000;
export const TWO_LITERALS: u32 = 0x82000000;
export const EXCEPTIONAL: u32 = 0x40000000;
export const END: u32 = 0x20000000;
export const INVALID: u32 = 0x7fffffff;
export const DISTANCE_EXCEPTIONAL: u32 = 0x80000000;
export const DISTANCE_INVALID: u32 = 0xffffffff;

/** Bits of input an entry takes. */
// @ts-ignore: decorator
@inline
export function bitsOf(entry: u32): u32 {
  return entry & 63;
}

/** Base and extra bits of a length or a distance, from the bits its entry was found by. */
// @ts-ignore: decorator
@inline
export function valueOf(entry: u32, bits: u64): u32 {
  const extra = (<u32>bits & ((1 << (entry & 63)) - 1)) >> ((entry >> 8) & 31);
  return (entry >> 16) + extra;
}

/** Where the entry behind a sub-table's pointer stands, given the bits behind the first level's. */
// @ts-ignore: decorator
@inline
export function inSubTable(table: usize, pointer: u32, bits: u64): usize {
  const index = ((pointer >> 16) & 0x1fff) + (<u32>bits & ((1 << ((pointer >> 8) & 15)) - 1));
  return table + 4 * <usize>index;
}

/** A symbol's entry made whole: with the bits its codeword takes at this level. */
// @ts-ignore: decorator
@inline
export function withBits(symbolEntry: u32, bits: u32, plain: u32): u32 {
  return symbolEntry & plain ? symbolEntry | bits : symbolEntry + ((bits << 8) | bits);
}
