import type { Kysely, Transaction } from 'kysely';
import { type GrantablePermission, grantablePermissions } from '../security/roles.ts';
import type { Tables } from './tables.ts';

/** Keeps a right given to one person for a time. */
export async function insertGrant(
  tx: Transaction<Tables>,
  grant: {
    readonly id: string;
    readonly staffId: string;
    readonly permission: GrantablePermission;
    readonly reason: string;
    readonly grantedBy: string;
    readonly now: Date;
    readonly expiresAt: Date;
  },
): Promise<void> {
  const { id, staffId, permission, reason, grantedBy, now, expiresAt } = grant;
  await tx
    .insertInto('staff_grant')
    .values({
      ...{ id, staff_id: staffId, permission, reason },
      ...{ granted_by: grantedBy, granted_at: now, expires_at: expiresAt },
    })
    .execute();
}

/** A right that a person holds beside the roles. */
export interface GrantRow {
  readonly id: string;
  readonly staffId: string;
  readonly permission: GrantablePermission;
  readonly reason: string;
  readonly expiresAt: Date;
}

/** Every right in force, the one that ends first first. */
export async function listGrants(db: Kysely<Tables>, now: Date): Promise<GrantRow[]> {
  const rows = await db
    .selectFrom('staff_grant')
    .select(['id', 'staff_id as staffId', 'permission', 'reason', 'expires_at as expiresAt'])
    .where('expires_at', '>', now)
    .orderBy('expires_at')
    .orderBy('id')
    .execute();
  return rows.flatMap((row) => {
    const permission = grantablePermissions.find((each) => each === row.permission);
    return permission === undefined ? [] : [{ ...row, permission }];
  });
}

/** Ends the rights of a person before their time, or the one that is named; answers which. */
export async function endGrants(
  tx: Transaction<Tables>,
  { staffId, id, now }: { readonly staffId: string; readonly id?: string; readonly now: Date },
): Promise<string[]> {
  let ending = tx
    .updateTable('staff_grant')
    .set({ expires_at: now })
    .where('staff_id', '=', staffId)
    .where('expires_at', '>', now);
  if (id !== undefined) ending = ending.where('id', '=', id);
  const rows = await ending.returning('permission').execute();
  return rows.map(({ permission }) => permission);
}
