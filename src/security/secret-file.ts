import { randomUUID } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { SetupProblem } from './setup-problem.ts';

const groupAndOthers = 0o077;

/**
 * Makes the folder of secrets (0700), or refuses one that anybody but its owner could read: one
 * line that says what to do. Windows keeps no such bits; there the folder inherits the user's own.
 */
export function openSecretsFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  assertPrivate(folder, '700');
  for (const name of readdirSync(folder)) assertPrivate(join(folder, name), '600');
}

/** The text of a secret, or null if there is none yet. Refuses a file that others could read. */
export function readSecretFile(folder: string, name: string): string | null {
  const path = join(folder, name);
  try {
    assertPrivate(path, '600');
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/**
 * The secret of that name, made on first use. Of several processes that start at once one wins and
 * all read the winner's; a process killed midway leaves no half-written secret.
 */
export function ensureSecretFile(
  folder: string,
  name: string,
  make: () => string,
): { text: string; created: boolean } {
  const existing = readSecretFile(folder, name);
  if (existing !== null) return { text: existing, created: false };
  const draft = join(folder, `.${name}.${randomUUID()}`);
  try {
    writeDurably(draft, make());
    const created = linkUnlessPresent(draft, join(folder, name));
    return { text: readFileSync(join(folder, name), 'utf8'), created };
  } finally {
    rmSync(draft, { force: true });
    syncFolder(folder);
  }
}

function writeDurably(path: string, text: string): void {
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function linkUnlessPresent(draft: string, path: string): boolean {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function syncFolder(folder: string): void {
  // A folder cannot be opened for syncing on Windows.
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function assertPrivate(path: string, wanted: string): void {
  if (process.platform === 'win32') return;
  let mode: number;
  try {
    mode = lstatSync(path).mode;
  } catch (error) {
    // Another process has just put its draft away.
    if (isMissing(error) && wanted === '600' && /\/\.[^/]+$/.test(path)) return;
    throw error;
  }
  if ((mode & groupAndOthers) === 0) return;
  throw new SetupProblem(
    `secrets can be read by others: run chmod ${wanted} ${path}, then start again`,
  );
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
