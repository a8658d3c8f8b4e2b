import { Transform } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

/** Shares a number of bytes a second among all that is sent. */
export interface Bandwidth {
  /** A stream that passes bytes on no faster than they are allowed. */
  throttle(): Transform;
}

/** Bytes that may be sent at once after a pause, as a share of a second's. */
const burstSeconds = 0.25;

export function createBandwidth(bytesPerSecond: number): Bandwidth {
  let freeAt = 0;
  /** Each taker books its time behind the one before. */
  async function take(sizeBytes: number): Promise<void> {
    const now = performance.now();
    freeAt = Math.max(freeAt, now - 1000 * burstSeconds) + (1000 * sizeBytes) / bytesPerSecond;
    if (freeAt > now) await delay(freeAt - now);
  }
  return {
    throttle: () =>
      new Transform({
        transform(chunk: Buffer, _encoding, done) {
          take(chunk.length).then(() => done(null, chunk), done);
        },
      }),
  };
}
