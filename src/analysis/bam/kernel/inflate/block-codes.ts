import {
  DISTANCE_BITS,
  DISTANCE_ENTRIES,
  DISTANCE_SYMBOLS,
  DISTANCE_TABLE,
  LENGTHS,
  LITLEN_BITS,
  LITLEN_ENTRIES,
  LITLEN_SYMBOLS,
  LITLEN_TABLE,
  PRECODE_BITS,
  PRECODE_ENTRIES,
  PRECODE_SYMBOLS,
  PRECODE_TABLE,
} from '../memory-map';
import { bits, count, drop, refill } from './bit-buffer';
import { buildTable, describeTable } from './decoding-table';
import { pairLiterals } from './literal-pairs';
import {
  bitsOf,
  DISTANCE_EXCEPTIONAL,
  DISTANCE_INVALID,
  EXCEPTIONAL,
  INVALID,
  LITERAL,
} from './table-entry';

/** The order in which a dynamic block states the precode's lengths (RFC 1951, section 3.2.7). */
const precodeOrder: StaticArray<u8> = [
  16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
];

const END_OF_BLOCK: usize = 256;
let hasFixedTables: bool = false;

/** Tables of the fixed codes (section 3.2.6), kept while blocks use them one after the other. */
export function useFixedCodes(): bool {
  if (hasFixedTables) return true;
  memory.fill(LENGTHS, 8, 144);
  memory.fill(LENGTHS + 144, 9, 112);
  memory.fill(LENGTHS + 256, 7, 24);
  memory.fill(LENGTHS + 280, 8, 8);
  memory.fill(LENGTHS + 288, 5, 32);
  hasFixedTables = buildTables(288, 32);
  return hasFixedTables;
}

/** Reads the codes of a dynamic block (section 3.2.7); answers whether they are codes. */
export function readDynamicCodes(): bool {
  hasFixedTables = false;
  refill();
  if (count < 14) return false;
  const litlenCount = (<u32>bits & 31) + 257;
  const distanceCount = (<u32>(bits >> 5) & 31) + 1;
  const precodeCount = (<u32>(bits >> 10) & 15) + 4;
  drop(14);
  if (litlenCount > 286 || distanceCount > 30) return false;
  if (!readPrecode(precodeCount)) return false;
  if (!readLengths(litlenCount + distanceCount)) return false;
  if (load<u8>(LENGTHS + END_OF_BLOCK) === 0) return false;
  return buildTables(litlenCount, distanceCount);
}

function readPrecode(precodeCount: u32): bool {
  memory.fill(LENGTHS, 0, 19);
  for (let i: u32 = 0; i < precodeCount; i++) {
    if (count < 3) refill();
    if (count < 3) return false;
    store<u8>(LENGTHS + <usize>unchecked(precodeOrder[i]), <u8>(bits & 7));
    drop(3);
  }
  describeTable(PRECODE_TABLE, PRECODE_BITS, PRECODE_ENTRIES, PRECODE_SYMBOLS, 0, 0);
  return buildTable(LENGTHS, 19, false, 0);
}

/** Lengths of both codes in one run: symbols 0 to 15 are lengths, 16 to 18 repeat. */
function readLengths(total: u32): bool {
  for (let i: u32 = 0; i < total; ) {
    refill();
    const entry = load<u32>(PRECODE_TABLE + 4 * (<usize>bits & ((1 << PRECODE_BITS) - 1)));
    if (count < bitsOf(entry)) return false;
    drop(bitsOf(entry));
    const symbol = entry >> 16;
    if (symbol < 16) {
      store<u8>(LENGTHS + i, <u8>symbol);
      i++;
      continue;
    }
    if (symbol === 16 && i === 0) return false;
    const repeated: u8 = symbol === 16 ? load<u8>(LENGTHS + i - 1) : 0;
    const extraBits: u32 = symbol === 16 ? 2 : symbol === 17 ? 3 : 7;
    const times: u32 = (symbol === 18 ? 11 : 3) + (<u32>bits & ((1 << extraBits) - 1));
    if (count < extraBits || i + times > total) return false;
    drop(extraBits);
    memory.fill(LENGTHS + i, repeated, times);
    i += times;
  }
  return true;
}

/** Both tables from LENGTHS, where the distances' lengths follow the literals'. */
function buildTables(litlenCount: u32, distanceCount: u32): bool {
  const plain = LITERAL | EXCEPTIONAL;
  describeTable(LITLEN_TABLE, LITLEN_BITS, LITLEN_ENTRIES, LITLEN_SYMBOLS, plain, EXCEPTIONAL);
  if (!buildTable(LENGTHS, litlenCount, true, INVALID)) return false;
  pairLiterals();
  const flag = DISTANCE_EXCEPTIONAL;
  describeTable(DISTANCE_TABLE, DISTANCE_BITS, DISTANCE_ENTRIES, DISTANCE_SYMBOLS, flag, flag);
  return buildTable(LENGTHS + litlenCount, distanceCount, true, DISTANCE_INVALID);
}
