import { type Kysely, sql } from 'kysely';
import type { FollowUpReason } from '../casework/aftercare/follow-up-schedule.ts';
import type { FollowUpState } from '../casework/aftercare/follow-up-state.ts';
import { newId } from './new-id.ts';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;

interface NewFollowUp {
  readonly id: string;
  readonly pregnancyId: string;
  readonly reason: FollowUpReason;
  readonly openedOn: string;
  readonly dueOn: string;
  readonly openedAt: Date;
}

/**
 * Opens the one follow-up of a pregnancy. One that waits already takes the new reason, and the new
 * date where that is earlier; one that is due or has ended stays.
 */
export async function openFollowUp(db: Db, opened: NewFollowUp): Promise<void> {
  await db
    .insertInto('follow_up')
    .values({
      ...{ id: opened.id, pregnancy_id: opened.pregnancyId, reason: opened.reason },
      ...{ state: 'SCHEDULED', opened_on: opened.openedOn, due_on: opened.dueOn },
      opened_at: opened.openedAt,
    })
    .onConflict((conflict) =>
      conflict
        .column('pregnancy_id')
        .doUpdateSet({
          reason: opened.reason,
          opened_on: opened.openedOn,
          due_on: sql<string>`least(follow_up.due_on, excluded.due_on)`,
          revision: sql<number>`follow_up.revision + 1`,
        })
        .where('follow_up.state', 'in', ['SCHEDULED', 'CONTACTED']),
    )
    .execute();
}

export type FollowUpRow = Awaited<ReturnType<typeof listFollowUps>>[number];

export async function getFollowUp(db: Db, id: string): Promise<FollowUpRow | null> {
  return (await selectFollowUps(db).where('follow_up.id', '=', id).executeTakeFirst()) ?? null;
}

/** Follow-ups, newest first, before a cursor. */
export async function listFollowUps(
  db: Db,
  options: { state: FollowUpState | undefined; before: string | undefined; limit: number },
) {
  const { state, before, limit } = options;
  let query = selectFollowUps(db).orderBy('follow_up.id', 'desc').limit(limit);
  if (state !== undefined) query = query.where('follow_up.state', '=', state);
  if (before !== undefined) query = query.where('follow_up.id', '<', before);
  return query.execute();
}

function selectFollowUps(db: Db) {
  return db
    .selectFrom('follow_up')
    .innerJoin('pregnancy', 'pregnancy.id', 'follow_up.pregnancy_id')
    .leftJoin('pregnancy_outcome as outcome', 'outcome.pregnancy_id', 'pregnancy.id')
    .select([
      'follow_up.id',
      'follow_up.pregnancy_id as pregnancyId',
      'follow_up.reason',
      'follow_up.state',
      'follow_up.opened_on as openedOn',
      'follow_up.due_on as dueOn',
      'follow_up.attempts',
      'follow_up.revision',
      'follow_up.opened_at as openedAt',
      'pregnancy.expected_delivery_on as expectedDeliveryOn',
      'outcome.kind as outcomeKind',
      'outcome.ended_on as outcomeOn',
    ]);
}

interface NewOutcome {
  readonly pregnancyId: string;
  readonly kind: string;
  readonly endedOn: string | null;
  readonly phenotypes: readonly string[];
  readonly recordedBy: string;
  readonly recordedAt: Date;
}

/** Records how a pregnancy ended, once; false if it is known already. */
export async function insertOutcome(db: Db, outcome: NewOutcome): Promise<boolean> {
  const result = await db
    .insertInto('pregnancy_outcome')
    .values({
      ...{ id: newId(), pregnancy_id: outcome.pregnancyId, kind: outcome.kind },
      ...{ ended_on: outcome.endedOn, phenotypes: JSON.stringify(outcome.phenotypes) },
      ...{ recorded_by: outcome.recordedBy, recorded_at: outcome.recordedAt },
    })
    .onConflict((conflict) => conflict.column('pregnancy_id').doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** How a pregnancy ended; null while nobody knows, and where she was lost. */
export async function findOutcome(db: Db, pregnancyId: string) {
  const row = await db
    .selectFrom('pregnancy_outcome')
    .select(['kind', 'ended_on as endedOn', 'phenotypes'])
    .where('pregnancy_id', '=', pregnancyId)
    .executeTakeFirst();
  return row === undefined || row.endedOn === null ? null : { ...row, endedOn: row.endedOn };
}
