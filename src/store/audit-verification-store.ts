import { type Kysely, sql, type Transaction } from 'kysely';
import { newId } from './new-id.ts';
import type { Tables } from './tables.ts';
import type { AuditVerification } from './verify-audit.ts';

type Db = Kysely<Tables>;

/** What a walk over the chain found, without the names of keys. */
export type VerificationResult = Omit<AuditVerification, 'keyIds'>;

/** A walk over the audit chain, by whatever process. */
export interface VerificationRow {
  readonly id: string;
  readonly state: 'running' | 'done' | 'given-up';
  readonly startedBy: string;
  readonly startedAt: Date;
  readonly checkedCount: number;
  readonly totalCount: number;
  readonly endedAt: Date | null;
  readonly result: VerificationResult | null;
}

/** A process that has not told of its walk for so long is dead. */
const silentSecondsMax = 30;

/** Enters a walk; null if another is under way. One that a dead process left is given up. */
export async function startVerification(
  tx: Transaction<Tables>,
  startedBy: string,
): Promise<string | null> {
  await tx
    .updateTable('audit_verification')
    .set({ ended_at: sql`now()` })
    .where('ended_at', 'is', null)
    .where('seen_at', '<', silentSince())
    .execute();
  const entered = await tx
    .insertInto('audit_verification')
    .values({
      ...{ id: newId(), started_by: startedBy },
      total_count: sql`(select coalesce(max(sequence), 0) from audit_event)`,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return entered?.id ?? null;
}

/** Notes how far a walk is; false if it was given up meanwhile. */
export async function noteVerification(
  db: Db,
  { id, checkedCount }: { id: string; checkedCount: number },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('audit_verification')
    .set({ checked_count: checkedCount, seen_at: sql`now()` })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Ends a walk with what it found, or as given up; false if it was ended before. */
export async function endVerification(
  tx: Transaction<Tables>,
  { id, result }: { id: string; result: VerificationResult | null },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('audit_verification')
    .set({
      ...{ result: result && JSON.stringify(result), ended_at: sql`now()` },
      ...(result && { checked_count: result.eventCount }),
    })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** The newest walk; null before the first. */
export async function latestVerification(db: Db): Promise<VerificationRow | null> {
  const row = await db
    .selectFrom('audit_verification')
    .select(['id', 'result', 'started_by as startedBy', 'started_at as startedAt'])
    .select(['checked_count as checked', 'total_count as total', 'ended_at as endedAt'])
    .select(sql<boolean>`ended_at is null and seen_at < ${silentSince()}`.as('isSilent'))
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!row) return null;
  const { checked, total, isSilent, ...found } = row;
  const ended = found.result === null ? 'given-up' : 'done';
  const state = found.endedAt === null && !isSilent ? 'running' : ended;
  return { ...found, state, checkedCount: Number(checked), totalCount: Number(total) };
}

function silentSince() {
  return sql<Date>`now() - make_interval(secs => ${silentSecondsMax})`;
}
