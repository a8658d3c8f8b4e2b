import { type GrantablePermission, mayBeGranted } from '../../security/roles.ts';
import { uuidV7 } from '../../security/uuid-v7.ts';
import { appendAuditEvents } from '../../store/audit-store.ts';
import { endGrants, insertGrant } from '../../store/grant-store.ts';
import { lockStaff } from '../../store/staff-store.ts';
import { HttpProblem } from '../problem.ts';
import type { Services } from '../services.ts';
import { conflict, violation } from './refusal.ts';

interface Manager {
  readonly actorId: string;
  readonly name: string;
}

interface Grant {
  readonly staffId: string;
  readonly permission: GrantablePermission;
  readonly reason: string;
  readonly hours: number;
}

/** Gives one person a right beside the roles, for hours and with a reason; nobody gives himself. */
export async function grantPermission(
  { kysely, clock }: Services,
  manager: Manager,
  { staffId, permission, reason, hours }: Grant,
): Promise<{ id: string; expiresAt: Date }> {
  if (manager.actorId === staffId) throw conflict('this is your own account');
  const now = clock();
  const id = uuidV7();
  const expiresAt = new Date(now.getTime() + hours * 3_600_000);
  await kysely.transaction().execute(async (tx) => {
    const staff = await lockStaff(tx, staffId);
    if (!staff) throw HttpProblem.notFound('account');
    if (!mayBeGranted(staff.roles)) {
      throw violation('grant-not-allowed', 'only who reads samples already may be given this');
    }
    const grantedBy = manager.actorId;
    await insertGrant(tx, { id, staffId, permission, reason, grantedBy, now, expiresAt });
    await appendAuditEvents(tx, [
      {
        ...{ at: now, actor: manager.name, action: 'staff.grant', subject: `staff/${staffId}` },
        detail: { permission, reason, until: expiresAt.toISOString() },
      },
    ]);
  });
  return { id, expiresAt };
}

/** Takes a right given beside the roles back before its time. */
export async function endGrant(
  { kysely, clock }: Services,
  manager: Manager,
  { staffId, id }: { readonly staffId: string; readonly id: string },
): Promise<void> {
  const now = clock();
  await kysely.transaction().execute(async (tx) => {
    const [permission] = await endGrants(tx, { staffId, id, now });
    if (permission === undefined) throw HttpProblem.notFound('right in force');
    await appendAuditEvents(tx, [
      {
        ...{ at: now, actor: manager.name, action: 'staff.end-grant' },
        ...{ subject: `staff/${staffId}`, detail: { permission, id } },
      },
    ]);
  });
}
