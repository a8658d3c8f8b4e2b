import { open, stat } from 'node:fs/promises';

/** Has a file's bytes on disk. */
export async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+');
  await file.datasync().finally(() => file.close());
}

/** Has the names in a folder on disk. */
export async function syncFolder(path: string): Promise<void> {
  // A folder cannot be opened for syncing on Windows.
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  await folder.sync().finally(() => folder.close());
}

/** A file's size, bytes; null if it is not there. */
export async function sizeOf(path: string): Promise<number | null> {
  return ifThere(stat(path).then(({ size }) => size));
}

/** What work on a file gives; null if the file is not there. */
export async function ifThere<Value>(work: Promise<Value>): Promise<Value | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** Whether a file is there. */
export async function isThere(path: string): Promise<boolean> {
  return (await sizeOf(path)) !== null;
}
