import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { HomeFolders } from '../config.ts';
import { advisoryLocks } from './advisory-locks.ts';
import type { ObjectStore } from './object-store.ts';
import { isThere, syncFile, syncFolder } from './sync-file.ts';
import type { Tables } from './tables.ts';

/** Where run files are: whole but not yet verified by their id, verified by their content. */
export type ContentFolders = Pick<HomeFolders, 'runFiles' | 'files'>;

/** Where verified files are kept: in a folder, or in an S3-compatible store. */
export interface ContentPlaces {
  readonly folders: ContentFolders;
  /** Null: in the folder. */
  readonly objects: ObjectStore | null;
}

/** A run file and the SHA-256 it was sent with. */
export interface StoredFile {
  readonly id: string;
  readonly sha256: string;
}

/**
 * Puts verified bytes where only they can be, durably: files of one content share one place. Done
 * again it changes nothing; the transaction that calls it may fail after it, since readers look in
 * both places.
 */
export async function storeContent(
  tx: Transaction<Tables>,
  folders: ContentFolders,
  { id, sha256 }: StoredFile,
): Promise<void> {
  const [whole, content] = runFilePaths(folders, { id, sha256 });
  await lockContent(tx, sha256);
  if (!(await isThere(whole))) return;
  const made = await mkdir(dirname(content), { recursive: true, mode: 0o700 });
  if (made !== undefined) {
    for (const folder of [dirname(dirname(content)), folders.files]) await syncFolder(folder);
  }
  await syncFile(whole);
  // What lies there already is the same, or has rotted.
  await rename(whole, content);
  await syncFolder(dirname(content));
  await syncFolder(folders.runFiles);
}

/**
 * Removes the bytes of a content that no run file stands for any more; answers whether they are
 * gone.
 */
export async function releaseContent(
  kysely: Kysely<Tables>,
  { folders, objects }: ContentPlaces,
  sha256: string,
): Promise<boolean> {
  return kysely.transaction().execute(async (tx) => {
    await lockContent(tx, sha256);
    const user = await tx
      .selectFrom('run_file')
      .select('id')
      .where('sha256', '=', sha256)
      .where('state', 'in', ['RECEIVED', 'VERIFIED'])
      .limit(1)
      .executeTakeFirst();
    if (user) return false;
    await rm(contentPath(folders, sha256), { force: true });
    await objects?.remove(objectKey(sha256));
    return true;
  });
}

/** Where a whole file's bytes are: by its id, then by its content; they move that way only. */
export function runFilePaths(
  folders: ContentFolders,
  { id, sha256 }: StoredFile,
): readonly [string, string] {
  return [join(folders.runFiles, id), contentPath(folders, sha256)];
}

/** @example contentPath(folders, 'ab12…') // <home>/data/files/sha256/ab/ab12… */
function contentPath(folders: ContentFolders, sha256: string): string {
  return join(folders.files, 'sha256', sha256.slice(0, 2), sha256);
}

/** The key of a content in the object store. */
export function objectKey(sha256: string): string {
  return `files/sha256/${sha256.slice(0, 2)}/${sha256}`;
}

/** Nobody else stores or removes a content until the transaction ends. */
async function lockContent(tx: Transaction<Tables>, sha256: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(
    ${advisoryLocks.content}::int, ${Number.parseInt(sha256.slice(0, 7), 16)}::int)`.execute(tx);
}
