/** A BGZF block, header and trailer included, is at most this long. */
export const bgzfBlockSizeMax = 65_536;

/** The empty block every complete BGZF file ends with, byte for byte (specification 4.1.2). */
export const bgzfEndOfFile: Uint8Array = Uint8Array.from([
  ...[31, 139, 8, 4, 0, 0, 0, 0, 0, 255, 6, 0, 66, 67],
  ...[2, 0, 27, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0],
]);
