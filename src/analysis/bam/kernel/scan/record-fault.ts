import {
  contigOf,
  nameSizeOf,
  positionOf,
  sequenceLengthOf,
  sequenceStartOf,
  sizeOf,
} from './record';
import { FAULT, FAULT_VALUE } from './state';

// What can be wrong with a record; the host has the words (../../record-faults.ts).
export const NO_FAULT: u32 = 0;
export const SIZE: u32 = 1;
export const NO_NAME: u32 = 2;
export const NEGATIVE_SEQUENCE: u32 = 3;
export const OVERFULL: u32 = 4;
export const UNLISTED_CONTIG: u32 = 5;
export const NEGATIVE_POSITION: u32 = 6;
export const UNSORTED: u32 = 7;
export const MISPLACED: u32 = 8;

/** Notes what stops the scan at a record, and answers the record. */
export function stopAt(record: usize, fault: u32, value: i32): usize {
  store<u32>(FAULT, fault);
  store<i32>(FAULT_VALUE, value);
  return record;
}

/**
 * What is impossible about a whole record. The mate's place is not judged: a file htslib ships and
 * accepts holds nonsense there, and nothing is read by it.
 */
// @ts-ignore: decorator
@inline
export function faultOf(record: usize, contigCount: i32): u32 {
  const length = sequenceLengthOf(record);
  const contig = contigOf(record);
  // The sum fits: a length below 2^31 needs less than 3 * 2^30 bytes, the rest less than 2^19.
  const end = sequenceStartOf(record) + ((length + 1) >>> 1) + length;
  const isSound =
    i32(nameSizeOf(record) > 0) &
    i32(length < 0x80000000) &
    i32(end <= sizeOf(record) + 4) &
    i32(<u32>(contig + 1) <= <u32>contigCount) &
    i32(positionOf(record) >= -1);
  return isSound ? NO_FAULT : nameFault(record, length, end, contigCount);
}

function nameFault(record: usize, length: u32, end: u32, contigCount: i32): u32 {
  if (nameSizeOf(record) === 0) return NO_NAME;
  if (length >= 0x80000000) return NEGATIVE_SEQUENCE;
  if (end > sizeOf(record) + 4) return OVERFULL;
  const contig = contigOf(record);
  return contig < -1 || contig >= contigCount ? UNLISTED_CONTIG : NEGATIVE_POSITION;
}
