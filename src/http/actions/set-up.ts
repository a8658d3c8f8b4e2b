import { timingSafeEqual } from 'node:crypto';
import { bearerHash } from '../../security/bearer-token.ts';
import { hashPassword } from '../../security/password.ts';
import type { administratorRoles } from '../../security/roles.ts';
import { readSetupToken, removeSetupToken } from '../../security/setup-token.ts';
import { uuidV7 } from '../../security/uuid-v7.ts';
import { appendAuditEvents } from '../../store/audit-store.ts';
import { hasStaff, insertStaff, lockFirstStaff } from '../../store/staff-store.ts';
import { HttpProblem } from '../problem.ts';
import type { Services } from '../services.ts';
import { requireGoodPassword } from './change-password.ts';
import { conflict, contradiction, violation } from './refusal.ts';

/** One of the first three accounts. */
export interface FirstAdministrator {
  readonly role: (typeof administratorRoles)[number];
  readonly name: string;
  readonly displayName: string;
  readonly password: string;
}

/**
 * Makes the three administrators of a fresh service, once, for whoever can read the set-up token in
 * its folder of secrets. Each has to change the password and to set up a second factor at once.
 */
export async function setUp(
  { kysely, clock, config }: Services,
  { token, administrators }: { token: string; administrators: readonly FirstAdministrator[] },
): Promise<void> {
  const { secrets } = config.folders;
  if (await hasStaff(kysely)) throw conflict('the service is set up already');
  if (!isToken(token, readSetupToken(secrets))) {
    throw new HttpProblem('sign-in-refused', 'this is not the set-up token');
  }
  for (const { name, displayName, password } of administrators) {
    requireGoodPassword(password, [name, displayName]);
  }
  if (new Set(administrators.map(({ password }) => password)).size < administrators.length) {
    throw violation('passwords-equal', 'each administrator needs a password of his own');
  }
  const accounts = await Promise.all(administrators.map(accountOf));
  const now = clock();
  await kysely.transaction().execute(async (tx) => {
    await lockFirstStaff(tx);
    if (await hasStaff(tx)) throw conflict('the service has just been set up');
    for (const account of accounts) {
      if (await insertStaff(tx, { ...account, now })) continue;
      throw contradiction('two administrators have one name, or a key has it');
    }
    await appendAuditEvents(
      tx,
      accounts.map(({ id, name, roles }) => ({
        ...{ at: now, actor: 'set-up', action: 'staff.add', subject: `staff/${id}` },
        detail: { name, roles },
      })),
    );
  });
  removeSetupToken(secrets);
}

async function accountOf({ role, name, displayName, password }: FirstAdministrator) {
  return {
    ...{ id: uuidV7(), name, displayName, roles: [role], licence: null, oidcSubject: null },
    passwordHash: await hashPassword(password),
  };
}

function isToken(presented: string, kept: string | null): boolean {
  return kept !== null && timingSafeEqual(bearerHash(presented.trim()), bearerHash(kept));
}
