import { bearerToken } from '../../security/bearer-token.ts';
import { isRole, type Role } from '../../security/roles.ts';
import { uuidV7 } from '../../security/uuid-v7.ts';
import {
  insertKey,
  insertKeySecret,
  lockKey,
  retireKeySecrets,
  revokeKey,
} from '../../store/api-key-store.ts';
import { appendAuditEvents } from '../../store/audit-store.ts';
import { HttpProblem } from '../problem.ts';
import type { Services } from '../services.ts';
import type { Manager } from './manage-staff.ts';
import { conflict, contradiction } from './refusal.ts';

type KeyServices = Pick<Services, 'kysely' | 'clock'>;

/** Makes a machine's key; the secret is answered once and kept as its hash. */
export async function addKey(
  { kysely, clock }: KeyServices,
  manager: Manager,
  { name, role, expiresAt }: { name: string; role: Role; expiresAt: Date | null },
): Promise<{ id: string; secret: string }> {
  const [id, secret, now] = [uuidV7(), bearerToken(role), clock()];
  await kysely.transaction().execute(async (tx) => {
    if (!(await insertKey(tx, { id, name, role, secret, expiresAt, now }))) {
      throw contradiction('the name is or was somebody’s');
    }
    const until = expiresAt?.toISOString() ?? null;
    await appendAuditEvents(tx, [
      {
        ...{ at: now, actor: manager.name, action: 'key.add', subject: `key/${id}` },
        detail: { name, role, until },
      },
    ]);
  });
  return { id, secret };
}

/** Gives a key a new secret; the old ones stay good for the hours it takes to change machines. */
export async function rotateKey(
  { kysely, clock }: KeyServices,
  manager: Manager,
  { id, overlapHours, expiresAt }: { id: string; overlapHours: number; expiresAt: Date | null },
): Promise<{ secret: string; oldGoodUntil: Date }> {
  const now = clock();
  const oldGoodUntil = new Date(now.getTime() + overlapHours * 3_600_000);
  return kysely.transaction().execute(async (tx) => {
    const key = await lockKey(tx, id);
    if (!key || !isRole(key.role)) throw HttpProblem.notFound('key');
    if (key.revokedAt !== null) throw conflict('the key was revoked');
    const secret = bearerToken(key.role);
    await retireKeySecrets(tx, { keyId: id, at: oldGoodUntil });
    await insertKeySecret(tx, { keyId: id, secret, expiresAt, now });
    await appendAuditEvents(tx, [
      {
        ...{ at: now, actor: manager.name, action: 'key.rotate', subject: `key/${id}` },
        detail: { oldGoodUntil: oldGoodUntil.toISOString() },
      },
    ]);
    return { secret, oldGoodUntil };
  });
}

/** Revokes a key with all its secrets, at once and for good. */
export async function endKey(
  { kysely, clock }: KeyServices,
  manager: Manager,
  id: string,
): Promise<void> {
  const now = clock();
  await kysely.transaction().execute(async (tx) => {
    if (!(await lockKey(tx, id))) throw HttpProblem.notFound('key');
    if (!(await revokeKey(tx, { keyId: id, now }))) throw conflict('the key was revoked before');
    await appendAuditEvents(tx, [
      {
        ...{ at: now, actor: manager.name, action: 'key.revoke', subject: `key/${id}` },
        detail: {},
      },
    ]);
  });
}
