/** What was read, inflated and counted of files, and for how long. */
export interface Decoded {
  readonly bytes: number;
  readonly records: number;
  /** Of the threads that did it, added up. */
  readonly seconds: number;
}

/** Sums of decoding in memory that threads share. */
export interface DecodedSums {
  /** To be handed to the other threads. */
  readonly memory: SharedArrayBuffer;
  add(more: Decoded): void;
  read(): Decoded;
}

const microsecondsPerSecond = 1e6;
const wordCount = 3;

/**
 * Sums that go on from what other threads add to the same memory: three 64-bit words, of bytes,
 * records and microseconds.
 */
export function decodedSums(
  memory = new SharedArrayBuffer(wordCount * BigInt64Array.BYTES_PER_ELEMENT),
): DecodedSums {
  const words = new BigInt64Array(memory);
  return {
    memory,
    add({ bytes, records, seconds }) {
      [bytes, records, Math.round(seconds * microsecondsPerSecond)].forEach((value, i) => {
        Atomics.add(words, i, BigInt(value));
      });
    },
    read() {
      const [bytes, records, microseconds] = Array.from(words, (_, i) =>
        Number(Atomics.load(words, i)),
      );
      return { bytes, records, seconds: microseconds / microsecondsPerSecond };
    },
  };
}
