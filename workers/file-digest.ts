import { fstatSync } from 'node:fs';

/**
 * A SHA-256 that another thread takes of a file while this one counts it. 32-bit words: 0 pending,
 * 1 there, 2 not to be had; then from byte 8 inode, size and time of change of the file that was
 * hashed, 64 bits each, and from byte 32 the hash.
 */
export function awaitDigest(digest: SharedArrayBuffer, descriptor: number): string | undefined {
  const state = new Int32Array(digest, 0, 1);
  while (Atomics.load(state, 0) === 0) Atomics.wait(state, 0, 0);
  if (Atomics.load(state, 0) !== 1) return undefined;
  // The same file as was hashed, so that the hash is of what was counted.
  const { ino, size, mtimeNs } = fstatSync(descriptor, { bigint: true });
  const hashed = new BigInt64Array(digest, 8, 3);
  if (hashed[0] !== ino || hashed[1] !== size || hashed[2] !== mtimeNs) return undefined;
  return Buffer.from(new Uint8Array(digest, 32, 32)).toString('hex');
}
