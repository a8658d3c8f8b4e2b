import { sequenceLengthOf, sequenceStartOf } from './bam-record.ts';

/** Bytes summed before the two 16-bit sums of `packedComposition` could overflow. */
const pieceSize = 8192;

/** Per byte of SEQ (two bases): G+C bases in the low 16 bits, called bases in the high 16. */
const packedComposition = Uint32Array.from({ length: 256 }, (_, byte) => {
  return baseComposition(byte >>> 4) + baseComposition(byte & 15);
});

function baseComposition(code: number): number {
  const called = code === 1 || code === 2 || code === 4 || code === 8 ? 1 : 0;
  const gc = code === 2 || code === 4 ? 1 : 0;
  return gc | (called << 16);
}

/**
 * Counts the G+C and the called bases of a record's whole SEQ, clipped ends included.
 *
 *   target[0] = G + C    target[1] = A + C + G + T
 *
 * Source: base codes `=ACMGRSVTWYHKDBN` of the SAM/BAM specification, section 4.2 (2024-11-06);
 * every code but those of A, C, G, T counts for neither.
 * Shape: `target` of two elements, overwritten. Unit: bases.
 * Edge: a record without SEQ gives 0 and 0; the unused half byte of an odd length is not counted.
 *
 * @example countBases(recordOf('GATTACAN'), 0, target) // target is [2, 7]
 */
export function countBases(bytes: Uint8Array, record: number, target: Float64Array): void {
  const length = sequenceLengthOf(bytes, record);
  const start = sequenceStartOf(bytes, record);
  const end = start + (length >>> 1);
  let gc = 0;
  let called = 0;
  for (let pieceStart = start; pieceStart < end; pieceStart += pieceSize) {
    const sum = sumPacked(bytes, pieceStart, Math.min(end, pieceStart + pieceSize));
    gc += sum & 0xffff;
    called += sum >>> 16;
  }
  if (length & 1) {
    const last = baseComposition(bytes[end] >>> 4);
    gc += last & 0xffff;
    called += last >>> 16;
  }
  target[0] = gc;
  target[1] = called;
}

function sumPacked(bytes: Uint8Array, start: number, end: number): number {
  let sum = 0;
  for (let i = start; i < end; i++) sum += packedComposition[bytes[i]];
  return sum;
}
