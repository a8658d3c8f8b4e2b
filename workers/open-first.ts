import { openSync } from 'node:fs';

/** Opens the first of the paths that is there: a file on its way from one to the next is found. */
export function openFirst(files: readonly string[]): number {
  for (const file of files.slice(0, -1)) {
    try {
      return openSync(file, 'r');
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    }
  }
  return openSync(files[files.length - 1], 'r');
}
