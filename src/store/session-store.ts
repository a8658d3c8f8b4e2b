import { type Kysely, sql, type Transaction } from 'kysely';
import { bearerHash } from '../security/bearer-token.ts';
import type { Caller, SignInStep } from '../security/caller.ts';
import { isRole, mayBeGranted, permissions } from '../security/roles.ts';
import type { Tables } from './tables.ts';

type Tx = Transaction<Tables>;

/** That a session is in use is noted at most once in so long. */
const noteSeconds = 60;

/** The person a session belongs to; null once it ended, idled too long, or the person may not. */
export async function findCallerBySession(
  kysely: Kysely<Tables>,
  { token, ...at }: { token: string; now: Date; idleSeconds: number },
): Promise<Caller | null> {
  return (await findCallersBySession(kysely, { tokens: [token], ...at })).get(token) ?? null;
}

interface SessionLookUp {
  readonly tokens: readonly string[];
  readonly now: Date;
  readonly idleSeconds: number;
  /** Whether being looked up keeps a session from idling out. */
  readonly notesUse?: boolean;
}

/** The same of many sessions at once. */
export async function findCallersBySession(
  kysely: Kysely<Tables>,
  { tokens, now, idleSeconds, notesUse = true }: SessionLookUp,
): Promise<Map<string, Caller>> {
  const tokenOf = new Map(tokens.map((token) => [bearerHash(token).toString('hex'), token]));
  const rows = await selectCallers(kysely, now)
    .where(sql<boolean>`session.token_sha256 = any(${hashesOf(tokenOf)}::bytea[])`)
    .where('session.expires_at', '>', now)
    .where('session.last_seen_at', '>', secondsBefore(now, idleSeconds))
    .where('staff.active', '=', true)
    .execute();
  const noted = secondsBefore(now, noteSeconds);
  for (const row of rows) {
    if (notesUse && row.last_seen_at < noted) await noteUse(kysely, row.sessionId, now);
  }
  return new Map(
    rows.map((row) => [tokenOf.get(row.token_sha256.toString('hex')) ?? '', callerOf(row)]),
  );
}

function hashesOf(tokenOf: ReadonlyMap<string, string>): Buffer[] {
  return [...tokenOf.keys()].map((hash) => Buffer.from(hash, 'hex'));
}

type CallerRow = Awaited<ReturnType<ReturnType<typeof selectCallers>['execute']>>[number];

function selectCallers(kysely: Kysely<Tables>, now: Date) {
  return kysely
    .selectFrom('staff_session as session')
    .innerJoin('staff', 'staff.id', 'session.staff_id')
    .innerJoin('actor', 'actor.id', 'staff.id')
    .select(['session.id as sessionId', 'session.factor_at', 'session.last_seen_at'])
    .select(['session.token_sha256', 'session.expires_at', 'staff.id', 'actor.name'])
    .select(['actor.display_name', 'staff.roles'])
    .select(['staff.must_change_password', 'staff.totp_sealed'])
    .select((select) =>
      select
        .selectFrom('staff_grant')
        .select((of) => of.fn.agg<string[] | null>('array_agg', ['permission']).as('held'))
        .whereRef('staff_grant.staff_id', '=', 'staff.id')
        .where('staff_grant.expires_at', '>', now)
        .as('grants'),
    );
}

function callerOf(row: CallerRow): Caller {
  const roles = row.roles.filter(isRole);
  return {
    ...{ actorId: row.id, kind: 'staff', name: row.name, displayName: row.display_name },
    roles,
    // A right beside roles that would not be given with the roles of today counts for nothing.
    grants: mayBeGranted(roles) ? permissions.filter((each) => row.grants?.includes(each)) : [],
    session: {
      ...{ id: row.sessionId, factorAt: row.factor_at, expiresAt: row.expires_at },
      step: stepOf(row),
    },
  };
}

function stepOf(row: {
  factor_at: Date | null;
  totp_sealed: Buffer | null;
  must_change_password: boolean;
}): SignInStep {
  if (row.factor_at === null) return row.totp_sealed === null ? 'enrol-factor' : 'second-factor';
  return row.must_change_password ? 'change-password' : 'signed-in';
}

async function noteUse(kysely: Kysely<Tables>, id: string, now: Date): Promise<void> {
  await kysely
    .updateTable('staff_session')
    .set({ last_seen_at: now })
    .where('id', '=', id)
    .execute();
}

/** Opens a session; sessions that are over are swept away. */
export async function insertSession(
  tx: Tx,
  session: {
    readonly id: string;
    readonly token: string;
    readonly staffId: string;
    readonly factorAt: Date | null;
    readonly now: Date;
    readonly expiresAt: Date;
  },
): Promise<void> {
  const { id, token, staffId, factorAt, now, expiresAt } = session;
  await tx.deleteFrom('staff_session').where('expires_at', '<=', now).execute();
  await tx
    .insertInto('staff_session')
    .values({
      ...{ id, token_sha256: bearerHash(token), staff_id: staffId, factor_at: factorAt },
      ...{ enrolment_sealed: null, started_at: now, last_seen_at: now, expires_at: expiresAt },
    })
    .execute();
}

/**
 * Gives a session a new token, so that whoever knew the old one is out, and notes the second
 * factor; false if the session has ended meanwhile.
 */
export async function renewSession(
  tx: Tx,
  { id, token, factorAt }: { id: string; token: string; factorAt?: Date },
): Promise<boolean> {
  const result = await tx
    .updateTable('staff_session')
    .set({
      token_sha256: bearerHash(token),
      ...(factorAt && { factor_at: factorAt, enrolment_sealed: null }),
    })
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return result.numUpdatedRows === 1n;
}

/** Keeps a second factor that is being set up. */
export async function keepEnrolment(tx: Tx, id: string, sealed: Buffer): Promise<void> {
  await tx
    .updateTable('staff_session')
    .set({ enrolment_sealed: sealed })
    .where('id', '=', id)
    .execute();
}

/** The second factor that is being set up in a session; null if none is. */
export async function findEnrolment(db: Kysely<Tables>, id: string): Promise<Buffer | null> {
  const row = await db
    .selectFrom('staff_session')
    .select('enrolment_sealed')
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.enrolment_sealed ?? null;
}

/** Ends one session. */
export async function deleteSession(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('staff_session').where('id', '=', id).execute();
}

/** Ends every session of a person, but one if it is named; answers how many. */
export async function deleteSessionsOf(tx: Tx, staffId: string, keptId?: string): Promise<number> {
  let ending = tx.deleteFrom('staff_session').where('staff_id', '=', staffId);
  if (keptId !== undefined) ending = ending.where('id', '<>', keptId);
  return Number((await ending.executeTakeFirstOrThrow()).numDeletedRows);
}

function secondsBefore(now: Date, seconds: number): Date {
  return new Date(now.getTime() - seconds * 1000);
}
