import { type Kysely, sql, type Transaction } from 'kysely';
import { bearerHash, bearerPrefix } from '../security/bearer-token.ts';
import type { Caller } from '../security/caller.ts';
import { isRole, type Role } from '../security/roles.ts';
import { insertActor } from './actor-store.ts';
import type { Tables } from './tables.ts';

/** One of the secrets a key is known by; the secret itself is shown once and never kept. */
export interface KeySecretRow {
  readonly prefix: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
}

export interface KeyRow {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly createdAt: Date;
  readonly revokedAt: Date | null;
  readonly secrets: readonly KeySecretRow[];
}

/** A use is noted at most once in so long: not every request of a busy sequencer writes. */
const noteSeconds = 60;

/** The caller a key belongs to; null if there is none, it was revoked or its secret expired. */
export async function findCallerByKey(
  kysely: Kysely<Tables>,
  { keySha256, now }: { keySha256: Buffer; now: Date },
): Promise<Caller | null> {
  const row = await kysely
    .selectFrom('api_key_secret as secret')
    .innerJoin('api_key', 'api_key.id', 'secret.api_key_id')
    .innerJoin('actor', 'actor.id', 'api_key.id')
    .select(['api_key.id', 'actor.name', 'actor.display_name', 'api_key.role'])
    .select('secret.last_used_at')
    .where('secret.key_sha256', '=', keySha256)
    .where('api_key.revoked_at', 'is', null)
    .where((where) =>
      where.or([where('secret.expires_at', 'is', null), where('secret.expires_at', '>', now)]),
    )
    .executeTakeFirst();
  if (!row || !isRole(row.role)) return null;
  if (isOlder(row.last_used_at, now)) await noteUse(kysely, { keySha256, now });
  return {
    ...{ actorId: row.id, kind: 'api-key', name: row.name, displayName: row.display_name },
    ...{ roles: [row.role], grants: [], session: null },
  };
}

function isOlder(at: Date | null, now: Date): boolean {
  return at === null || now.getTime() - at.getTime() > noteSeconds * 1000;
}

async function noteUse(
  kysely: Kysely<Tables>,
  { keySha256, now }: { keySha256: Buffer; now: Date },
): Promise<void> {
  await kysely
    .updateTable('api_key_secret')
    .set({ last_used_at: now })
    .where('key_sha256', '=', keySha256)
    .execute();
}

/** Adds a key with its first secret; false if the name is or was somebody's. */
export async function insertKey(
  tx: Transaction<Tables>,
  key: {
    readonly id: string;
    readonly name: string;
    readonly role: Role;
    readonly secret: string;
    readonly expiresAt: Date | null;
    readonly now: Date;
  },
): Promise<boolean> {
  const { id, name, role, secret, expiresAt, now } = key;
  const isNew = await insertActor(tx, { id, kind: 'api-key', name, displayName: name, now });
  if (!isNew) return false;
  await tx.insertInto('api_key').values({ id, role, revoked_at: null }).execute();
  await insertKeySecret(tx, { keyId: id, secret, expiresAt, now });
  return true;
}

/** Adds a secret to a key: both are good until the older one expires. */
export async function insertKeySecret(
  tx: Transaction<Tables>,
  added: {
    readonly keyId: string;
    readonly secret: string;
    readonly expiresAt: Date | null;
    readonly now: Date;
  },
): Promise<void> {
  const { keyId, secret, expiresAt, now } = added;
  await tx
    .insertInto('api_key_secret')
    .values({
      ...{ key_sha256: bearerHash(secret), api_key_id: keyId, prefix: bearerPrefix(secret) },
      ...{ created_at: now, expires_at: expiresAt, last_used_at: null },
    })
    .execute();
}

/** Lets every secret a key has now end at a time, unless it ends before. */
export async function retireKeySecrets(
  tx: Transaction<Tables>,
  { keyId, at }: { keyId: string; at: Date },
): Promise<void> {
  await tx
    .updateTable('api_key_secret')
    .set({ expires_at: sql<Date>`least(coalesce(expires_at, ${at}), ${at})` })
    .where('api_key_id', '=', keyId)
    .execute();
}

/** Revokes a key with all its secrets; false if it was revoked before. */
export async function revokeKey(
  tx: Transaction<Tables>,
  { keyId, now }: { keyId: string; now: Date },
): Promise<boolean> {
  const result = await tx
    .updateTable('api_key')
    .set({ revoked_at: now })
    .where('id', '=', keyId)
    .where('revoked_at', 'is', null)
    .executeTakeFirstOrThrow();
  return result.numUpdatedRows === 1n;
}

/** A key, held until the transaction ends; null if there is none. */
export async function lockKey(
  tx: Transaction<Tables>,
  keyId: string,
): Promise<{ role: string; revokedAt: Date | null } | null> {
  const row = await tx
    .selectFrom('api_key')
    .select(['role', 'revoked_at as revokedAt'])
    .where('id', '=', keyId)
    .forUpdate()
    .executeTakeFirst();
  return row ?? null;
}

/** Every key, by name, with its secrets, the newest first. */
export async function listKeys(kysely: Kysely<Tables>): Promise<KeyRow[]> {
  const keys = await kysely
    .selectFrom('api_key')
    .innerJoin('actor', 'actor.id', 'api_key.id')
    .select(['api_key.id', 'actor.name', 'api_key.role'])
    .select(['actor.created_at as createdAt', 'api_key.revoked_at as revokedAt'])
    .orderBy('actor.name')
    .execute();
  const secrets = await kysely
    .selectFrom('api_key_secret')
    .select(['api_key_id', 'prefix', 'created_at as createdAt'])
    .select(['expires_at as expiresAt', 'last_used_at as lastUsedAt'])
    .orderBy('created_at', 'desc')
    .execute();
  const secretsOf = Map.groupBy(secrets, ({ api_key_id: keyId }) => keyId);
  return keys.map((key) => ({ ...key, secrets: (secretsOf.get(key.id) ?? []).map(withoutKey) }));
}

function withoutKey({
  api_key_id: _,
  ...secret
}: KeySecretRow & { api_key_id: string }): KeySecretRow {
  return secret;
}
