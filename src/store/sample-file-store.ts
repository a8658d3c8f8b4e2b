import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;

export interface NewSampleFile {
  readonly runId: string;
  readonly sampleId: string;
  readonly fileName: string;
  readonly lane: number | null;
  readonly registeredAt: Date;
}

/** Adds files that samples of a run will be sent in. */
export async function insertSampleFiles(db: Db, files: readonly NewSampleFile[]): Promise<void> {
  if (files.length === 0) return;
  await db
    .insertInto('sample_file')
    .values(
      files.map((file) => ({
        run_id: file.runId,
        sample_id: file.sampleId,
        file_name: file.fileName,
        lane: file.lane,
        registered_at: file.registeredAt,
      })),
    )
    .execute();
}

/** A file of the sheet with what came for it last and was not refused. */
export type SampleFileRow = Awaited<ReturnType<typeof listSampleFiles>>[number];

/** The files of a run, or of one of its samples, by name. */
export async function listSampleFiles(db: Db, of: { runId: string } | { sampleId: string }) {
  const [column, id] = 'runId' in of ? (['run_id', of.runId] as const) : sampleOf(of);
  return db
    .selectFrom('sample_file')
    .leftJoinLateral(
      (from) =>
        from
          .selectFrom('run_file')
          .whereRef('run_file.sample_id', '=', 'sample_file.sample_id')
          .whereRef('run_file.file_name', '=', 'sample_file.file_name')
          .where('run_file.state', '<>', 'REFUSED')
          .orderBy('run_file.received_at', 'desc')
          .limit(1)
          .select(['run_file.id', 'run_file.sha256', 'run_file.state'])
          .as('newest'),
      (join) => join.onTrue(),
    )
    .select([
      'sample_file.sample_id as sampleId',
      'sample_file.file_name as fileName',
      'sample_file.lane',
      'sample_file.registered_at as registeredAt',
      'newest.id as runFileId',
      'newest.sha256',
      'newest.state as runFileState',
    ])
    .where(`sample_file.${column}`, '=', id)
    .orderBy('sample_file.file_name')
    .execute();
}

function sampleOf({ sampleId }: { sampleId: string }): readonly ['sample_id', string] {
  return ['sample_id', sampleId];
}

/** A file of the sheet that is there. */
export type ReceivedFile = SampleFileRow & { readonly runFileId: string; readonly sha256: string };

/** The files of a sample if all of them are there; null while one is awaited. */
export async function allFilesOfSample(
  db: Db,
  sampleId: string,
): Promise<readonly ReceivedFile[] | null> {
  const files = await listSampleFiles(db, { sampleId });
  return files.length > 0 && files.every(isReceived) ? files : null;
}

/** The files of a sample that are there, whether or not more are awaited. */
export async function listReceivedFiles(db: Db, sampleId: string): Promise<ReceivedFile[]> {
  return (await listSampleFiles(db, { sampleId })).filter(isReceived);
}

function isReceived(file: SampleFileRow): file is ReceivedFile {
  return file.runFileId !== null && file.sha256 !== null;
}
