import { COUNTS, OFFSETS, SORTED } from '../memory-map';
import { withBits } from './table-entry';

// One code's table at a time; what differs between the three codes stands here while it is built.
let table: usize = 0;
let tableBits: u32 = 0;
let entryLimit: u32 = 0;
let symbolEntries: usize = 0;
/** Flags of symbol entries that have no base: only their bits are added. */
let plainFlags: u32 = 0;
let subTableFlag: u32 = 0;

export function describeTable(
  at: usize,
  bits: u32,
  entries: u32,
  symbols: usize,
  plain: u32,
  subTable: u32,
): void {
  table = at;
  tableBits = bits;
  entryLimit = entries;
  symbolEntries = symbols;
  plainFlags = plain;
  subTableFlag = subTable;
}

/**
 * Builds the table of the canonical code (RFC 1951, section 3.2.2) with these lengths. Codewords
 * arrive bit-reversed in the input, so the table is indexed by reversed codewords, and each
 * shorter codeword stands at every index that ends in it: the table doubles from length to length.
 *
 * Answers whether the lengths make a code: complete, or where `mayBeSingle` with no codeword or one
 * of a single bit; `invalid` then stands where no codeword is.
 */
export function buildTable(
  lengths: usize,
  symbolCount: u32,
  mayBeSingle: bool,
  invalid: u32,
): bool {
  const space = sortSymbols(lengths, symbolCount);
  if (space > 1 << 15) return false;
  if (space < 1 << 15) return mayBeSingle && buildSingle(symbolCount, invalid);
  return buildComplete();
}

/** Sorts the symbols by length; answers how much of 2^15 their codewords cover. */
function sortSymbols(lengths: usize, symbolCount: u32): u32 {
  memory.fill(COUNTS, 0, 64);
  for (let i: u32 = 0; i < symbolCount; i++) {
    const counter = COUNTS + 4 * <usize>load<u8>(lengths + i);
    store<u32>(counter, load<u32>(counter) + 1);
  }
  let space: u32 = 0;
  let offset: u32 = 0;
  for (let length: u32 = 0; length < 16; length++) {
    const count = load<u32>(COUNTS + 4 * length);
    store<u32>(OFFSETS + 4 * length, offset);
    offset += count;
    if (length > 0) space += count << (15 - length);
  }
  for (let i: u32 = 0; i < symbolCount; i++) {
    const next = OFFSETS + 4 * <usize>load<u8>(lengths + i);
    const position = load<u32>(next);
    store<u16>(SORTED + 2 * position, <u16>i);
    store<u32>(next, position + 1);
  }
  return space;
}

/** The entry of the symbol at a place of SORTED. */
// @ts-ignore: decorator
@inline
function entryAt(sorted: usize, bits: u32): u32 {
  const symbolEntry = load<u32>(symbolEntries + 4 * <usize>load<u16>(sorted));
  return withBits(symbolEntry, bits, plainFlags);
}

/** No codeword, or one of one bit: zlib takes both and refuses every other incomplete code. */
function buildSingle(symbolCount: u32, invalid: u32): bool {
  const used = symbolCount - load<u32>(COUNTS);
  if (used > 1 || (used === 1 && load<u32>(COUNTS + 4) !== 1)) return false;
  const entry = used === 1 ? entryAt(SORTED + 2 * (symbolCount - 1), 1) : invalid;
  for (let i: u32 = 0; i < 1 << tableBits; i += 2) {
    store<u32>(table + 4 * i, entry);
    store<u32>(table + 4 * i + 4, invalid);
  }
  return true;
}

/** The codeword after this one of the same length, both reversed; the last one has no next. */
// @ts-ignore: decorator
@inline
function nextCodeword(codeword: u32, last: u32): u32 {
  const bit: u32 = 1 << (31 - clz(codeword ^ last));
  return (codeword & (bit - 1)) | bit;
}

function buildComplete(): bool {
  let sorted = SORTED + 2 * <usize>load<u32>(COUNTS);
  let codeword: u32 = 0;
  let length: u32 = 1;
  let remaining = load<u32>(COUNTS + 4);
  // `size` entries are written; a longer codeword's place is in the copy behind them.
  let size: u32 = 2;
  while (length <= tableBits) {
    for (; remaining > 0; remaining--) {
      store<u32>(table + 4 * codeword, entryAt(sorted, length));
      sorted += 2;
      if (codeword === size - 1) return doubleUpTo(size);
      codeword = nextCodeword(codeword, size - 1);
    }
    if (++length > tableBits) break;
    memory.copy(table + 4 * size, table, 4 * size);
    size <<= 1;
    remaining = load<u32>(COUNTS + 4 * length);
  }
  return buildSubTables(sorted, codeword);
}

function doubleUpTo(written: u32): bool {
  for (let size = written; size < 1 << tableBits; size <<= 1) {
    memory.copy(table + 4 * size, table, 4 * size);
  }
  return true;
}

/** Codewords longer than the first level: each of its indexes they share points to a sub-table. */
function buildSubTables(firstSorted: usize, firstCodeword: u32): bool {
  let sorted = firstSorted;
  let codeword = firstCodeword;
  let length = tableBits + 1;
  let remaining = load<u32>(COUNTS + 4 * length);
  let end: u32 = 1 << tableBits;
  let start: u32 = 0;
  let prefix: u32 = 0xffffffff;
  while (true) {
    while (remaining === 0) remaining = load<u32>(COUNTS + 4 * ++length);
    const shared = codeword & ((1 << tableBits) - 1);
    if (shared !== prefix) {
      prefix = shared;
      start = end;
      const bits = subTableBits(length - tableBits, remaining);
      end = start + (1 << bits);
      if (end > entryLimit) return false;
      store<u32>(table + 4 * prefix, subTableFlag | (start << 16) | (bits << 8) | tableBits);
    }
    const entry = entryAt(sorted, length - tableBits);
    sorted += 2;
    const stride: u32 = 1 << (length - tableBits);
    for (let i = start + (codeword >> tableBits); i < end; i += stride) {
      store<u32>(table + 4 * i, entry);
    }
    const last: u32 = (1 << length) - 1;
    if (codeword === last) return true;
    codeword = nextCodeword(codeword, last);
    remaining--;
  }
}

/** As few index bits as hold all codewords that share a prefix, of which `remaining` are shortest. */
function subTableBits(shortest: u32, remaining: u32): u32 {
  let bits = shortest;
  let used = remaining;
  while (used < 1 << bits) {
    bits++;
    used = (used << 1) + load<u32>(COUNTS + 4 * (tableBits + bits));
  }
  return bits;
}
