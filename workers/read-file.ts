import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import { type DataProblem, failure, type Result, success } from '../src/analysis/data-problem.ts';

interface FileReader {
  /** Where the next bytes go. */
  room(): Uint8Array;
  /** Takes the bytes that came, at the beginning of the room. */
  take(bytes: Uint8Array): DataProblem | undefined;
}

/**
 * Reads a file straight into the reader's own memory and answers its SHA-256. Stops at the first
 * problem that the reader answers.
 */
export function readFile(
  file: string,
  { room, take }: FileReader,
): Result<{ readonly sha256: string }> {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, 'r');
    const hash = createHash('sha256');
    for (;;) {
      const free = room();
      const bytes = free.subarray(0, readSync(descriptor, free));
      if (bytes.length === 0) break;
      hash.update(bytes);
      const problem = take(bytes);
      if (problem) return failure({ ...problem, file: basename(file) });
    }
    return success({ sha256: hash.digest('hex') });
  } catch (error) {
    if (!isSystemError(error)) throw error;
    const detail = `the file cannot be read (${error.code})`;
    return failure({ kind: 'file-unreadable', detail, file: basename(file) });
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}
