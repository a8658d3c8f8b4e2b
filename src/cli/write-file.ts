import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type DataProblem, failure, type Result, success } from '../analysis/data-problem.ts';

/**
 * Writes a file beside its place, syncs it and renames it there: whoever looks sees the old file,
 * no file, or the whole new one.
 */
export async function writeFile(
  file: string,
  content: Uint8Array | string,
): Promise<Result<undefined>> {
  const beside = join(dirname(file), `.${basename(file)}.${process.pid}.part`);
  try {
    await writeSynced(beside, content);
    await rename(beside, file);
    return success(undefined);
  } catch (error) {
    await rm(beside, { force: true });
    if (!isSystemError(error)) throw error;
    return failure(unwritable(file, error));
  }
}

async function writeSynced(file: string, content: Uint8Array | string): Promise<void> {
  const handle = await open(file, 'w');
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Says why an output could not be written; the remedy stands in the catalogue. */
export function unwritable(file: string, error: NodeJS.ErrnoException): DataProblem {
  const detail = `${basename(file)} cannot be written (${error.code})`;
  return { kind: 'output-unwritable', detail, file: basename(file) };
}

/** Whether an error comes from the operating system rather than from a mistake of ours. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}
