import { DISTANCE_SYMBOLS, LITLEN_SYMBOLS, PRECODE_SYMBOLS, REPEATS, STRIDES } from '../memory-map';
import { DISTANCE_INVALID, END, EXCEPTIONAL, INVALID, ONE_LITERAL } from './table-entry';

// RFC 1951, section 3.2.5: base and extra bits of the lengths 257 to 285 and the distances 0 to 29.
const lengthBase: StaticArray<u16> = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131,
  163, 195, 227, 258,
];
const lengthExtra: StaticArray<u8> = [
  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
];
const distanceBase: StaticArray<u16> = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049,
  3073, 4097, 6145, 8193, 12289, 16385, 24577,
];
const distanceExtra: StaticArray<u8> = [
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
];

/** Writes what each symbol means, once: its table entry but for the bits of its codeword. */
export function prepareSymbols(): void {
  for (let i: u32 = 0; i < 256; i++) store<u32>(LITLEN_SYMBOLS + 4 * i, ONE_LITERAL | (i << 8));
  store<u32>(LITLEN_SYMBOLS + 4 * 256, EXCEPTIONAL | END);
  for (let i: u32 = 0; i < 31; i++) {
    const entry = i < 29 ? entryOf(unchecked(lengthBase[i]), unchecked(lengthExtra[i])) : INVALID;
    store<u32>(LITLEN_SYMBOLS + 4 * (257 + i), entry);
  }
  for (let i: u32 = 0; i < 32; i++) {
    const entry =
      i < 30 ? entryOf(unchecked(distanceBase[i]), unchecked(distanceExtra[i])) : DISTANCE_INVALID;
    store<u32>(DISTANCE_SYMBOLS + 4 * i, entry);
  }
  for (let i: u32 = 0; i < 19; i++) store<u32>(PRECODE_SYMBOLS + 4 * i, i << 16);
  for (let distance: u32 = 1; distance < 16; distance++) {
    store<u8>(STRIDES + distance, <u8>(16 - (16 % distance)));
    for (let i: u32 = 0; i < 16; i++) store<u8>(REPEATS + 16 * distance + i, <u8>(i % distance));
  }
}

function entryOf(base: u16, extraBits: u8): u32 {
  return ((<u32>base) << 16) | <u32>extraBits;
}
