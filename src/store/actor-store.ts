import type { Transaction } from 'kysely';
import type { ActorKind } from '../security/roles.ts';
import type { Tables } from './tables.ts';

/** Adds an actor; false if the name is or was somebody's. */
export async function insertActor(
  tx: Transaction<Tables>,
  actor: { id: string; kind: ActorKind; name: string; displayName: string; now: Date },
): Promise<boolean> {
  const { id, kind, name, displayName, now } = actor;
  const result = await tx
    .insertInto('actor')
    .values({ id, kind, name, display_name: displayName, created_at: now })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .executeTakeFirstOrThrow();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** Changes the name that stands on reports and pages from now on. */
export async function renameActor(
  tx: Transaction<Tables>,
  { id, displayName }: { id: string; displayName: string },
): Promise<void> {
  await tx.updateTable('actor').set({ display_name: displayName }).where('id', '=', id).execute();
}
