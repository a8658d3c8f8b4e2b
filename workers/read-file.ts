import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import { type DataProblem, failure, type Result, success } from '../src/analysis/data-problem.ts';

const chunkSize = 512 * 1024;
const chunk = new Uint8Array(chunkSize);

/**
 * Reads a file through one reused buffer and answers its SHA-256. Stops at the first problem that
 * `onChunk` answers.
 */
export function readFile(
  file: string,
  onChunk: (bytes: Uint8Array) => DataProblem | undefined,
): Result<{ readonly sha256: string }> {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, 'r');
    const hash = createHash('sha256');
    for (let size = read(descriptor); size > 0; size = read(descriptor)) {
      const bytes = chunk.subarray(0, size);
      hash.update(bytes);
      const problem = onChunk(bytes);
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

function read(descriptor: number): number {
  return readSync(descriptor, chunk, 0, chunkSize, null);
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}
