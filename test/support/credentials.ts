import type { Kysely, Transaction } from 'kysely';
import { bearerToken } from '../../src/security/bearer-token.ts';
import type { Caller } from '../../src/security/caller.ts';
import { keyRoles, type Role, roles, staffRoles } from '../../src/security/roles.ts';
import { uuidV7 } from '../../src/security/uuid-v7.ts';
import { insertKey } from '../../src/store/api-key-store.ts';
import { insertOauthClient, insertOauthToken } from '../../src/store/oauth-store.ts';
import { insertSession } from '../../src/store/session-store.ts';
import { insertStaff, updateStaff } from '../../src/store/staff-store.ts';
import type { Tables } from '../../src/store/tables.ts';

/** What each role sends as its bearer. */
export type Credentials = Readonly<Record<Role, string>>;

const days = 86_400_000;

/**
 * One actor a role, named for it, with what it sends: a person in a session with a fresh second
 * factor, a machine with a key, the platform with a token. Passwords and their cost are left out.
 */
export async function issueCredentials(kysely: Kysely<Tables>, now: Date): Promise<Credentials> {
  const issued = await kysely.transaction().execute(async (tx) => {
    const pairs: [Role, string][] = [];
    for (const role of roles) pairs.push([role, await issue(tx, role, now)]);
    return pairs;
  });
  return Object.fromEntries(issued) as Credentials;
}

function issue(tx: Transaction<Tables>, role: Role, now: Date): Promise<string> {
  if (staffRoles.includes(role)) return signedIn(tx, { name: role, roles: [role], now });
  return keyRoles.includes(role) ? issueKey(tx, role, now) : issueToken(tx, role, now);
}

/** What an approver must hold to sign. */
const licence = { number: 'TEST-0001', from: '2020-01-01', to: '2099-12-31' };

/** A licensed person in a complete session; answers its token. */
export async function signedIn(
  tx: Transaction<Tables>,
  { name, roles: held, now }: { name: string; roles: readonly Role[]; now: Date },
): Promise<string> {
  const [id, token] = [uuidV7(), bearerToken('session')];
  await insertStaff(tx, {
    ...{ id, name, displayName: name, roles: held, licence, now },
    ...{ passwordHash: null, oidcSubject: null },
  });
  await updateStaff(tx, id, { mustChangePassword: false, totpSealed: Buffer.alloc(1) });
  await insertSession(tx, {
    ...{ id: uuidV7(), token, staffId: id, factorAt: now, now },
    expiresAt: new Date(now.getTime() + days),
  });
  return token;
}

async function issueKey(tx: Transaction<Tables>, role: Role, now: Date): Promise<string> {
  const secret = bearerToken(role);
  await insertKey(tx, { id: uuidV7(), name: role, role, secret, expiresAt: null, now });
  return secret;
}

async function issueToken(tx: Transaction<Tables>, role: Role, now: Date): Promise<string> {
  const [id, token] = [uuidV7(), bearerToken('access')];
  await insertOauthClient(tx, { id, name: role, jwks: { keys: [] }, now });
  const expiresAt = new Date(now.getTime() + days);
  await insertOauthToken(tx, { token, clientId: id, scope: 'system/*.read', now, expiresAt });
  return token;
}

/** The caller of a role, as the door would have found it. */
export async function callerOf(kysely: Kysely<Tables>, role: Role): Promise<Caller> {
  const row = await kysely
    .selectFrom('actor')
    .select('id')
    .where('name', '=', role)
    .executeTakeFirstOrThrow();
  return {
    ...{ actorId: row.id, kind: 'staff', name: role, displayName: role, roles: [role] },
    ...{ grants: [], session: null },
  };
}
