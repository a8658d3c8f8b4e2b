import { rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  objectKey,
  releaseContent,
  runFilePaths,
  type StoredFile,
} from '../store/content-files.ts';
import { newId } from '../store/new-id.ts';
import { objectBytesMax } from '../store/object-store.ts';
import { getRunFile, type RunFileRow } from '../store/run-file-store.ts';
import { lockRun } from '../store/run-store.ts';
import { isThere, syncFolder } from '../store/sync-file.ts';
import { fetchedEnding } from '../store/upload-files.ts';
import type { JobServices } from './job-services.ts';

type Services = Pick<JobServices, 'kysely' | 'folders' | 'objects'>;

/**
 * Moves a verified file from the folder to the object store. Its bytes leave the folder only once
 * the store has them, and not while its sample is about to be counted.
 */
export async function moveContent(services: Services, file: RunFileRow): Promise<void> {
  const { kysely, folders, objects } = services;
  const { id, sha256, runId } = file;
  const [path] = runFilePaths(folders, file);
  if (!objects || file.sampleState === 'UPLOADED') return;
  // Beyond what one request may bring, the folder is its place.
  const { size } = await stat(path);
  if (size > objectBytesMax) return;
  const key = objectKey(sha256);
  if ((await objects.size(key)) !== size) await objects.put(key, { path, sha256 });
  if ((await objects.size(key)) !== size) throw new Error('the object store kept another size');
  const state = await kysely.transaction().execute(async (tx) => {
    await lockRun(tx, runId);
    const now = await getRunFile(tx, id);
    if (now?.state !== 'VERIFIED' || now.sampleState === 'UPLOADED') return now?.state;
    await rm(path, { force: true });
    await syncFolder(folders.runFiles);
    return now.state;
  });
  if (state === 'DELETED' || state === 'REFUSED') await releaseContent(kysely, services, sha256);
}

/** Brings a file that is to be counted again back from the object store. */
export async function fetchContent(
  { folders, objects }: Pick<Services, 'folders' | 'objects'>,
  stored: StoredFile,
): Promise<void> {
  if (!objects) return;
  const [whole, content] = runFilePaths(folders, stored);
  if ((await isThere(whole)) || (await isThere(content))) return;
  // Two nodes may do it at once: each by a name of its own.
  const coming = join(folders.uploads, `${newId()}${fetchedEnding}`);
  try {
    if (!(await objects.get(objectKey(stored.sha256), coming))) return;
    await rename(coming, whole);
    await syncFolder(folders.runFiles);
  } finally {
    await rm(coming, { force: true });
  }
}
