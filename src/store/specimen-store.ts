import type { Kysely } from 'kysely';
import type { SpecimenOrderState } from '../casework/specimen/specimen-order-state.ts';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;

export interface NewSpecimen {
  readonly id: string;
  readonly pregnancyId: string;
  readonly number: string;
  readonly parentSpecimenId: string | null;
  readonly state: SpecimenOrderState;
  readonly drawnOn: string;
  readonly gestationalDaysAtDraw: number;
  readonly receivedOn: string | null;
  readonly holdReasons: readonly string[];
  readonly rejectionReason: string | null;
  readonly registeredBy: string;
  readonly registeredAt: Date;
}

/** Registers a blood tube; false if its number is taken. */
export async function insertSpecimen(db: Db, specimen: NewSpecimen): Promise<boolean> {
  const result = await db
    .insertInto('specimen')
    .values({
      id: specimen.id,
      pregnancy_id: specimen.pregnancyId,
      number: specimen.number,
      parent_specimen_id: specimen.parentSpecimenId,
      state: specimen.state,
      drawn_on: specimen.drawnOn,
      gestational_days_at_draw: specimen.gestationalDaysAtDraw,
      received_on: specimen.receivedOn,
      hold_reasons: JSON.stringify(specimen.holdReasons),
      rejection_reason: specimen.rejectionReason,
      registered_by: specimen.registeredBy,
      registered_at: specimen.registeredAt,
    })
    .onConflict((conflict) => conflict.column('number').doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

export type SpecimenRow = Awaited<ReturnType<typeof listSpecimens>>[number];

export async function findSpecimenByNumber(db: Db, number: string): Promise<SpecimenRow | null> {
  const row = await selectSpecimens(db).where('specimen.number', '=', number).executeTakeFirst();
  return row ?? null;
}

/**
 * The tubes of these numbers, held until the end of the transaction, so that of two runs that name
 * one the second sees the first. In one order, so that two runs cannot lock each other.
 */
export async function lockSpecimensByNumber(
  db: Db,
  numbers: readonly string[],
): Promise<SpecimenRow[]> {
  if (numbers.length === 0) return [];
  return selectSpecimens(db)
    .where('specimen.number', 'in', numbers)
    .orderBy('specimen.id')
    .forUpdate('specimen')
    .execute();
}

/** Holds one tube until the end of the transaction. */
export async function lockSpecimen(db: Db, id: string): Promise<void> {
  await db.selectFrom('specimen').select('id').where('id', '=', id).forUpdate().execute();
}

/** The tubes of a pregnancy, as they were drawn. */
export async function listSpecimens(db: Db, pregnancyId: string) {
  return selectSpecimens(db)
    .where('specimen.pregnancy_id', '=', pregnancyId)
    .orderBy('specimen.id')
    .execute();
}

function selectSpecimens(db: Db) {
  return db
    .selectFrom('specimen')
    .leftJoin('specimen as parent', 'parent.id', 'specimen.parent_specimen_id')
    .select([
      'specimen.id',
      'specimen.pregnancy_id as pregnancyId',
      'specimen.number',
      'parent.number as parentNumber',
      'specimen.state',
      'specimen.drawn_on as drawnOn',
      'specimen.gestational_days_at_draw as gestationalDaysAtDraw',
      'specimen.received_on as receivedOn',
      'specimen.hold_reasons as holdReasons',
      'specimen.rejection_reason as rejectionReason',
    ]);
}

interface SpecimenMove {
  readonly id: string;
  readonly from: SpecimenOrderState;
  readonly to: SpecimenOrderState;
  /** What is learnt with the move; the rest stays. */
  readonly receivedOn?: string | null;
  readonly rejectionReason?: string | null;
  readonly holdReasons?: readonly string[];
}

/** Moves a tube by compare-and-set; false if another state was found. */
export async function moveSpecimen(db: Db, move: SpecimenMove): Promise<boolean> {
  const result = await db
    .updateTable('specimen')
    .set({
      state: move.to,
      ...(move.receivedOn === undefined ? {} : { received_on: move.receivedOn }),
      ...(move.rejectionReason === undefined ? {} : { rejection_reason: move.rejectionReason }),
      ...(move.holdReasons === undefined ? {} : { hold_reasons: JSON.stringify(move.holdReasons) }),
    })
    .where('id', '=', move.id)
    .where('state', '=', move.from)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Says anew why a held tube is held. */
export async function setHoldReasons(
  db: Db,
  { id, holdReasons }: { id: string; holdReasons: readonly string[] },
): Promise<void> {
  await db
    .updateTable('specimen')
    .set({ hold_reasons: JSON.stringify(holdReasons) })
    .where('id', '=', id)
    .where('state', '=', 'HELD')
    .execute();
}

/**
 * Files of a specimen's samples that came whole and are not scored yet. One that was counted before
 * the specimen was held goes through the count job again, which only asks for its score.
 */
export async function listWaitingFiles(db: Db, specimenId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('run_file')
    .innerJoin('sample', 'sample.id', 'run_file.sample_id')
    .select('run_file.id')
    .where('sample.specimen_id', '=', specimenId)
    .where('run_file.state', '<>', 'REFUSED')
    .where('sample.state', 'in', ['UPLOADED', 'COUNTED'])
    .orderBy('run_file.id')
    .execute();
  return rows.map((row) => row.id);
}
