import { BASE_MASKS, BIN_CALLED, BIN_GC } from './state';

/** Bases of two vectors: most reads of a shallow sequencing have no more. */
const SHORT: u32 = 64;

export function prepareBaseMasks(): void {
  for (let bases: u32 = 0; bases <= 32; bases++) {
    for (let i: u32 = 0; i < 16; i++) {
      const mask: u8 = bases > 2 * i + 1 ? 0xff : bases > 2 * i ? 0xf0 : 0;
      store<u8>(BASE_MASKS + 16 * bases + i, mask);
    }
  }
}

/**
 * Adds the G+C bases and the called ones of packed bases to a bin. Reads up to 32 bytes behind
 * them, which the host keeps readable.
 */
// @ts-ignore: decorator
@inline
export function addBases(bin: usize, first: usize, length: u32): void {
  let at = first;
  let left = length;
  for (; left > SHORT; left -= SHORT) {
    addSums(bin, sumsOf(v128.load(at), v128.load(at, 16)));
    at += SHORT / 2;
  }
  const inFirst = min<u32>(left, 32);
  const one = v128.and(v128.load(at), maskOf(inFirst));
  const two = v128.and(v128.load(at, 16), maskOf(left - inFirst));
  addSums(bin, sumsOf(one, two));
}

/** Which half bytes of a vector hold its first bases. */
// @ts-ignore: decorator
@inline
function maskOf(bases: u32): v128 {
  return v128.load(BASE_MASKS + 16 * <usize>bases);
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
function ofVector(packed: v128): v128 {
  const half = i8x16.splat(0x0f);
  const low = compositionOf(v128.and(packed, half));
  return v128.add<u8>(low, compositionOf(v128.and(v128.shr<u16>(packed, 4), half)));
}

/** Sums of two vectors in eight bytes, where no half byte comes to more than 8. */
// @ts-ignore: decorator
@inline
function sumsOf(one: v128, two: v128): u64 {
  const sums = v128.add<u8>(ofVector(one), ofVector(two));
  return i64x2.extract_lane(sums, 0) + i64x2.extract_lane(sums, 1);
}

/** Multiplying by ones adds all eight bytes up in the highest. */
// @ts-ignore: decorator
@inline
function addSums(bin: usize, sums: u64): void {
  const halves: u64 = 0x0f0f0f0f0f0f0f0f;
  const ones: u64 = 0x0101010101010101;
  const gc = bin + BIN_GC;
  const called = bin + BIN_CALLED;
  store<u64>(gc, load<u64>(gc) + (((sums & halves) * ones) >> 56));
  store<u64>(called, load<u64>(called) + ((((sums >> 4) & halves) * ones) >> 56));
}
