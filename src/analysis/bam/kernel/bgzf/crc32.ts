import { CRC_FOLDED, CRC_REST, CRC_TABLES } from '../memory-map';

/** The polynomial of gzip's CRC32 (RFC 1952, section 8), lowest bit first as the CRC is kept. */
const POLYNOMIAL: u32 = 0xedb88320;

/**
 * x^32144 + x^16728 + x^14696 + 1 is a multiple of the polynomial: adding a byte to those 1927,
 * 2181 and 4018 bytes behind it and taking it away leaves the remainder as it was. So all but the
 * last 4018 bytes fold into what follows them, by wide additions, without a table.
 */
const TAP_1: usize = 1927;
const TAP_2: usize = 2181;
const TAP_3: usize = 4018;
/** Shorter contents are not worth folding. */
const FOLDED_MIN: u32 = 8192;

prepareTables();

/** CRC32 of `size` bytes at `start`, with the 15 bytes behind them readable. */
export function crc32(start: usize, size: u32): u32 {
  if (size < FOLDED_MIN) return ~byTables(start, size, 0xffffffff);
  const folded = (size - <u32>TAP_3) & ~15;
  const rest = size - folded;
  fold(start, folded);
  // Behind the folded bytes stands nothing yet: none of the rest is folded into the rest.
  memory.fill(CRC_FOLDED + folded, 0, rest + 16);
  for (let i: usize = 0; i < rest; i += 16) {
    const sum = v128.xor(v128.load(start + folded + i), carried(CRC_FOLDED + folded + i));
    v128.store(CRC_REST + i, sum);
  }
  return ~byTables(CRC_REST, rest, 0);
}

/** What the bytes before bring to 16 bytes. */
// @ts-ignore: decorator
@inline
function carried(at: usize): v128 {
  const near = v128.xor(v128.load(at - TAP_1), v128.load(at - TAP_2));
  return v128.xor(near, v128.load(at - TAP_3));
}

/** Folds whole vectors; the CRC's start, all ones, is added to the first four bytes. */
function fold(start: usize, size: u32): void {
  v128.store(CRC_FOLDED, v128.xor(v128.load(start), i32x4(-1, 0, 0, 0)));
  for (let i: usize = 16; i < size; i += 16) {
    v128.store(CRC_FOLDED + i, v128.xor(v128.load(start + i), carried(CRC_FOLDED + i)));
  }
}

/** Table k holds what a byte comes to k bytes later, so that sixteen go at once. */
function prepareTables(): void {
  for (let byte: u32 = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? POLYNOMIAL : 0);
    store<u32>(CRC_TABLES + 4 * byte, crc);
  }
  for (let i: u32 = 256; i < 4096; i++) {
    const before = load<u32>(CRC_TABLES + 4 * (i - 256));
    store<u32>(CRC_TABLES + 4 * i, (before >>> 8) ^ tableAt(0, before));
  }
}

// @ts-ignore: decorator
@inline
function tableAt(table: usize, byte: u32): u32 {
  return load<u32>(CRC_TABLES + 1024 * table + 4 * <usize>(byte & 255));
}

/** What four bytes come to, the last of them `table` bytes later. */
// @ts-ignore: decorator
@inline
function wordAt(table: usize, word: u32): u32 {
  const first = tableAt(table + 3, word) ^ tableAt(table + 2, word >>> 8);
  return first ^ (tableAt(table + 1, word >>> 16) ^ tableAt(table, word >>> 24));
}

function byTables(start: usize, size: u32, first: u32): u32 {
  let crc = first;
  let at = start;
  const end = start + size;
  for (; at + 16 <= end; at += 16) {
    // What does not wait for the CRC so far is added up apart.
    const apart =
      wordAt(8, load<u32>(at, 4)) ^ wordAt(4, load<u32>(at, 8)) ^ wordAt(0, load<u32>(at, 12));
    crc = apart ^ wordAt(12, load<u32>(at) ^ crc);
  }
  for (; at < end; at++) crc = (crc >>> 8) ^ tableAt(0, crc ^ <u32>load<u8>(at));
  return crc;
}
