/** Bytes that arrive in pieces, kept in one buffer that doubles when it is full. */
export interface ByteStore {
  append(bytes: Uint8Array): void;
  /** A view of everything kept; the next `append` may change what is behind it. */
  bytes(): Uint8Array;
  clear(): void;
}

/**
 * Joins pieces of a record or a header that spans blocks.
 *
 * Edge: empty until the first `append`; `clear` keeps the buffer for the next use.
 */
export function createByteStore(): ByteStore {
  let buffer = new Uint8Array(1024);
  let length = 0;
  return {
    append(bytes) {
      if (length + bytes.length > buffer.length) {
        const larger = new Uint8Array(Math.max(2 * buffer.length, length + bytes.length));
        larger.set(buffer.subarray(0, length));
        buffer = larger;
      }
      buffer.set(bytes, length);
      length += bytes.length;
    },
    bytes: () => buffer.subarray(0, length),
    clear() {
      length = 0;
    },
  };
}
