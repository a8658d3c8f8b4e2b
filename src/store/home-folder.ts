import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { HomeFolders } from '../config.ts';
import { openSecretsFolder } from '../security/secret-file.ts';

/**
 * Makes the folders of a home that are not there yet. As root, the way down to the database is left
 * walkable (0711) for the account the server runs as; whatever holds samples is ours alone.
 */
export function prepareHome(folders: HomeFolders): void {
  const walkable = process.getuid?.() === 0 ? 0o711 : 0o700;
  for (const folder of [folders.home, folders.data, folders.runtime]) make(folder, walkable);
  const { runFiles, files, uploads, models, checkpoints } = folders;
  for (const folder of [runFiles, files, uploads, models, checkpoints]) make(folder, 0o700);
  openSecretsFolder(folders.secrets);
}

/** The mode is set by itself, since the process's umask would cut it. */
function make(folder: string, mode: number): void {
  if (makeWithParents(folder)) chmodSync(folder, mode);
}

/** Step by step: told to make all at once, Node tries for ever where no folder can be made. */
function makeWithParents(folder: string): boolean {
  if (existsSync(folder)) return false;
  makeWithParents(dirname(folder));
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    // Another process has just made it.
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}
