import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';

const chunkSize = 1024 * 1024;

/** A buffer for `hashBeside`, with room for state, identity and hash of a file. */
export function createDigest(): SharedArrayBuffer {
  return new SharedArrayBuffer(64);
}

/**
 * Takes a file's SHA-256 while workers count it, in steps that leave the event loop free; so the
 * hash costs no time where a core is free, and its reads are there for the workers. The layout is
 * that of `workers/file-digest.ts`. Never rejects: a digest marked as failed is taken by the worker.
 */
export async function hashBeside(file: string, digest: SharedArrayBuffer): Promise<void> {
  const state = new Int32Array(digest, 0, 1);
  let handle: FileHandle | undefined;
  try {
    handle = await open(file);
    const { ino, size, mtimeNs } = await handle.stat({ bigint: true });
    new BigInt64Array(digest, 8, 3).set([ino, size, mtimeNs]);
    new Uint8Array(digest, 32, 32).set(await sha256Of(handle));
    Atomics.store(state, 0, 1);
  } catch {
    Atomics.store(state, 0, 2);
  } finally {
    Atomics.notify(state, 0);
    await handle?.close();
  }
}

/** One chunk is read while the other is hashed. */
async function sha256Of(handle: FileHandle): Promise<Uint8Array> {
  const hash = createHash('sha256');
  let [current, next] = [Buffer.allocUnsafe(chunkSize), Buffer.allocUnsafe(chunkSize)];
  let { bytesRead } = await handle.read(current, 0, chunkSize, null);
  while (bytesRead > 0) {
    const reading = handle.read(next, 0, chunkSize, null);
    hash.update(current.subarray(0, bytesRead));
    [current, next] = [next, current];
    ({ bytesRead } = await reading);
  }
  return hash.digest();
}
