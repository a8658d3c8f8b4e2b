/**
 * Where the fields of a BAM record stand, counted from the byte after its `block_size`.
 * Source: SAM/BAM specification, section 4.2 (2024-11-06). Integers are little-endian.
 */
const field = {
  contigIndex: 0,
  position: 4,
  nameLength: 8,
  mappingQuality: 9,
  cigarCount: 12,
  flags: 14,
  sequenceLength: 16,
  matePosition: 24,
  templateLength: 28,
  name: 32,
} as const;

/** The smallest `block_size`: the fixed fields alone. */
export const recordSizeMin = 32;
/** The largest `block_size` taken for real: above any read ever sequenced, below our memory. */
export const recordSizeMax = 32 * 1024 * 1024;

/** Reads a little-endian signed 32-bit integer. */
export function int32(bytes: Uint8Array, offset: number): number {
  return (
    bytes[offset] | (bytes[offset + 1] << 8) | (bytes[offset + 2] << 16) | (bytes[offset + 3] << 24)
  );
}

function uint16(bytes: Uint8Array, offset: number): number {
  return bytes[offset] | (bytes[offset + 1] << 8);
}

/** Index of the read's contig in the header; -1 if it has none. */
export function contigIndexOf(bytes: Uint8Array, record: number): number {
  return int32(bytes, record + field.contigIndex);
}

/** Leftmost aligned base, 0-based; -1 if the read has no position. */
export function positionOf(bytes: Uint8Array, record: number): number {
  return int32(bytes, record + field.position);
}

/** Leftmost aligned base of the mate, 0-based; -1 if unknown. */
export function matePositionOf(bytes: Uint8Array, record: number): number {
  return int32(bytes, record + field.matePosition);
}

export function mappingQualityOf(bytes: Uint8Array, record: number): number {
  return bytes[record + field.mappingQuality];
}

export function flagsOf(bytes: Uint8Array, record: number): number {
  return uint16(bytes, record + field.flags);
}

/** Signed length of the fragment (TLEN), bases. */
export function templateLengthOf(bytes: Uint8Array, record: number): number {
  return int32(bytes, record + field.templateLength);
}

/** Number of bases in SEQ; 0 if the record carries none. */
export function sequenceLengthOf(bytes: Uint8Array, record: number): number {
  return int32(bytes, record + field.sequenceLength);
}

/** Where the packed bases of SEQ begin. */
export function sequenceStartOf(bytes: Uint8Array, record: number): number {
  const cigarSize = 4 * uint16(bytes, record + field.cigarCount);
  return record + field.name + bytes[record + field.nameLength] + cigarSize;
}

/**
 * What is impossible about a record of `size` bytes, in words; undefined if nothing is. The mate's
 * place is not judged: a file htslib ships and accepts holds nonsense there, and nothing is read by
 * it.
 */
export function recordFault(
  bytes: Uint8Array,
  record: number,
  limits: { readonly size: number; readonly contigCount: number },
): string | undefined {
  const { size, contigCount } = limits;
  const sequenceLength = sequenceLengthOf(bytes, record);
  if (bytes[record + field.nameLength] < 1) return 'has no room for its name';
  if (sequenceLength < 0) return 'has a negative sequence length';
  const sequenceSize = ((sequenceLength + 1) >>> 1) + sequenceLength;
  if (sequenceStartOf(bytes, record) - record + sequenceSize > size) {
    return 'has more name, CIGAR, bases and qualities than bytes';
  }
  const contigIndex = contigIndexOf(bytes, record);
  if (contigIndex < -1 || contigIndex >= contigCount) return 'lies on a contig not listed';
  if (positionOf(bytes, record) < -1) return 'has a negative position';
  return undefined;
}
