import { bearerToken } from '../../security/bearer-token.ts';
import { claimedClient, verifyAssertion } from '../../security/client-assertion.ts';
import { appendAuditEvents } from '../../store/audit-store.ts';
import {
  findOauthClient,
  insertOauthToken,
  type OauthClientRow,
  useAssertion,
} from '../../store/oauth-store.ts';
import type { Services } from '../services.ts';

/** The scope a system may have: to read what is released to it. */
export const grantedScope = 'system/*.read';

/** An access token lives so long, seconds. */
export const tokenSeconds = 300;

/** Why no token is given (RFC 6749 § 5.2). */
export type TokenRefusal =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_scope'
  | 'unsupported_grant_type';

export type IssuedToken =
  | { readonly ok: true; readonly token: string }
  | { readonly ok: false; readonly error: TokenRefusal };

const bearerAssertion = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** What the token endpoint is sent. */
export interface TokenRequest {
  readonly grantType: string;
  readonly scope: string;
  readonly assertionType: string;
  readonly assertion: string;
  /** The address of the token endpoint, for which the assertion must have been made. */
  readonly audience: string;
}

/**
 * Gives a short access token for a signed assertion (SMART backend services). The token is opaque
 * and kept as its hash: a client that is revoked has none that works.
 */
export async function issueToken(services: Services, asked: TokenRequest): Promise<IssuedToken> {
  const { kysely, clock } = services;
  if (asked.grantType !== 'client_credentials') return refuse('unsupported_grant_type');
  if (asked.assertionType !== bearerAssertion) return refuse('invalid_request');
  if (!asked.scope.split(' ').includes(grantedScope)) return refuse('invalid_scope');
  const now = clock();
  const client = await clientOf(services, asked.assertion);
  if (client === null) return refuse('invalid_client');
  const assertion = await verifyAssertion(asked.assertion, {
    ...{ clientId: client.id, audience: asked.audience, now },
    jwks: client.jwks as unknown as Parameters<typeof verifyAssertion>[1]['jwks'],
  });
  if (assertion === null) return refuse('invalid_client');
  const token = bearerToken('access');
  return kysely.transaction().execute(async (tx): Promise<IssuedToken> => {
    const isFresh = await useAssertion(tx, { clientId: client.id, ...assertion, now });
    const about = { at: now, actor: client.name, subject: `client/${client.id}`, detail: {} };
    if (!isFresh) {
      await appendAuditEvents(tx, [{ ...about, action: 'client.replay' }]);
      return refuse('invalid_client');
    }
    const expiresAt = new Date(now.getTime() + tokenSeconds * 1000);
    await insertOauthToken(tx, {
      ...{ token, clientId: client.id, scope: grantedScope, now, expiresAt },
    });
    await appendAuditEvents(tx, [{ ...about, action: 'client.sign-in' }]);
    return { ok: true, token };
  });
}

async function clientOf({ kysely }: Services, assertion: string): Promise<OauthClientRow | null> {
  const id = claimedClient(assertion);
  if (id === null || !/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return null;
  return findOauthClient(kysely, id);
}

function refuse(error: TokenRefusal): IssuedToken {
  return { ok: false, error };
}
