import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';

/** How far a file has been counted: kept beside it, to go on from after a break. */
export interface CountState {
  /** How many bytes of the file it stands for. */
  readonly byteOffset: number;
  /** SHA-256 of exactly those bytes, lower-case hex: bytes that changed since are counted anew. */
  readonly sha256: string;
  /** What `BinCounter.saveState` gave. */
  readonly counter: Uint8Array;
}

const version = 1;
const lengthBytes = 4;

/** Keeps a state. Readers see the old one or the new one, never a part. */
export function writeCountState(path: string, state: CountState, softwareVersion: string): void {
  const { byteOffset, sha256, counter } = state;
  const head = Buffer.from(JSON.stringify({ version, softwareVersion, byteOffset, sha256 }));
  const length = Buffer.alloc(lengthBytes);
  length.writeUInt32LE(head.length);
  // The CRC32 of gzip tells a state that a power cut tore; it is no loss, so nothing is synced.
  writeFileSync(`${path}.new`, gzipSync(Buffer.concat([length, head, counter]), { level: 1 }), {
    mode: 0o600,
  });
  renameSync(`${path}.new`, path);
}

/** Reads a state; undefined if none is there, or it is damaged or of another version. */
export function readCountState(path: string, softwareVersion: string): CountState | undefined {
  try {
    const bytes = gunzipSync(readFileSync(path));
    const end = lengthBytes + bytes.readUInt32LE();
    const head = JSON.parse(bytes.toString('utf8', lengthBytes, end));
    if (head.version !== version || head.softwareVersion !== softwareVersion) return undefined;
    return { byteOffset: head.byteOffset, sha256: head.sha256, counter: bytes.subarray(end) };
  } catch {
    // Whatever is wrong with it: the file itself is there to be counted from its beginning.
    return undefined;
  }
}
