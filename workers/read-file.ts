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
 * Reads a file straight into the reader's own memory, up to the first problem that it answers; its
 * SHA-256 in lower-case hex.
 */
export function readAndHash(file: string, { room, take }: FileReader): Result<string> {
  const hash = createHash('sha256');
  const problem = withFile(file, (descriptor) => {
    const found = readDescriptor(descriptor, {
      room,
      take(bytes) {
        hash.update(bytes);
        return take(bytes);
      },
    });
    return found ? failure({ ...found, file: basename(file) }) : success(undefined);
  });
  return problem.ok ? success(hash.digest('hex')) : problem;
}

/** Reads an opened file to its end, or to the first problem. */
export function readDescriptor(
  descriptor: number,
  { room, take }: FileReader,
): DataProblem | undefined {
  for (;;) {
    const free = room();
    const bytes = free.subarray(0, readSync(descriptor, free));
    if (bytes.length === 0) return undefined;
    const problem = take(bytes);
    if (problem) return problem;
  }
}

/** Opens a file for `use`; that it cannot be opened or read is a problem of the data. */
export function withFile<T>(file: string, use: (descriptor: number) => Result<T>): Result<T> {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, 'r');
    return use(descriptor);
  } catch (error) {
    return unreadable(file, error);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** As `withFile`, for what takes a while. */
export async function withFileOpen<T>(
  file: string,
  use: (descriptor: number) => Promise<Result<T>>,
): Promise<Result<T>> {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, 'r');
    return await use(descriptor);
  } catch (error) {
    return unreadable(file, error);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function unreadable(file: string, error: unknown): Result<never> {
  if (!isSystemError(error)) throw error;
  const detail = `the file cannot be read (${error.code})`;
  return failure({ kind: 'file-unreadable', detail, file: basename(file) });
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}
