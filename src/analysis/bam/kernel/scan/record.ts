// The fields of a record, given the address of its `block_size`.
// Source: SAM/BAM specification, section 4.2 (2024-11-06). Integers are little-endian.

/** The smallest `block_size`: the fixed fields alone. */
export const RECORD_SIZE_MIN: u32 = 32;
/** The largest one taken for real: above any read ever sequenced, below our memory. */
export const RECORD_SIZE_MAX: u32 = 32 * 1024 * 1024;

// @ts-ignore: decorator
@inline
export function sizeOf(record: usize): u32 {
  return load<u32>(record);
}

// @ts-ignore: decorator
@inline
export function contigOf(record: usize): i32 {
  return load<i32>(record, 4);
}

// @ts-ignore: decorator
@inline
export function positionOf(record: usize): i32 {
  return load<i32>(record, 8);
}

// @ts-ignore: decorator
@inline
export function nameSizeOf(record: usize): u32 {
  return <u32>load<u8>(record, 12);
}

// @ts-ignore: decorator
@inline
export function mappingQualityOf(record: usize): u32 {
  return <u32>load<u8>(record, 13);
}

// @ts-ignore: decorator
@inline
export function flagsOf(record: usize): u32 {
  return <u32>load<u16>(record, 18);
}

/** Bases in SEQ; read as unsigned, a negative one is above 2^31. */
// @ts-ignore: decorator
@inline
export function sequenceLengthOf(record: usize): u32 {
  return load<u32>(record, 20);
}

// @ts-ignore: decorator
@inline
export function matePositionOf(record: usize): i32 {
  return load<i32>(record, 28);
}

// @ts-ignore: decorator
@inline
export function templateLengthOf(record: usize): i32 {
  return load<i32>(record, 32);
}

/** Where the packed bases begin, counted from the record. */
// @ts-ignore: decorator
@inline
export function sequenceStartOf(record: usize): u32 {
  return 36 + nameSizeOf(record) + 4 * <u32>load<u16>(record, 16);
}
