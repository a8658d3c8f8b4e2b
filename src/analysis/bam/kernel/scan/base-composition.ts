import { BASE_MASKS } from './state';

/** Bases that one vector of sums holds without overflow: 7 rounds of 32. */
const PIECE: u32 = 7 * 32;

export function prepareBaseMasks(): void {
  for (let bases: u32 = 0; bases <= 32; bases++) {
    for (let i: u32 = 0; i < 16; i++) {
      const mask: u8 = bases > 2 * i + 1 ? 0xff : bases > 2 * i ? 0xf0 : 0;
      store<u8>(BASE_MASKS + 16 * bases + i, mask);
    }
  }
}

/**
 * Per base code `=ACMGRSVTWYHKDBN`: G+C in the low half byte, called in the high one. Codes that
 * are none of A, C, G, T count for neither.
 */
// @ts-ignore: decorator
@inline
function compositionOf(codes: v128): v128 {
  const table = i8x16(0, 0x10, 0x11, 0, 0x11, 0, 0, 0, 0x10, 0, 0, 0, 0, 0, 0, 0);
  return v128.swizzle(table, codes);
}

// @ts-ignore: decorator
@inline
function addVector(sums: v128, packed: v128): v128 {
  const low = compositionOf(v128.and(packed, i8x16.splat(0x0f)));
  const high = compositionOf(v128.shr<u8>(packed, 4));
  return v128.add<u8>(v128.add<u8>(sums, low), high);
}

/**
 * G+C bases (high 32 bits) and called bases (low) of packed bases. Reads up to 16 bytes behind
 * them, which the host keeps readable.
 */
export function countBases(first: usize, length: u32): u64 {
  let total: u64 = 0;
  let at = first;
  let left = length;
  while (left > PIECE) {
    total += countPiece(at, PIECE);
    at += PIECE / 2;
    left -= PIECE;
  }
  return total + countPiece(at, left);
}

// @ts-ignore: decorator
@inline
function countPiece(first: usize, length: u32): u64 {
  let at = first;
  let left = length;
  let sums = i64x2.splat(0);
  while (left > 32) {
    sums = addVector(sums, v128.load(at));
    at += 16;
    left -= 32;
  }
  sums = addVector(sums, v128.and(v128.load(at), v128.load(BASE_MASKS + 16 * <usize>left)));
  // Sixteen lanes to one: G+C below 256 in the low byte, called bases above it.
  const gc = i16x8.extadd_pairwise_i8x16_u(v128.and(sums, i8x16.splat(0x0f)));
  const called = i16x8.extadd_pairwise_i8x16_u(v128.shr<u8>(sums, 4));
  const both = i32x4.extadd_pairwise_i16x8_u(v128.add<u16>(gc, v128.shl<u16>(called, 8)));
  const half = i64x2.extract_lane(both, 0) + i64x2.extract_lane(both, 1);
  const sum = <u32>half + <u32>(half >>> 32);
  return ((<u64>(sum & 0xff)) << 32) | <u64>(sum >> 8);
}
