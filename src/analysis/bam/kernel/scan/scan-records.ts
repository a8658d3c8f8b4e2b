import { addBases, prepareBaseMasks } from './base-composition';
import { COUNTED, classOf, KIND_BITS, OTHER_CONTIG, prepareKinds, REVERSE_BIT } from './read-class';
import {
  contigOf,
  flagsOf,
  positionOf,
  RECORD_SIZE_MAX,
  RECORD_SIZE_MIN,
  sequenceLengthOf,
  sequenceStartOf,
  sizeOf,
  templateLengthOf,
} from './record';
import { faultOf, MISPLACED, SIZE, stopAt, UNSORTED } from './record-fault';
import {
  BIN_ENTRY,
  BIN_SIZE,
  BINS,
  CLASS_COUNTS,
  CONTIG_COUNT,
  CONTIGS,
  FLAG_KINDS,
  FRAGMENT_MAX,
  FRAGMENT_MIN,
  FRAGMENT_TOTAL,
  FRAGMENTS,
  LAST_PLACE,
  NEEDS_ORDER,
} from './state';

/** Reads of no contig come last. */
const NO_CONTIG_PLACE: u64 = 0xffffffff00000000;

// What looking for a read's bin comes to.
const NO_BIN: u32 = 0;
const IN_BIN: u32 = 1;
const BEYOND_END: u32 = 2;

// The bin of the last counted read: sorted reads stay in one for long.
let bin: usize = 0;
let binContig: i32 = -1;
let binStart: u32 = 0;
let binEnd: u32 = 0;

/** To be called once the settings stand in the state, before the first record. */
export function prepareScan(): void {
  prepareKinds();
  prepareBaseMasks();
  // No place lies in an empty bin; reads of no contig have contig -1 too.
  binContig = -1;
  binStart = 0;
  binEnd = 0;
}

/**
 * Counts the whole records from `first` on. Answers where the first one begins that is not whole
 * at `end`, or the one at fault, which FAULT then names.
 */
export function scan(first: usize, end: usize): usize {
  const contigCount = load<i32>(CONTIG_COUNT);
  const needsOrder = load<u32>(NEEDS_ORDER) !== 0;
  let lastPlace = load<u64>(LAST_PLACE);
  let record = first;
  while (record + 4 <= end) {
    const size = sizeOf(record);
    if (size - RECORD_SIZE_MIN > RECORD_SIZE_MAX - RECORD_SIZE_MIN) {
      return stopAt(record, SIZE, size);
    }
    const next = record + 4 + size;
    if (next > end) break;
    const fault = faultOf(record, contigCount);
    if (fault) return stopAt(record, fault, 0);
    const place = placeOf(record);
    if (needsOrder && place < lastPlace) return stopAt(record, UNSORTED, 0);
    lastPlace = place;
    const flags = flagsOf(record);
    const kind = load<u8>(FLAG_KINDS + (flags & 0xfff));
    let readClass = classOf(record, flags, kind & KIND_BITS);
    if (readClass === COUNTED) {
      const found = findBin(contigOf(record), positionOf(record));
      if (found === BEYOND_END) return stopAt(record, MISPLACED, positionOf(record));
      if (found === IN_BIN) countRead(record, flags, kind);
      else readClass = OTHER_CONTIG;
    }
    const counter = CLASS_COUNTS + 8 * <usize>readClass;
    store<u64>(counter, load<u64>(counter) + 1);
    record = next;
  }
  store<u64>(LAST_PLACE, lastPlace);
  return record;
}

/** Orders reads by contig, then position. */
// @ts-ignore: decorator
@inline
function placeOf(record: usize): u64 {
  const contig = contigOf(record);
  const place = ((<u64>(<u32>contig)) << 32) | <u64>(<u32>(positionOf(record) + 1));
  return contig < 0 ? NO_CONTIG_PLACE : place;
}

/** Leaves a read's bin in `bin`, if its contig has bins. */
// @ts-ignore: decorator
@inline
function findBin(contig: i32, position: i32): u32 {
  const isSameBin = contig === binContig && <u32>position - binStart < binEnd - binStart;
  return isSameBin ? IN_BIN : seekBin(contig, position);
}

function seekBin(contig: i32, position: i32): u32 {
  if (contig < 0) return NO_BIN;
  const entry = <usize>load<u32>(CONTIGS) + 8 * <usize>contig;
  const firstBin = load<i32>(entry);
  const length = load<u32>(entry, 4);
  if (firstBin < 0) return NO_BIN;
  if (position < 0 || <u32>position >= length) return BEYOND_END;
  const binSize = load<u32>(BIN_SIZE);
  const index = <u32>position / binSize;
  bin = <usize>load<u32>(BINS) + BIN_ENTRY * (<usize>firstBin + index);
  binContig = contig;
  binStart = index * binSize;
  binEnd = min(binStart + binSize, length);
  return IN_BIN;
}

// @ts-ignore: decorator
@inline
function countRead(record: usize, flags: u32, kind: u8): void {
  const column = bin + (kind & REVERSE_BIT ? 4 : 0);
  store<u32>(column, load<u32>(column) + 1);
  addBases(bin, record + sequenceStartOf(record), sequenceLengthOf(record));
  if (flags & 0x1) countFragment(templateLengthOf(record));
}

function countFragment(templateLength: i32): void {
  store<u64>(FRAGMENT_TOTAL, load<u64>(FRAGMENT_TOTAL) + 1);
  const length = <u32>(templateLength < 0 ? -templateLength : templateLength) - FRAGMENT_MIN;
  if (length > FRAGMENT_MAX - FRAGMENT_MIN) return;
  const counter = FRAGMENTS + 4 * <usize>length;
  store<u32>(counter, load<u32>(counter) + 1);
}
