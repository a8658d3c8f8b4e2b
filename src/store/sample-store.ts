import type { Kysely } from 'kysely';
import type { SampleKind } from '../casework/run/sample-sheet.ts';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;

export type SampleState = 'AWAITING_DATA' | 'UPLOADED' | 'COUNTED' | 'SCORED' | 'FAILED';

/** Why a sample failed, as it is told to people. */
export interface SampleProblem {
  readonly kind: string;
  readonly detail: string;
  readonly [extension: string]: unknown;
}

export interface NewSample {
  readonly id: string;
  readonly runId: string;
  readonly name: string;
  readonly kind: SampleKind;
  readonly specimenId: string | null;
  readonly fileName: string;
}

/** Adds the samples of a run's sheet. */
export async function insertSamples(db: Db, samples: readonly NewSample[]): Promise<void> {
  await db
    .insertInto('sample')
    .values(
      samples.map((sample) => ({
        id: sample.id,
        run_id: sample.runId,
        name: sample.name,
        kind: sample.kind,
        specimen_id: sample.specimenId,
        file_name: sample.fileName,
        state: 'AWAITING_DATA',
        problem: null,
      })),
    )
    .execute();
}

export type SampleRow = Awaited<ReturnType<typeof listSamplesOfRun>>[number];

/** The samples of a run in the order of its sheet. */
export async function listSamplesOfRun(db: Db, runId: string) {
  return selectSamples(db).where('sample.run_id', '=', runId).orderBy('sample.id').execute();
}

export async function getSample(db: Db, id: string): Promise<SampleRow | null> {
  return (await selectSamples(db).where('sample.id', '=', id).executeTakeFirst()) ?? null;
}

/** The sample that a file of that name belongs to, in one run. */
export async function findSampleOfFile(
  db: Db,
  { runId, fileName }: { runId: string; fileName: string },
): Promise<SampleRow | null> {
  const row = await selectSamples(db)
    .innerJoin('sample_file', 'sample_file.sample_id', 'sample.id')
    .where('sample_file.run_id', '=', runId)
    .where('sample_file.file_name', '=', fileName)
    .executeTakeFirst();
  return row ?? null;
}

/**
 * Which of the specimens are being analysed already: in a run, without having failed there and
 * without a reviewer's word that they be tested again.
 */
export async function findSpecimensInWork(
  db: Db,
  specimenIds: readonly string[],
): Promise<Set<string>> {
  if (specimenIds.length === 0) return new Set();
  const rows = await db
    .selectFrom('sample')
    .leftJoin('review', (join) =>
      join.onRef('review.sample_id', '=', 'sample.id').on('review.state', '<>', 'SUPERSEDED'),
    )
    .select('sample.specimen_id as specimenId')
    .where('sample.specimen_id', 'in', specimenIds)
    .where('sample.state', '<>', 'FAILED')
    .where((where) =>
      where.or([where('review.id', 'is', null), where('review.state', '<>', 'RETEST')]),
    )
    .execute();
  return new Set(rows.flatMap(({ specimenId }) => specimenId ?? []));
}

interface SampleMove {
  readonly id: string;
  readonly from: readonly SampleState[];
  readonly to: SampleState;
  /** Given exactly when the sample failed. */
  readonly problem?: SampleProblem;
}

/** Moves a sample by compare-and-set; false if it stands elsewhere. */
export async function moveSample(db: Db, move: SampleMove): Promise<boolean> {
  const result = await db
    .updateTable('sample')
    .set({ state: move.to, problem: move.problem ? JSON.stringify(move.problem) : null })
    .where('id', '=', move.id)
    .where('state', 'in', move.from)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

function selectSamples(db: Db) {
  return db
    .selectFrom('sample')
    .leftJoin('specimen', 'specimen.id', 'sample.specimen_id')
    .leftJoin('pregnancy', 'pregnancy.id', 'specimen.pregnancy_id')
    .select([
      'sample.id',
      'sample.run_id as runId',
      'sample.name',
      'sample.kind',
      'sample.file_name as fileName',
      'sample.state',
      'sample.problem',
      'specimen.id as specimenId',
      'specimen.number as specimenNumber',
      'specimen.state as specimenState',
      'specimen.pregnancy_id as pregnancyId',
      'specimen.drawn_on as drawnOn',
      'specimen.gestational_days_at_draw as gestationalDaysAtDraw',
      'pregnancy.age_at_delivery as ageAtDelivery',
      'pregnancy.population_class as populationClass',
      'pregnancy.fetus_count as fetusCount',
    ]);
}
