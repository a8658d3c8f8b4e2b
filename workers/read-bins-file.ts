import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { BinCounts, CountSource } from '../src/analysis/bin-counts/bin-counts.ts';
import { parseBinsFile } from '../src/analysis/bin-counts/bins-file.ts';
import { failure, type Result, success } from '../src/analysis/data-problem.ts';
import { readAndHash } from './read-file.ts';

/** A bins file's content with the file it stood in. */
export interface ReadBins {
  readonly counts: BinCounts;
  readonly source: CountSource;
}

/** What a file is read into; each thread keeps its own from file to file. */
let store = new Uint8Array(1 << 20);

function grown(small: Uint8Array): Uint8Array<ArrayBuffer> {
  const large = new Uint8Array(2 * small.length);
  large.set(small);
  return large;
}

/** Reads a bins file, plain or gzipped, with the SHA-256 of its bytes. */
export function readBinsFile(file: string): Result<ReadBins> {
  let size = 0;
  const read = readAndHash(file, {
    room() {
      if (size === store.length) store = grown(store);
      return store.subarray(size);
    },
    take(bytes) {
      size += bytes.length;
      return undefined;
    },
  });
  if (!read.ok) return read;
  const name = basename(file);
  const text = gunzipped(store.subarray(0, size));
  if (text === undefined) {
    const detail = 'the gzip of the file is damaged';
    return failure({ kind: 'bins-malformed', detail, file: name });
  }
  const counts = parseBinsFile(text, name.replace(/\.bins\.tsv(?:\.gz)?$/, ''));
  if (!counts.ok) return failure({ ...counts.problem, file: name });
  return success({ counts: counts.value, source: { file: name, sha256: read.value } });
}

/** The text of a file that may be gzipped; undefined if its gzip is damaged. */
export function gunzipped(bytes: Uint8Array): Uint8Array | undefined {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { chunkSize: textSizeOf(bytes) });
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}

const textSizeMax = 1 << 24;

/** How much room the text takes, by the gzip's last word; only a hint, which may lie. */
function textSizeOf(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const stated = bytes.length >= 4 ? view.getUint32(bytes.length - 4, true) : 0;
  return Math.max(1 << 14, Math.min(textSizeMax, stated + 1));
}
