import { type Kysely, sql } from 'kysely';
import type { Envelope } from '../security/envelope.ts';
import { newId } from './new-id.ts';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;

const recordClass = 'aftercare_step.note';

/** What a step can be of: its table, the column of steps that names it, its tasks and its name. */
export const aftercareSubjects = {
  'high-risk-case': { table: 'high_risk_case', column: 'case_id', task: 'high-risk-case-due' },
  'follow-up': { table: 'follow_up', column: 'follow_up_id', task: 'follow-up-due' },
  redraw: { table: 'redraw', column: 'redraw_id', task: 'redraw-due' },
  referral: { table: 'referral', column: 'referral_id', task: null },
} as const;

export type AftercareSubject = keyof typeof aftercareSubjects;

export interface AftercareMove {
  readonly subject: AftercareSubject;
  readonly id: string;
  /** The revision that was seen; the move makes it the next. */
  readonly revision: number;
  readonly to: string;
  /** Left out where a subject has no due date of its own. */
  readonly dueOn?: string | null;
  readonly attempts?: number;
}

/** Moves by compare-and-set on the revision; false if somebody moved it meanwhile. */
export async function moveAftercare(db: Db, move: AftercareMove): Promise<boolean> {
  const due = move.dueOn === undefined ? sql`` : sql`, due_on = ${move.dueOn}::date`;
  const attempts = move.attempts === undefined ? sql`` : sql`, attempts = ${move.attempts}::int`;
  const { numAffectedRows } = await sql`
    update ${sql.table(aftercareSubjects[move.subject].table)}
       set state = ${move.to}, revision = revision + 1 ${due} ${attempts}
     where id = ${move.id} and revision = ${move.revision}`.execute(db);
  return numAffectedRows === 1n;
}

/** Holds one until the end of the transaction. */
export async function lockAftercare(db: Db, subject: AftercareSubject, id: string): Promise<void> {
  const table = sql.table(aftercareSubjects[subject].table);
  await sql`select from ${table} where id = ${id} for update`.execute(db);
}

interface NewStep {
  readonly subject: AftercareSubject;
  readonly id: string;
  readonly event: string;
  readonly from: string;
  readonly to: string;
  readonly actorId: string;
  readonly at: Date;
  readonly note: string;
}

/** Writes down who did what and when; the note may say anything and is kept sealed. */
export async function insertStep(db: Db, sealer: Envelope, step: NewStep): Promise<void> {
  const id = newId();
  const about = { case_id: null, referral_id: null, follow_up_id: null, redraw_id: null };
  const sealed =
    step.note === '' ? null : sealer.sealText(step.note, { recordClass, recordId: id });
  await db
    .insertInto('aftercare_step')
    .values({
      ...{ id, ...about, [aftercareSubjects[step.subject].column]: step.id },
      ...{ event: step.event, from_state: step.from, to_state: step.to },
      ...{ actor: step.actorId, at: step.at, note_sealed: sealed },
    })
    .execute();
}

/** The steps of one, first to last, with their notes opened. */
export async function listSteps(
  db: Db,
  sealer: Envelope,
  { subject, id }: { subject: AftercareSubject; id: string },
) {
  const rows = await db
    .selectFrom('aftercare_step')
    .innerJoin('actor', 'actor.id', 'aftercare_step.actor')
    .select([
      'aftercare_step.id',
      'aftercare_step.event',
      'aftercare_step.from_state as from',
      'aftercare_step.to_state as to',
      'actor.display_name as by',
      'aftercare_step.at',
      'aftercare_step.note_sealed as noteSealed',
    ])
    .where(`aftercare_step.${aftercareSubjects[subject].column}`, '=', id)
    .orderBy('aftercare_step.id')
    .execute();
  return rows.map(({ id: recordId, noteSealed, ...row }) => ({
    ...row,
    note: noteSealed === null ? null : sealer.openText(noteSealed, { recordClass, recordId }),
  }));
}
