import { STATE } from '../memory-map';

// What the scan is told, once the header is known. The host writes it (../../kernel-state.ts).
export const CONTIG_COUNT: usize = STATE;
/** Entry of contig 0: first bin (i32, -1 for a contig without bins), length in bases (u32). */
export const CONTIGS: usize = STATE + 4;
/** Entry of bin 0: forward (u32), reverse (u32), G+C bases (u64), called bases (u64). */
export const BINS: usize = STATE + 8;
export const BIN_SIZE: usize = STATE + 12;
export const MAPPING_QUALITY_MIN: usize = STATE + 16;
/** One of the rules in read-class.ts. */
export const DUPLICATE_RULE: usize = STATE + 20;
/** Whether reads that run backwards are a fault. */
export const NEEDS_ORDER: usize = STATE + 24;

// What stopped the scan: a fault of record-fault.ts, or 0, and the number that it tells.
export const FAULT: usize = STATE + 32;
export const FAULT_VALUE: usize = STATE + 36;

// What the next record is judged by: these 32 bytes go from thread to thread with the scan.
/** u64: contig (high) and position + 1 (low) of the last read. */
export const LAST_PLACE: usize = STATE + 64;
/** Contig and start (i32) and mate start (i64) of the last read that rule `start` looked at. */
export const LAST_CONTIG: usize = STATE + 72;
export const LAST_START: usize = STATE + 76;
export const LAST_MATE_START: usize = STATE + 80;

// Sums, which add up over threads.
/** u64 by class. */
export const CLASS_COUNTS: usize = STATE + 96;
/** u64: counted reads of pairs. */
export const FRAGMENT_TOTAL: usize = STATE + 184;
/** u32 by length from FRAGMENT_MIN. */
export const FRAGMENTS: usize = STATE + 192;
export const FRAGMENT_MIN: u32 = 50;
export const FRAGMENT_MAX: u32 = 600;

/** u8 by the twelve bits of FLAG: see read-class.ts. */
export const FLAG_KINDS: usize = STATE + 4096;
/** 16 bytes by number of bases, 0 to 32: which half bytes of a vector hold them. */
export const BASE_MASKS: usize = STATE + 8192;

export const BIN_ENTRY: usize = 24;
export const BIN_GC: usize = 8;
export const BIN_CALLED: usize = 16;
