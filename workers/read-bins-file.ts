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

/** Reads a bins file, plain or gzipped, with the SHA-256 of its bytes. */
export function readBinsFile(file: string): Result<ReadBins> {
  const chunks: Uint8Array[] = [];
  const read = readAndHash(file, {
    room: () => new Uint8Array(512 * 1024),
    take(bytes) {
      chunks.push(bytes);
      return undefined;
    },
  });
  if (!read.ok) return read;
  const name = basename(file);
  const text = gunzipped(Buffer.concat(chunks));
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
    return gunzipSync(bytes);
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}
