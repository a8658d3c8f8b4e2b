import type { Kysely, Transaction } from 'kysely';
import { bearerHash } from '../security/bearer-token.ts';
import type { Caller } from '../security/caller.ts';
import { insertActor } from './actor-store.ts';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;
type Tx = Transaction<Tables>;

/** A registered system with the public keys it signs with. */
export interface OauthClientRow {
  readonly id: string;
  readonly name: string;
  readonly jwks: Record<string, unknown>;
  readonly createdAt: Date;
  readonly revokedAt: Date | null;
}

/** Registers a client; false if the name is or was somebody's. */
export async function insertOauthClient(
  tx: Tx,
  client: { id: string; name: string; jwks: object; now: Date },
): Promise<boolean> {
  const { id, name, jwks, now } = client;
  const isNew = await insertActor(tx, { id, kind: 'client', name, displayName: name, now });
  if (!isNew) return false;
  await tx
    .insertInto('oauth_client')
    .values({ id, jwks: JSON.stringify(jwks), revoked_at: null })
    .execute();
  return true;
}

/** A client that may sign in; null if there is none or it was revoked. */
export async function findOauthClient(db: Db, id: string): Promise<OauthClientRow | null> {
  const row = await selectClients(db)
    .where('oauth_client.id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return row ?? null;
}

/** Every client, by name. */
export async function listOauthClients(db: Db): Promise<OauthClientRow[]> {
  return selectClients(db).orderBy('actor.name').execute();
}

/** Revokes a client with its tokens; false if there is none that could be. */
export async function revokeOauthClient(
  tx: Tx,
  { id, now }: { id: string; now: Date },
): Promise<boolean> {
  const result = await tx
    .updateTable('oauth_client')
    .set({ revoked_at: now })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirstOrThrow();
  await tx.deleteFrom('oauth_token').where('client_id', '=', id).execute();
  return result.numUpdatedRows === 1n;
}

/** Uses an assertion up; false if it was used before. Assertions that are over are swept away. */
export async function useAssertion(
  tx: Tx,
  used: { clientId: string; jti: string; expiresAt: Date; now: Date },
): Promise<boolean> {
  const { clientId, jti, expiresAt, now } = used;
  await tx.deleteFrom('oauth_assertion').where('expires_at', '<', now).execute();
  const result = await tx
    .insertInto('oauth_assertion')
    .values({ client_id: clientId, jti_sha256: bearerHash(jti), expires_at: expiresAt })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** Keeps an access token; tokens that are over are swept away. */
export async function insertOauthToken(
  tx: Tx,
  token: { token: string; clientId: string; scope: string; now: Date; expiresAt: Date },
): Promise<void> {
  await tx.deleteFrom('oauth_token').where('expires_at', '<=', token.now).execute();
  await tx
    .insertInto('oauth_token')
    .values({
      ...{ token_sha256: bearerHash(token.token), client_id: token.clientId },
      ...{ scope: token.scope, expires_at: token.expiresAt },
    })
    .execute();
}

/** The client an access token belongs to; null once it expired or the client was revoked. */
export async function findCallerByToken(
  db: Db,
  { token, now }: { token: string; now: Date },
): Promise<Caller | null> {
  const row = await db
    .selectFrom('oauth_token')
    .innerJoin('oauth_client', 'oauth_client.id', 'oauth_token.client_id')
    .innerJoin('actor', 'actor.id', 'oauth_client.id')
    .select(['actor.id', 'actor.name', 'actor.display_name'])
    .where('token_sha256', '=', bearerHash(token))
    .where('expires_at', '>', now)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  if (!row) return null;
  return {
    ...{ actorId: row.id, kind: 'client', name: row.name, displayName: row.display_name },
    ...{ roles: ['platform'], grants: [], session: null },
  };
}

function selectClients(db: Db) {
  return db
    .selectFrom('oauth_client')
    .innerJoin('actor', 'actor.id', 'oauth_client.id')
    .select(['oauth_client.id', 'actor.name', 'oauth_client.jwks'])
    .select(['actor.created_at as createdAt', 'oauth_client.revoked_at as revokedAt']);
}
