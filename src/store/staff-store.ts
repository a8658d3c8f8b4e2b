import { type Kysely, sql, type Transaction } from 'kysely';
import { isRole, type Role } from '../security/roles.ts';
import { insertActor } from './actor-store.ts';
import { advisoryLocks } from './advisory-locks.ts';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;
type Tx = Transaction<Tables>;

/** A person's licence to practise; null where none is needed. */
export interface Licence {
  readonly number: string;
  readonly from: string;
  readonly to: string;
}

/** A person with an account. */
export interface StaffRow {
  readonly id: string;
  readonly name: string;
  readonly displayName: string;
  readonly roles: readonly Role[];
  readonly licence: Licence | null;
  readonly active: boolean;
  readonly passwordHash: string | null;
  readonly mustChangePassword: boolean;
  readonly totpSealed: Buffer | null;
  readonly oidcSubject: string | null;
  readonly createdAt: Date;
}

export interface NewStaff {
  readonly id: string;
  readonly name: string;
  readonly displayName: string;
  readonly roles: readonly Role[];
  readonly licence: Licence | null;
  readonly passwordHash: string | null;
  readonly oidcSubject: string | null;
  readonly now: Date;
}

/** Adds an account; false if the name is or was somebody's. */
export async function insertStaff(tx: Tx, staff: NewStaff): Promise<boolean> {
  const { id, name, displayName, now } = staff;
  if (!(await insertActor(tx, { id, kind: 'staff', name, displayName, now }))) return false;
  await tx
    .insertInto('staff')
    .values({
      ...{ id, roles: [...staff.roles], password_hash: staff.passwordHash },
      ...{ totp_sealed: null, totp_last_step: null, oidc_subject: staff.oidcSubject },
      must_change_password: staff.passwordHash !== null,
      ...licenceColumns(staff.licence),
    })
    .execute();
  return true;
}

/** Whether there is any account: without one, the service waits to be set up. */
export async function hasStaff(db: Db): Promise<boolean> {
  return (await db.selectFrom('staff').select('id').limit(1).executeTakeFirst()) !== undefined;
}

/** Waits for whoever else makes the first accounts, until the transaction ends. */
export async function lockFirstStaff(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${advisoryLocks.firstStaff}::bigint)`.execute(tx);
}

/** An account by its name; upper and lower case are one. */
export async function findStaffByName(db: Db, name: string): Promise<StaffRow | null> {
  return toStaff(await selectStaff(db).where('actor.name', '=', name).executeTakeFirst());
}

/** The account that an issuer's subject is linked to. */
export async function findStaffByOidcSubject(db: Db, subject: string): Promise<StaffRow | null> {
  return toStaff(await selectStaff(db).where('oidc_subject', '=', subject).executeTakeFirst());
}

export async function getStaff(db: Db, id: string): Promise<StaffRow | null> {
  return toStaff(await selectStaff(db).where('staff.id', '=', id).executeTakeFirst());
}

/** An account, held until the transaction ends. */
export async function lockStaff(tx: Tx, id: string): Promise<StaffRow | null> {
  await tx.selectFrom('staff').select('id').where('id', '=', id).forUpdate().execute();
  return getStaff(tx, id);
}

/** Every account, by name. */
export async function listStaff(db: Db): Promise<StaffRow[]> {
  const rows = await selectStaff(db).orderBy('actor.name').execute();
  return rows.map((row) => toStaff(row)).filter((row) => row !== null);
}

/** What of an account is changed; what is left out stays. */
export interface StaffChange {
  readonly roles?: readonly Role[];
  readonly licence?: Licence | null;
  readonly active?: boolean;
  /** With null the person signs in elsewhere only. */
  readonly passwordHash?: string | null;
  readonly oidcSubject?: string | null;
  readonly mustChangePassword?: boolean;
  /** With null the second factor is forgotten, and its steps with it. */
  readonly totpSealed?: Buffer | null;
  readonly totpLastStep?: number;
}

export async function updateStaff(tx: Tx, id: string, change: StaffChange): Promise<void> {
  const { roles, licence, active, passwordHash, mustChangePassword, totpSealed } = change;
  await tx
    .updateTable('staff')
    .set({
      ...(roles && { roles: [...roles] }),
      ...(licence !== undefined && licenceColumns(licence)),
      ...(active !== undefined && { active }),
      ...(passwordHash !== undefined && { password_hash: passwordHash }),
      ...(change.oidcSubject !== undefined && { oidc_subject: change.oidcSubject }),
      ...(mustChangePassword !== undefined && { must_change_password: mustChangePassword }),
      ...(totpSealed !== undefined && {
        totp_sealed: totpSealed,
        totp_last_step: change.totpLastStep ?? null,
      }),
    })
    .where('id', '=', id)
    .execute();
}

/** Uses a time step of the second factor up; false if it, or a later one, was used before. */
export async function useTotpStep(
  tx: Tx,
  { staffId, step }: { staffId: string; step: number },
): Promise<boolean> {
  const result = await tx
    .updateTable('staff')
    .set({ totp_last_step: step })
    .where('id', '=', staffId)
    .where((where) =>
      where.or([where('totp_last_step', 'is', null), where('totp_last_step', '<', step)]),
    )
    .executeTakeFirstOrThrow();
  return result.numUpdatedRows === 1n;
}

/** Puts new recovery codes in the place of the old ones. */
export async function replaceRecoveryCodes(
  tx: Tx,
  { staffId, hashes }: { staffId: string; hashes: readonly Buffer[] },
): Promise<void> {
  await tx.deleteFrom('recovery_code').where('staff_id', '=', staffId).execute();
  if (hashes.length === 0) return;
  await tx
    .insertInto('recovery_code')
    .values(hashes.map((hash) => ({ staff_id: staffId, code_sha256: hash, used_at: null })))
    .execute();
}

/** Uses a recovery code up; false if there is no such code left. */
export async function useRecoveryCode(
  tx: Tx,
  { staffId, hash, now }: { staffId: string; hash: Buffer; now: Date },
): Promise<boolean> {
  const result = await tx
    .updateTable('recovery_code')
    .set({ used_at: now })
    .where('staff_id', '=', staffId)
    .where('code_sha256', '=', hash)
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow();
  return result.numUpdatedRows === 1n;
}

function licenceColumns(licence: Licence | null) {
  return {
    licence_number: licence?.number ?? null,
    licence_from: licence?.from ?? null,
    licence_to: licence?.to ?? null,
  };
}

function selectStaff(db: Db) {
  return db
    .selectFrom('staff')
    .innerJoin('actor', 'actor.id', 'staff.id')
    .select(['staff.id', 'actor.name', 'actor.display_name', 'staff.roles', 'staff.active'])
    .select(['staff.licence_number', 'staff.licence_from', 'staff.licence_to'])
    .select(['staff.password_hash', 'staff.must_change_password', 'staff.totp_sealed'])
    .select(['staff.oidc_subject', 'actor.created_at']);
}

type Selected = NonNullable<
  Awaited<ReturnType<ReturnType<typeof selectStaff>['executeTakeFirst']>>
>;

function toStaff(row: Selected | undefined): StaffRow | null {
  if (!row) return null;
  return {
    ...{ id: row.id, name: row.name, displayName: row.display_name },
    ...{ roles: row.roles.filter(isRole), active: row.active, licence: licenceOf(row) },
    ...{ passwordHash: row.password_hash, mustChangePassword: row.must_change_password },
    ...{ totpSealed: row.totp_sealed, oidcSubject: row.oidc_subject, createdAt: row.created_at },
  };
}

function licenceOf(row: Selected): Licence | null {
  const { licence_number: number, licence_from: from, licence_to: to } = row;
  return number === null || from === null || to === null ? null : { number, from, to };
}
