import { bearerToken } from '../../security/bearer-token.ts';
import type { Caller } from '../../security/caller.ts';
import { hashPassword, isPassword, needsRehash } from '../../security/password.ts';
import { uuidV7 } from '../../security/uuid-v7.ts';
import { appendAuditEvents } from '../../store/audit-store.ts';
import { deleteSession, findCallerBySession, insertSession } from '../../store/session-store.ts';
import { findStaffByName, type StaffRow, updateStaff } from '../../store/staff-store.ts';
import { forgetAttempts, returnAttempt } from '../../store/throttle-store.ts';
import { HttpProblem } from '../problem.ts';
import type { Services } from '../services.ts';
import { accountName } from './account-name.ts';
import { addressSubject, nameSubject, requireAttempt, throttles } from './throttle.ts';

/** What a person types at the door, and where from. */
export interface SignIn {
  readonly name: string;
  readonly password: string;
  readonly address: string;
}

/** A session as its owner holds it. */
export interface OpenedSession {
  readonly token: string;
  readonly caller: Caller;
}

/**
 * Opens a session for a name and its password: the first half of signing in. An unknown name, a
 * wrong password and a closed account are answered alike, after the same work.
 */
export async function signIn(services: Services, typed: SignIn): Promise<OpenedSession> {
  const { kysely } = services;
  const name = accountName(typed.name);
  const ofAddress = addressSubject(services, typed.address);
  const ofName = nameSubject(services, name);
  await requireAttempt(services, ofAddress, throttles.address);
  const { locks } = await requireAttempt(services, ofName, throttles.name);
  const staff = await findStaffByName(kysely, name);
  const stored = staff?.active ? staff.passwordHash : null;
  if (!(await isPassword(typed.password, stored)) || staff === null) {
    await refuse(services, { staff, locks });
    throw new HttpProblem('sign-in-refused', 'the name or the password is wrong');
  }
  const opened = await openSession(services, {
    ...{ staffId: staff.id, factorAt: null, action: 'sign-in.password', actor: staff.name },
    rehashed: needsRehash(staff.passwordHash ?? '') ? await hashPassword(typed.password) : null,
  });
  await forgetAttempts(kysely, ofName);
  await returnAttempt(kysely, ofAddress);
  return opened;
}

/** A failure is chained under the account it was about; what was typed is not kept. */
async function refuse(
  { kysely, clock }: Services,
  { staff, locks }: { staff: StaffRow | null; locks: boolean },
): Promise<void> {
  const about = {
    ...{ at: clock(), actor: 'nobody', subject: `staff/${staff?.id ?? 'unknown'}`, detail: {} },
  };
  await kysely
    .transaction()
    .execute((tx) =>
      appendAuditEvents(tx, [
        { ...about, action: 'sign-in.refuse' },
        ...(locks ? [{ ...about, action: 'sign-in.lock' }] : []),
      ]),
    );
}

/** Opens a session with a token that nobody has seen before. */
export async function openSession(
  { kysely, clock, config }: Services,
  opening: {
    readonly staffId: string;
    readonly actor: string;
    /** When the second factor was given already, elsewhere. */
    readonly factorAt: Date | null;
    readonly action: string;
    readonly rehashed?: string | null;
  },
): Promise<OpenedSession> {
  const { staffId, actor, factorAt, action, rehashed = null } = opening;
  const now = clock();
  const token = bearerToken('session');
  const id = uuidV7();
  const { idleSeconds, totalSeconds } = config.session;
  await kysely.transaction().execute(async (tx) => {
    const expiresAt = new Date(now.getTime() + totalSeconds * 1000);
    if (rehashed !== null) await updateStaff(tx, staffId, { passwordHash: rehashed });
    await insertSession(tx, { id, token, staffId, factorAt, now, expiresAt });
    await appendAuditEvents(tx, [
      { at: now, actor, action, subject: `staff/${staffId}`, detail: { session: id } },
    ]);
  });
  const caller = await findCallerBySession(kysely, { token, now, idleSeconds });
  if (!caller) throw new HttpProblem('sign-in-refused', 'the account was closed just now');
  return { token, caller };
}

/** Ends the caller's session. */
export async function signOut({ kysely, clock }: Services, caller: Caller): Promise<void> {
  const { session } = caller;
  if (session === null) return;
  await kysely.transaction().execute(async (tx) => {
    await deleteSession(tx, session.id);
    await appendAuditEvents(tx, [
      {
        ...{ at: clock(), actor: caller.name, action: 'sign-out' },
        ...{ subject: `staff/${caller.actorId}`, detail: { session: session.id } },
      },
    ]);
  });
}
