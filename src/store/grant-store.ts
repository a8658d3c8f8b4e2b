import type { Transaction } from 'kysely';
import type { GrantablePermission } from '../security/roles.ts';
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
