import { randomBytes } from 'node:crypto';

const counterMax = 0xfff;
const lastTimeMs = 2 ** 48 - 1;

/** Where a generator takes time and randomness from; tests bring their own. */
export interface UuidSource {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly random: (count: number) => Uint8Array;
}

/** A new identifier that sorts after every earlier one of this process. */
export const uuidV7 = uuidV7Generator({ now: Date.now, random: pooledRandom(4096) });

/** Asks the system for much at once: asking costs more than the bytes. */
function pooledRandom(size: number): UuidSource['random'] {
  let pool = Buffer.alloc(0);
  return (count) => {
    if (pool.length < count) pool = randomBytes(size);
    const bytes = pool.subarray(0, count);
    pool = pool.subarray(count);
    return bytes;
  };
}

/**
 * Makes version 7 UUIDs (RFC 9562 § 5.7, 2024-05): 48 bits of milliseconds, a 12-bit counter, 62
 * random bits. Within a millisecond the counter grows from a random start (§ 6.2, method 1); when
 * it is full, or the clock runs backwards, the time stamp moves on ahead of the clock, so the order
 * holds.
 */
export function uuidV7Generator({ now, random }: UuidSource): () => string {
  let lastMs = -1;
  let counter = 0;
  return () => {
    const bytes = Uint8Array.from(random(10));
    const ms = Math.floor(now());
    if (ms > lastMs) {
      lastMs = ms;
      counter = ((bytes[0] << 8) | bytes[1]) & 0x7ff;
    } else if (counter < counterMax) {
      counter += 1;
    } else {
      lastMs += 1;
      counter = ((bytes[0] << 8) | bytes[1]) & 0x7ff;
    }
    if (lastMs > lastTimeMs) throw new RangeError('the clock is past the year 10889');
    bytes[2] = 0x80 | (bytes[2] & 0x3f);
    const time = lastMs.toString(16).padStart(12, '0');
    const count = counter.toString(16).padStart(3, '0');
    const tail = Buffer.from(bytes.subarray(2)).toString('hex');
    return [time.slice(0, 8), time.slice(8), `7${count}`, tail.slice(0, 4), tail.slice(4)].join(
      '-',
    );
  };
}
