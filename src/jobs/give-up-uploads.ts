import type { Kysely } from 'kysely';
import type { Tables } from '../store/tables.ts';
import {
  lastWrittenAt,
  listOrphanedStates,
  removeCountState,
  removeOldFetches,
  removeUploadedBytes,
  type UploadFolders,
} from '../store/upload-files.ts';
import { deleteUpload, listUnfinishedUploads } from '../store/upload-store.ts';

/** An upload nobody continued for so long is given up. */
const abandonedDays = 14;

/**
 * Removes parts that no sender continued, and counts under way whose upload is gone. Harmless on
 * several nodes at once: whoever comes second finds nothing.
 */
export async function giveUpUploads(services: {
  readonly kysely: Kysely<Tables>;
  readonly folders: UploadFolders;
  readonly clock: () => Date;
}): Promise<void> {
  const { kysely, folders, clock } = services;
  const limit = clock().getTime() - abandonedDays * 86_400_000;
  const unfinished = await listUnfinishedUploads(kysely);
  for (const { id, startedAt } of unfinished) {
    const written = (await lastWrittenAt(folders, id)) ?? startedAt;
    if (written.getTime() > limit) continue;
    await deleteUpload(kysely, id);
    await removeUploadedBytes(folders, id);
  }
  for (const id of await listOrphanedStates(folders)) await removeCountState(folders, id);
  await removeOldFetches(folders, new Date(clock().getTime() - 86_400_000));
}
