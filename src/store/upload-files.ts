import { createWriteStream, type WriteStream } from 'node:fs';
import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { FileStore } from '@tus/file-store';
import { ERRORS, Upload } from '@tus/server';
import type { Kysely } from 'kysely';
import type { HomeFolders } from '../config.ts';
import { ifThere, sizeOf, syncFile, syncFolder } from './sync-file.ts';
import type { Tables } from './tables.ts';
import { getUpload, type UploadRow } from './upload-store.ts';

/** The folders of run files: on their way in, whole, and verified. */
export type UploadFolders = Pick<HomeFolders, 'uploads' | 'runFiles' | 'files'>;

/**
 * The store of the tus server. An upload's facts stand in the database, its bytes in a file of the
 * same id; whatever offset is told to a client has been synced to disk before.
 */
export class UploadFiles extends FileStore {
  readonly #kysely: Kysely<Tables>;
  readonly #folders: UploadFolders;
  readonly #onBytes: (id: string) => void;

  constructor(
    kysely: Kysely<Tables>,
    { folders, onBytes }: { folders: UploadFolders; onBytes: (id: string) => void },
  ) {
    super({ directory: folders.uploads, configstore: unusedConfigstore });
    this.#kysely = kysely;
    this.#folders = folders;
    this.#onBytes = onBytes;
    // The length is always known, and nobody may take back what a laboratory sent.
    this.extensions = ['creation', 'creation-with-upload'];
  }

  /** The row is already there: the hook that checks the upload wrote it. */
  override async create(upload: Upload): Promise<Upload> {
    const path = join(this.#folders.uploads, upload.id);
    const file = await open(path, 'wx', 0o600);
    await file.sync().finally(() => file.close());
    await syncFolder(this.#folders.uploads);
    upload.storage = { type: 'file', path };
    return upload;
  }

  override async write(stream: Readable, id: string, offset: number): Promise<number> {
    const file = fileAt(join(this.#folders.uploads, id), offset);
    // A part may be a whole file, so it is told of while it comes.
    const telling = setInterval(
      tellAfter(file, () => this.#onBytes(id)),
      lookEveryMilliseconds,
    );
    try {
      await pipeline(stream, file);
      await syncUpload(this.#folders, id);
      return offset + file.bytesWritten;
    } finally {
      clearInterval(telling);
      this.#onBytes(id);
    }
  }

  override async getUpload(id: string): Promise<Upload> {
    const row = await getUpload(this.#kysely, id);
    if (!row) throw ERRORS.FILE_NOT_FOUND;
    const { runId, fileName, sha256, sizeBytes } = row;
    return new Upload({
      id,
      size: sizeBytes,
      offset: await this.#durableSizeBytes(row),
      metadata: { runId, fileName, sha256 },
      creation_date: row.startedAt.toISOString(),
      storage: { type: 'file', path: join(this.#folders.uploads, id) },
    });
  }

  /** How much of an upload is safely on disk, bytes. A finished one is there as a whole. */
  async #durableSizeBytes({ id, sizeBytes, finishedAt }: UploadRow): Promise<number> {
    if (finishedAt !== null) return sizeBytes;
    if (await syncUpload(this.#folders, id)) return arrivedSizeBytes(this.#folders, id);
    // Finished, and gone to its place, since the row was read.
    if ((await getUpload(this.#kysely, id))?.finishedAt) return sizeBytes;
    throw ERRORS.FILE_NO_LONGER_EXISTS;
  }
}

const lookEveryMilliseconds = 25;
/** So many bytes are worth a turn of whoever counts them; fewer wait for others, but not long. */
const worthTelling = 4 * 2 ** 20;
const tellEveryMilliseconds = 250;
/** What comes while the disk is busy is then written in one go, so many bytes at most. */
const gatheredBytes = 2 ** 20;

/** A stream into a file that is there. */
function fileAt(path: string, start: number): WriteStream {
  return createWriteStream(path, { flags: 'r+', start, highWaterMark: gatheredBytes });
}

/** Looks how much is written, and tells when it is much, or some for long. */
function tellAfter(file: WriteStream, tell: () => void): () => void {
  let [toldBytes, toldAt] = [0, performance.now()];
  return () => {
    const size = file.bytesWritten - toldBytes;
    const isDue = performance.now() - toldAt >= tellEveryMilliseconds;
    if (size < worthTelling && !(isDue && size > 0)) return;
    [toldBytes, toldAt] = [file.bytesWritten, performance.now()];
    tell();
  };
}

/** Where the bytes of an upload are: while they come, and then. */
export function uploadPaths(folders: UploadFolders, id: string): readonly [string, string] {
  return [join(folders.uploads, id), join(folders.runFiles, id)];
}

/** Where the count of an upload is kept while its bytes come. */
export function countStatePath(folders: UploadFolders, id: string): string {
  return join(folders.uploads, `${id}.count`);
}

/** Uploads that are whole, by their id, and not yet stored by their content. */
export async function listWholeFiles({ runFiles }: UploadFolders): Promise<string[]> {
  return readdir(runFiles);
}

/** What is being fetched from an object store ends so, until it is whole. */
export const fetchedEnding = '.fetch';

/** Removes what was fetched in part by a process that died. */
export async function removeOldFetches({ uploads }: UploadFolders, before: Date): Promise<void> {
  for (const name of await readdir(uploads)) {
    const path = join(uploads, name);
    if (!name.endsWith(fetchedEnding)) continue;
    const written = await ifThere(stat(path).then(({ mtime }) => mtime));
    if (written && written < before) await rm(path, { force: true });
  }
}

/** When the newest byte of an upload came; null if none is there. */
export async function lastWrittenAt(folders: UploadFolders, id: string): Promise<Date | null> {
  return stat(join(folders.uploads, id)).then(
    ({ mtime }) => mtime,
    () => null,
  );
}

/** Counts under way whose bytes are gone, neither coming nor among the run files. */
export async function listOrphanedStates(folders: UploadFolders): Promise<string[]> {
  const ids = (await readdir(folders.uploads)).flatMap(
    (name) => /^(.+)\.count(?:\.new)?$/.exec(name)?.[1] ?? [],
  );
  const orphans: string[] = [];
  for (const id of new Set(ids)) {
    const sizes = await Promise.all(uploadPaths(folders, id).map(sizeOf));
    if (sizes.every((size) => size === null)) orphans.push(id);
  }
  return orphans;
}

/** Forgets the count that was made while an upload came. */
export async function removeCountState(folders: UploadFolders, id: string): Promise<void> {
  const path = countStatePath(folders, id);
  for (const file of [path, `${path}.new`]) await rm(file, { force: true });
}

/** Syncs an upload wherever it is: another request may put it in its place just now. */
async function syncUpload(folders: UploadFolders, id: string): Promise<boolean> {
  for (const path of uploadPaths(folders, id)) {
    if (await ifThere(syncFile(path).then(() => true))) return true;
  }
  return false;
}

/** How much of an upload has arrived, bytes: for showing, without the cost of syncing. */
export async function arrivedSizeBytes(folders: UploadFolders, id: string): Promise<number> {
  return (
    (await sizeOf(join(folders.uploads, id))) ?? (await sizeOf(join(folders.runFiles, id))) ?? 0
  );
}

/** Puts a whole upload among the run files, durably; done again, or by two, it changes nothing. */
export async function placeRunFile(folders: UploadFolders, id: string): Promise<void> {
  const [part, whole] = uploadPaths(folders, id);
  await ifThere(syncFile(part).then(() => rename(part, whole)));
  await syncFolder(folders.runFiles);
  await syncFolder(folders.uploads);
}

/** Removes the bytes of an upload that is not verified. */
export async function removeUploadedBytes(folders: UploadFolders, id: string): Promise<void> {
  for (const path of uploadPaths(folders, id)) await rm(path, { force: true });
  await removeCountState(folders, id);
}

/** The file store asks for one, but every method that would use it is our own. */
const unusedConfigstore: NonNullable<ConstructorParameters<typeof FileStore>[0]['configstore']> = {
  get: () => Promise.resolve(undefined),
  set: () => Promise.resolve(),
  delete: () => Promise.resolve(),
};
