import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;

export interface UploadRow {
  readonly id: string;
  readonly runId: string;
  readonly sampleId: string;
  readonly fileName: string;
  readonly sizeBytes: number;
  /** What the sender says the file's SHA-256 is, lower-case hex. */
  readonly sha256: string;
  readonly startedBy: string;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
}

/** Notes a file on its way in. */
export async function insertUpload(db: Db, upload: Omit<UploadRow, 'finishedAt'>): Promise<void> {
  await db
    .insertInto('upload')
    .values({
      id: upload.id,
      run_id: upload.runId,
      sample_id: upload.sampleId,
      file_name: upload.fileName,
      size_bytes: upload.sizeBytes,
      sha256: upload.sha256,
      started_by: upload.startedBy,
      started_at: upload.startedAt,
      finished_at: null,
    })
    .execute();
}

export async function getUpload(db: Db, id: string): Promise<UploadRow | null> {
  return (await selectUploads(db).where('id', '=', id).executeTakeFirst()) ?? null;
}

/** Uploads that are not finished, of one run or of all, oldest first. */
export async function listUnfinishedUploads(db: Db, runId?: string): Promise<UploadRow[]> {
  let query = selectUploads(db).where('finished_at', 'is', null).orderBy('id');
  if (runId !== undefined) query = query.where('run_id', '=', runId);
  return query.execute();
}

/** Marks an upload as finished; false if it was already, or is gone. */
export async function finishUpload(
  db: Db,
  { id, now }: { id: string; now: Date },
): Promise<boolean> {
  const result = await db
    .updateTable('upload')
    .set({ finished_at: now })
    .where('id', '=', id)
    .where('finished_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Forgets an upload nobody finished. */
export async function deleteUpload(db: Db, id: string): Promise<void> {
  await db.deleteFrom('upload').where('id', '=', id).where('finished_at', 'is', null).execute();
}

function selectUploads(db: Db) {
  return db
    .selectFrom('upload')
    .select([
      'id',
      'run_id as runId',
      'sample_id as sampleId',
      'file_name as fileName',
      'size_bytes as sizeBytes',
      'sha256',
      'started_by as startedBy',
      'started_at as startedAt',
      'finished_at as finishedAt',
    ]);
}
