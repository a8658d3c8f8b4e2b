import type { Kysely } from 'kysely';
import type { RedrawState } from '../casework/aftercare/redraw-state.ts';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;

interface NewRedraw {
  readonly id: string;
  readonly specimenId: string;
  readonly pregnancyId: string;
  readonly reason: string;
  readonly dueOn: string;
  readonly openedAt: Date;
}

/** Asks for another tube in place of one, once. */
export async function insertRedraw(db: Db, redraw: NewRedraw): Promise<void> {
  await db
    .insertInto('redraw')
    .values({
      ...{ id: redraw.id, specimen_id: redraw.specimenId, pregnancy_id: redraw.pregnancyId },
      ...{ reason: redraw.reason, state: 'REQUESTED', due_on: redraw.dueOn },
      opened_at: redraw.openedAt,
    })
    .onConflict((conflict) => conflict.column('specimen_id').doNothing())
    .execute();
}

export type RedrawRow = Awaited<ReturnType<typeof listRedraws>>[number];

export async function getRedraw(db: Db, id: string): Promise<RedrawRow | null> {
  return (await selectRedraws(db).where('redraw.id', '=', id).executeTakeFirst()) ?? null;
}

export async function findRedrawOfSpecimen(db: Db, specimenId: string): Promise<RedrawRow | null> {
  const found = selectRedraws(db).where('redraw.specimen_id', '=', specimenId);
  return (await found.executeTakeFirst()) ?? null;
}

/** Every request of a pregnancy, with the tube it is to take the place of. */
export async function listRedrawsOfPregnancy(db: Db, pregnancyId: string): Promise<RedrawRow[]> {
  return selectRedraws(db)
    .where('redraw.pregnancy_id', '=', pregnancyId)
    .orderBy('redraw.id')
    .execute();
}

/** Requests, newest first, before a cursor. */
export async function listRedraws(
  db: Db,
  options: { state: RedrawState | undefined; before: string | undefined; limit: number },
) {
  const { state, before, limit } = options;
  let query = selectRedraws(db).orderBy('redraw.id', 'desc').limit(limit);
  if (state !== undefined) query = query.where('redraw.state', '=', state);
  if (before !== undefined) query = query.where('redraw.id', '<', before);
  return query.execute();
}

function selectRedraws(db: Db) {
  return db
    .selectFrom('redraw')
    .innerJoin('specimen', 'specimen.id', 'redraw.specimen_id')
    .innerJoin('pregnancy', 'pregnancy.id', 'redraw.pregnancy_id')
    .select([
      'redraw.id',
      'redraw.pregnancy_id as pregnancyId',
      'redraw.reason',
      'redraw.state',
      'redraw.due_on as dueOn',
      'redraw.revision',
      'redraw.opened_at as openedAt',
      'specimen.number as specimenNumber',
      'specimen.drawn_on as drawnOn',
      'pregnancy.expected_delivery_on as expectedDeliveryOn',
    ]);
}
