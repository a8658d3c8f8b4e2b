import { bearerToken } from '../../security/bearer-token.ts';
import type { Caller } from '../../security/caller.ts';
import { hashPassword, isPassword } from '../../security/password.ts';
import { type PasswordFault, passwordFault } from '../../security/password-rules.ts';
import { appendAuditEvents } from '../../store/audit-store.ts';
import { deleteSessionsOf, renewSession } from '../../store/session-store.ts';
import { getStaff, updateStaff } from '../../store/staff-store.ts';
import { forgetAttempts } from '../../store/throttle-store.ts';
import { HttpProblem } from '../problem.ts';
import type { Services } from '../services.ts';
import { requireSignedIn } from '../sign-in-step.ts';
import { nameSubject, requireAttempt, throttles } from './throttle.ts';

/**
 * Changes the caller's own password, once the second factor was given. Every other session of the
 * person ends, and this one gets a new token.
 */
export async function changePassword(
  services: Services,
  caller: Caller,
  { current, next }: { current: string; next: string },
): Promise<{ token: string }> {
  const { kysely, clock } = services;
  const { session, actorId } = caller;
  if (session === null || session.step !== 'change-password') requireSignedIn(caller);
  const subject = nameSubject(services, caller.name);
  const { locks } = await requireAttempt(services, subject, throttles.name);
  const staff = await getStaff(kysely, actorId);
  if (!(await isPassword(current, staff?.passwordHash ?? null))) {
    await noteRefusal(services, caller, locks);
    throw new HttpProblem('sign-in-refused', 'the present password is wrong');
  }
  requireGoodPassword(next, [caller.name, caller.displayName]);
  if (current === next) throw weak('unchanged');
  const passwordHash = await hashPassword(next);
  const token = bearerToken('session');
  const id = session?.id ?? '';
  await kysely.transaction().execute(async (tx) => {
    await updateStaff(tx, actorId, { passwordHash, mustChangePassword: false });
    if (!(await renewSession(tx, { id, token }))) {
      throw new HttpProblem('key-missing', 'the session has ended');
    }
    const ended = await deleteSessionsOf(tx, actorId, id);
    await forgetAttempts(tx, subject);
    await appendAuditEvents(tx, [
      {
        ...{ at: clock(), actor: caller.name, action: 'password.change' },
        ...{ subject: `staff/${actorId}`, detail: { endedSessions: ended } },
      },
    ]);
  });
  return { token };
}

/** Whoever holds somebody's session but not the password shows here. */
async function noteRefusal(
  { kysely, clock }: Services,
  { name, actorId }: Caller,
  locks: boolean,
): Promise<void> {
  const about = { at: clock(), actor: name, subject: `staff/${actorId}`, detail: {} };
  await kysely
    .transaction()
    .execute((tx) =>
      appendAuditEvents(tx, [
        { ...about, action: 'password.refuse-change' },
        ...(locks ? [{ ...about, action: 'sign-in.lock' }] : []),
      ]),
    );
}

/** Refuses a password that somebody would guess. */
export function requireGoodPassword(password: string, names: readonly string[]): void {
  const fault = passwordFault(password, names);
  if (fault !== null) throw weak(fault);
}

const faults: Readonly<Record<PasswordFault | 'unchanged', string>> = {
  'too-short': 'a password has at least 12 characters',
  'too-long': 'a password has at most 128 characters',
  common: 'this is one of the passwords that everybody tries',
  monotonous: 'the characters repeat or follow one another',
  'names-the-account': 'the password holds the name of the account or of the person',
  unchanged: 'the new password is the present one',
};

function weak(fault: PasswordFault | 'unchanged'): HttpProblem {
  return new HttpProblem('password-weak', faults[fault], { fault });
}
