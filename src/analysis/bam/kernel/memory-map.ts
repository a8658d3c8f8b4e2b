// Where everything stands in the kernel's memory, in bytes. Fixed addresses cost nothing to reach.
//
//      0  guard: no table begins at address 0
//   1024  decoding tables and what they are built from
//  24576  constants of the compiled program (`memoryBase` in asconfig.json)
//  32768  settings and state of the scan (scan/state.ts)
//  49152  tables of the CRC32, and from 65536 on what a block folds to (bgzf/crc32.ts)
// 147456  input, output, contigs and bins: laid out by the host, handed over as addresses

/** Bits that index the first level of a table; codewords beyond them go to a sub-table. */
export const LITLEN_BITS: u32 = 10;
export const DISTANCE_BITS: u32 = 8;
export const PRECODE_BITS: u32 = 7;

/** Entries a table may take: above the 1334 and 402 that any code of 288 and 32 symbols needs. */
export const LITLEN_ENTRIES: u32 = 1408;
export const DISTANCE_ENTRIES: u32 = 512;
export const PRECODE_ENTRIES: u32 = 128;

export const LITLEN_TABLE: usize = 1024;
export const DISTANCE_TABLE: usize = LITLEN_TABLE + 4 * LITLEN_ENTRIES;
export const PRECODE_TABLE: usize = DISTANCE_TABLE + 4 * DISTANCE_ENTRIES;

/** Code lengths of the block at hand: 286 + 30 at most, 320 for the fixed codes. */
export const LENGTHS: usize = PRECODE_TABLE + 4 * PRECODE_ENTRIES;
/** u32 by length, 0 to 15: how many symbols have it, and where they begin in SORTED. */
export const COUNTS: usize = LENGTHS + 512;
export const OFFSETS: usize = COUNTS + 64;
/** u16: symbols by length, then value. */
export const SORTED: usize = OFFSETS + 128;

/** u32 by symbol: its table entry, but for the bits it takes. */
export const LITLEN_SYMBOLS: usize = SORTED + 1024;
export const DISTANCE_SYMBOLS: usize = LITLEN_SYMBOLS + 4 * 288;
export const PRECODE_SYMBOLS: usize = DISTANCE_SYMBOLS + 4 * 32;
/** 16 bytes by distance, 0 to 15: which byte of a match's source each byte repeats. */
export const REPEATS: usize = PRECODE_SYMBOLS + 128;
/** u8 by distance, 1 to 15: how many of 16 bytes are whole repeats. */
export const STRIDES: usize = REPEATS + 256;

/** First byte of the scan's settings and state. */
export const STATE: usize = 32768;

/** u32 by byte, sixteen tables. */
export const CRC_TABLES: usize = 49152;
/** What a block's bytes fold to, behind zeros as far back as folding reaches: 65 536 bytes. */
export const CRC_FOLDED: usize = 65536 + 4032;
/** What is left when they are folded: below 4096 bytes. */
export const CRC_REST: usize = CRC_FOLDED + 65536 + 4096;
