import { join } from 'node:path';
import { storeContent } from '../store/content-files.ts';
import { getRunFile, type RunFileRow } from '../store/run-file-store.ts';
import { listWholeFiles, removeUploadedBytes } from '../store/upload-files.ts';
import { getUpload } from '../store/upload-store.ts';
import type { JobServices } from './job-services.ts';
import { moveContent } from './move-content.ts';

type Services = Pick<JobServices, 'kysely' | 'folders' | 'objects' | 'pool' | 'log' | 'signal'>;

/**
 * Brings files that lie by their id to where they belong: verified ones, of earlier versions or on
 * their way to the object store, to the place of their content, once their bytes are found to be
 * theirs; what a crash left of refused,
 * unwanted and deleted ones is removed. Others wait for their count. Harmless on several nodes at
 * once.
 */
export async function settleRunFiles(services: Services): Promise<void> {
  const { kysely, folders, signal } = services;
  for (const id of await listWholeFiles(folders)) {
    if (signal.aborted) return;
    const file = await getRunFile(kysely, id);
    if (file?.state === 'VERIFIED') await adopt(services, file);
    else if (file ? file.state !== 'RECEIVED' : await isUnwanted(services, id)) {
      await removeUploadedBytes(folders, id);
    }
  }
}

async function adopt(services: Services, file: RunFileRow): Promise<void> {
  const { id, sha256 } = file;
  const { kysely, folders, pool, log, signal } = services;
  const found = await pool.run('digest-file', { file: join(folders.runFiles, id) }, { signal });
  // Gone: whoever counts it was quicker.
  if (found === null) return;
  if (found !== sha256) {
    log.error({ runFile: id }, 'a stored run file has other bytes than were verified');
    return;
  }
  if (services.objects) return moveContent(services, file);
  await kysely.transaction().execute((tx) => storeContent(tx, folders, { id, sha256 }));
}

/** Its upload is over, and did not enter the run. */
async function isUnwanted({ kysely }: Services, id: string): Promise<boolean> {
  const upload = await getUpload(kysely, id);
  return upload !== null && upload.finishedAt !== null && !(await getRunFile(kysely, id));
}
