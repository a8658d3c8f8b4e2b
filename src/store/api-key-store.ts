import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { apiKeyHash } from '../security/api-key.ts';
import { isRole, type Role, roles } from '../security/roles.ts';
import { uuidV7 } from '../security/uuid-v7.ts';
import type { Tables } from './tables.ts';

/** Who asks: an API key with its one role. */
export interface Caller {
  readonly apiKeyId: string;
  readonly name: string;
  readonly role: Role;
}

/**
 * Makes sure that the first keys, one a role, can be used: a missing row is added, and the row of a
 * key that was made again takes its new hash. A revoked key stays revoked.
 */
export async function ensureFirstKeys(
  kysely: Kysely<Tables>,
  { keys, now }: { keys: Readonly<Record<Role, string>>; now: Date },
): Promise<void> {
  const rows = roles.map((role) => ({
    id: uuidV7(),
    name: role,
    role,
    key_sha256: apiKeyHash(keys[role]),
    created_at: now,
  }));
  await kysely
    .insertInto('api_key')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet((row) => ({ key_sha256: row.ref('excluded.key_sha256') }))
        .where('api_key.revoked_at', 'is', null),
    )
    .execute();
}

/** The caller a key's hash belongs to; null if there is none or it was revoked. */
export async function findCallerByKey(
  kysely: Kysely<Tables>,
  keySha256: Buffer,
): Promise<Caller | null> {
  const row = await kysely
    .selectFrom('api_key')
    .select(['id', 'name', 'role'])
    .where('key_sha256', '=', keySha256)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return toCaller(row);
}

/** The caller a page's session belongs to; null once it expired or its key was revoked. */
export async function findCallerBySession(
  kysely: Kysely<Tables>,
  { tokenSha256, now }: { tokenSha256: Buffer; now: Date },
): Promise<Caller | null> {
  const row = await kysely
    .selectFrom('page_session')
    .innerJoin('api_key', 'api_key.id', 'page_session.api_key_id')
    .select(['api_key.id', 'api_key.name', 'api_key.role'])
    .where('token_sha256', '=', tokenSha256)
    .where('expires_at', '>', now)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return toCaller(row);
}

/** Opens a session of the page and answers its token; expired sessions are swept away. */
export async function openSession(
  kysely: Kysely<Tables>,
  { apiKeyId, now, seconds }: { apiKeyId: string; now: Date; seconds: number },
): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await kysely.deleteFrom('page_session').where('expires_at', '<=', now).execute();
  await kysely
    .insertInto('page_session')
    .values({
      token_sha256: apiKeyHash(token),
      api_key_id: apiKeyId,
      expires_at: new Date(now.getTime() + seconds * 1000),
    })
    .execute();
  return token;
}

/** Ends a session of the page. */
export async function closeSession(kysely: Kysely<Tables>, tokenSha256: Buffer): Promise<void> {
  await kysely.deleteFrom('page_session').where('token_sha256', '=', tokenSha256).execute();
}

function toCaller(row: { id: string; name: string; role: string } | undefined): Caller | null {
  if (!row || !isRole(row.role)) return null;
  return { apiKeyId: row.id, name: row.name, role: row.role };
}
