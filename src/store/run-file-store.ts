import { type Kysely, sql } from 'kysely';
import type { SampleProblem } from './sample-store.ts';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;

export interface NewRunFile {
  readonly id: string;
  readonly runId: string;
  readonly sampleId: string;
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly receivedAt: Date;
}

/**
 * Takes a file that came whole. The same content for the same sample again changes nothing and
 * answers false, unless it was refused before: then the new bytes take the place of the old.
 */
export async function acceptRunFile(db: Db, file: NewRunFile): Promise<boolean> {
  const values = {
    id: file.id,
    run_id: file.runId,
    sample_id: file.sampleId,
    file_name: file.fileName,
    size_bytes: file.sizeBytes,
    sha256: file.sha256,
    state: 'RECEIVED',
    problem: null,
    received_at: file.receivedAt,
    stored_at: sql<Date>`now()`,
  };
  const result = await db
    .insertInto('run_file')
    .values(values)
    .onConflict((conflict) =>
      conflict
        .columns(['sample_id', 'sha256'])
        .doUpdateSet(values)
        .where('run_file.state', '=', 'REFUSED'),
    )
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

export type RunFileRow = Awaited<ReturnType<typeof listRunFiles>>[number];

export async function getRunFile(db: Db, id: string): Promise<RunFileRow | null> {
  return (await selectRunFiles(db).where('run_file.id', '=', id).executeTakeFirst()) ?? null;
}

/** The files of a run, as they came. */
export async function listRunFiles(db: Db, runId: string) {
  return selectRunFiles(db)
    .where('run_file.run_id', '=', runId)
    .orderBy('run_file.received_at')
    .execute();
}

/** The file of one content that a sample has, if it came already. */
export async function findRunFile(
  db: Db,
  { sampleId, sha256 }: { sampleId: string; sha256: string },
): Promise<RunFileRow | null> {
  const row = await selectRunFiles(db)
    .where('run_file.sample_id', '=', sampleId)
    .where('run_file.sha256', '=', sha256)
    .executeTakeFirst();
  return row ?? null;
}

/** Notes that a file's hash agreed and that it could be counted. */
export async function verifyRunFile(db: Db, id: string): Promise<void> {
  await db
    .updateTable('run_file')
    .set({ state: 'VERIFIED', problem: null })
    .where('id', '=', id)
    .execute();
}

/** Notes why a file cannot be used. */
export async function refuseRunFile(db: Db, id: string, problem: SampleProblem): Promise<void> {
  await db
    .updateTable('run_file')
    .set({ state: 'REFUSED', problem: JSON.stringify(problem) })
    .where('id', '=', id)
    .execute();
}

function selectRunFiles(db: Db) {
  return db
    .selectFrom('run_file')
    .innerJoin('sample', 'sample.id', 'run_file.sample_id')
    .leftJoin('specimen', 'specimen.id', 'sample.specimen_id')
    .select([
      'run_file.id',
      'run_file.run_id as runId',
      'run_file.sample_id as sampleId',
      'run_file.file_name as fileName',
      'run_file.size_bytes as sizeBytes',
      'run_file.sha256',
      'run_file.state',
      'sample.name as sampleName',
      'sample.state as sampleState',
      'specimen.id as specimenId',
      'specimen.state as specimenState',
    ]);
}
