import type { Transaction } from 'kysely';
import { firstPassword } from '../../security/first-password.ts';
import { hashPassword } from '../../security/password.ts';
import { mayBeGranted, type Role, roleConflict } from '../../security/roles.ts';
import { uuidV7 } from '../../security/uuid-v7.ts';
import { renameActor } from '../../store/actor-store.ts';
import { appendAuditEvents } from '../../store/audit-store.ts';
import { endGrants } from '../../store/grant-store.ts';
import { deleteSessionsOf } from '../../store/session-store.ts';
import {
  findStaffByOidcSubject,
  insertStaff,
  type Licence,
  lockStaff,
  replaceRecoveryCodes,
  type StaffRow,
  updateStaff,
} from '../../store/staff-store.ts';
import type { Tables } from '../../store/tables.ts';
import { forgetAttempts } from '../../store/throttle-store.ts';
import { HttpProblem } from '../problem.ts';
import type { Services } from '../services.ts';
import { conflict, contradiction, violation } from './refusal.ts';
import { factorSubject, nameSubject } from './throttle.ts';

/** What managing accounts needs of the service; the command line brings it too. */
export type StaffServices = Pick<Services, 'kysely' | 'clock' | 'blindIndex'>;

/** Who manages: a person, or the machine's owner on its command line. */
export interface Manager {
  readonly actorId: string | null;
  readonly name: string;
}

/** An account, and who may still change what is there. */
interface Judged {
  readonly id: string;
  readonly judge?: ((seen: StaffRow) => void) | undefined;
}

/** Makes an account; its first password is answered once and has to be changed. */
export async function addStaff(
  services: StaffServices,
  manager: Manager,
  staff: {
    readonly name: string;
    readonly displayName: string;
    readonly roles: readonly Role[];
    readonly licence: Licence | null;
  },
): Promise<{ id: string; firstPassword: string }> {
  requireRoles(staff.roles);
  const id = uuidV7();
  const password = firstPassword();
  const passwordHash = await hashPassword(password);
  const now = services.clock();
  await services.kysely.transaction().execute(async (tx) => {
    if (!(await insertStaff(tx, { ...staff, id, passwordHash, oidcSubject: null, now }))) {
      throw contradiction('the name is or was somebody’s');
    }
    await note(tx, services, {
      ...{ manager, id, action: 'staff.add', detail: { name: staff.name, roles: staff.roles } },
    });
  });
  return { id, firstPassword: password };
}

/** Changes what an account says of its person, or closes and opens it. */
export async function changeStaff(
  services: StaffServices,
  manager: Manager,
  {
    id,
    judge,
    ...change
  }: Judged & { displayName?: string; licence?: Licence | null; active?: boolean },
): Promise<void> {
  const { displayName, licence, active } = change;
  await managed(services, { manager, id, judge }, async (tx, staff) => {
    if (displayName !== undefined) await renameActor(tx, { id, displayName });
    if (licence !== undefined || active !== undefined) await updateStaff(tx, id, change);
    if (active === false) await deleteSessionsOf(tx, id);
    const closing = active !== undefined && active !== staff.active;
    const changed = Object.keys(change).filter((name) => name !== 'active' || closing);
    return { action: closing && !active ? 'staff.disable' : 'staff.change', detail: { changed } };
  });
}

/**
 * Links an account to one of the identity provider, and takes its password away: one door each.
 * With null the link is cut. A second factor set up here is still asked for.
 */
export async function linkStaff(
  services: StaffServices,
  manager: Manager,
  { id, judge, oidcSubject }: Judged & { oidcSubject: string | null },
): Promise<void> {
  await managed(services, { manager, id, judge }, async (tx, staff) => {
    requireGuardedDoor(manager, staff);
    const holder = oidcSubject === null ? null : await findStaffByOidcSubject(tx, oidcSubject);
    if (holder && holder.id !== staff.id) throw contradiction('another account is linked to it');
    await updateStaff(tx, id, {
      oidcSubject,
      ...(oidcSubject !== null && { passwordHash: null, mustChangePassword: false }),
    });
    await deleteSessionsOf(tx, id);
    return { action: oidcSubject === null ? 'staff.unlink' : 'staff.link', detail: {} };
  });
}

/**
 * Gives a person other roles, with a reason; nobody gives himself any. Rights beside the roles end
 * with the roles that allowed them.
 */
export async function setRoles(
  services: StaffServices,
  manager: Manager,
  { id, judge, roles, reason }: Judged & { roles: readonly Role[]; reason: string },
): Promise<void> {
  requireRoles(roles);
  await managed(services, { manager, id, judge }, async (tx, staff) => {
    await updateStaff(tx, id, { roles });
    const ended = mayBeGranted(roles)
      ? []
      : await endGrants(tx, { staffId: id, now: services.clock() });
    const detail = { from: staff.roles, to: roles, reason, ...(ended.length > 0 && { ended }) };
    return { action: 'staff.set-roles', detail };
  });
}

/**
 * Gives a new first password and signs the person out. The second factor stays, which another
 * administrator resets: one alone cannot sign in as somebody else.
 */
export async function resetPassword(
  services: StaffServices,
  manager: Manager,
  id: string,
): Promise<{ firstPassword: string }> {
  const password = firstPassword();
  const passwordHash = await hashPassword(password);
  await managed(services, { manager, id }, async (tx, staff) => {
    requireGuardedDoor(manager, staff);
    await updateStaff(tx, id, { passwordHash, mustChangePassword: true });
    await deleteSessionsOf(tx, id);
    await forgetAttempts(tx, nameSubject(services, staff.name));
    return { action: 'staff.reset-password', detail: {} };
  });
  return { firstPassword: password };
}

/** Forgets the second factor with its recovery codes and signs the person out. */
export async function resetFactor(
  services: StaffServices,
  manager: Manager,
  id: string,
): Promise<void> {
  await managed(services, { manager, id }, async (tx) => {
    await updateStaff(tx, id, { totpSealed: null });
    await replaceRecoveryCodes(tx, { staffId: id, hashes: [] });
    await deleteSessionsOf(tx, id);
    await forgetAttempts(tx, factorSubject(services, id));
    return { action: 'staff.reset-factor', detail: {} };
  });
}

/** Ends every session of a person; answers how many. */
export async function endSessions(
  services: StaffServices,
  manager: Manager,
  id: string,
): Promise<number> {
  let ended = 0;
  await managed(services, { manager, id }, async (tx) => {
    ended = await deleteSessionsOf(tx, id);
    return { action: 'staff.end-sessions', detail: { ended } };
  });
  return ended;
}

/**
 * An account that signs in elsewhere and has no second factor here is guarded by its link alone:
 * who changes that could sign in as its owner, so another administrator takes the roles first.
 */
function requireGuardedDoor(manager: Manager, staff: StaffRow): void {
  const isGuarded = staff.oidcSubject === null || staff.totpSealed !== null;
  if (manager.actorId === null || isGuarded || staff.roles.length === 0) return;
  throw conflict('the security administrator has to take the roles of the account first');
}

type Detail = Parameters<typeof appendAuditEvents>[1][number]['detail'];

/** Acts on another's account, held meanwhile, in one transaction with the audit event. */
async function managed(
  services: StaffServices,
  { manager, id, judge }: Judged & { manager: Manager },
  act: (tx: Transaction<Tables>, staff: StaffRow) => Promise<{ action: string; detail: Detail }>,
): Promise<void> {
  if (manager.actorId === id) throw conflict('this is your own account: ask another administrator');
  await services.kysely.transaction().execute(async (tx) => {
    const staff = await lockStaff(tx, id);
    if (!staff) throw HttpProblem.notFound('account');
    judge?.(staff);
    const { action, detail } = await act(tx, staff);
    await note(tx, services, { manager, id, action, detail });
  });
}

async function note(
  tx: Transaction<Tables>,
  { clock }: Pick<Services, 'clock'>,
  { manager, id, action, detail }: { manager: Manager; id: string; action: string; detail: Detail },
): Promise<void> {
  const subject = `staff/${id}`;
  await appendAuditEvents(tx, [{ at: clock(), actor: manager.name, action, subject, detail }]);
}

function requireRoles(roles: readonly Role[]): void {
  const fault = roleConflict(roles);
  if (fault !== null) throw violation('roles-conflict', fault);
}
