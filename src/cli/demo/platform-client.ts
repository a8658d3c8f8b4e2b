import { generateKeyPairSync, type JsonWebKey, randomUUID } from 'node:crypto';
import { signAssertion } from '../../security/client-assertion.ts';
import { type ApiClient, createApiClient } from './api-client.ts';

/** The platform's private key and the id it was registered under. */
export interface PlatformKey {
  readonly clientId: string;
  readonly privateKey: JsonWebKey;
}

/** Makes the platform's key pair and has its public half registered. */
export async function registerPlatform(security: ApiClient): Promise<PlatformKey> {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-384' });
  const kid = randomUUID();
  const jwks = { keys: [{ ...pair.publicKey.export({ format: 'jwk' }), kid }] };
  const { id } = await security.post<{ id: string }>('/api/v1/clients', {
    ...{ name: 'birth-defect platform', jwks },
  });
  return { clientId: id, privateKey: { ...pair.privateKey.export({ format: 'jwk' }), kid } };
}

/** The platform: signs in by an assertion, again whenever its token is about to end. */
export function platformClient(address: string, key: PlatformKey): ApiClient {
  let held: { token: string; until: number } | null = null;
  return createApiClient(address, async () => {
    if (held === null || Date.now() > held.until) {
      const { token, seconds } = await fetchToken(address, key);
      held = { token, until: Date.now() + (seconds / 2) * 1000 };
    }
    return held.token;
  });
}

async function fetchToken(address: string, { clientId, privateKey }: PlatformKey) {
  const smart = await fetch(`${address}/.well-known/smart-configuration`);
  const { token_endpoint: endpoint } = (await smart.json()) as { token_endpoint: string };
  const facts = { clientId, audience: endpoint, jti: randomUUID(), now: new Date() };
  const answer = await fetch(endpoint, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      scope: 'system/*.read',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await signAssertion(privateKey, facts),
    }),
  });
  if (!answer.ok) throw new Error(`the token endpoint answered ${answer.status}`);
  const body = (await answer.json()) as { access_token: string; expires_in: number };
  return { token: body.access_token, seconds: body.expires_in };
}
