import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

/** Whom the provider will say has signed in. */
export interface Person {
  readonly subject: string;
  readonly amr?: readonly string[];
  readonly groups?: readonly string[];
}

export interface IdentityProvider {
  readonly issuer: string;
  /** Goes through the provider's pages as a person would; answers where it sends the browser. */
  visit(location: string, person: Person): Promise<URL>;
  close(): Promise<void>;
}

export const clientSecret = 'a secret of the client, long enough';

/** A certified OpenID provider on the loopback, whose pages ask nothing. */
export async function startIdentityProvider(redirectUri: string): Promise<IdentityProvider> {
  let person: Person = { subject: 'nobody' };
  let handle: (request: IncomingMessage, response: ServerResponse) => void = () => undefined;
  const server = createServer((request, response) => handle(request, response));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(
    issuer,
    configuration(redirectUri, () => person),
  );
  const answer = provider.callback();
  handle = (request, response) => {
    if (request.url?.startsWith('/interaction/'))
      void finish(provider, { request, response, person });
    else answer(request, response);
  };
  return {
    issuer,
    visit: (location, who) => {
      person = who;
      return follow(location, issuer);
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function configuration(redirectUri: string, person: () => Person): object {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    clients: [
      {
        ...{ client_id: 'banyan', client_secret: clientSecret, redirect_uris: [redirectUri] },
        ...{ grant_types: ['authorization_code'], response_types: ['code'] },
      },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', kid: 'one' }] },
    cookies: { keys: ['a key of the cookies'] },
    claims: { openid: ['sub', 'groups', 'amr'] },
    conformIdTokenClaims: false,
    ttl: {
      AccessToken: 60,
      AuthorizationCode: 60,
      Grant: 60,
      IdToken: 60,
      Interaction: 60,
      Session: 60,
    },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    findAccount: (_: unknown, accountId: string) => ({
      accountId,
      claims: () => ({ sub: accountId, groups: person().groups, amr: person().amr }),
    }),
  };
}

async function finish(
  provider: Provider,
  asked: { request: IncomingMessage; response: ServerResponse; person: Person },
): Promise<void> {
  const { request, response, person } = asked;
  const { prompt, params } = await provider.interactionDetails(request, response);
  if (prompt.name === 'login') {
    const login = { accountId: person.subject, amr: person.amr };
    return provider.interactionFinished(request, response, { login });
  }
  const grant = new provider.Grant({ accountId: person.subject, clientId: params.client_id });
  grant.addOIDCScope('openid');
  const consent = { grantId: await grant.save() };
  return provider.interactionFinished(request, response, { consent });
}

/** Follows redirects with the cookies of a fresh browser until the provider sends it elsewhere. */
async function follow(location: string, issuer: string): Promise<URL> {
  const cookies = new Map<string, string>();
  let at = new URL(location);
  for (let steps = 0; at.origin === issuer; steps += 1) {
    if (steps > 10) throw new Error(`the provider leads in circles at ${at.pathname}`);
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(at, { redirect: 'manual', headers: { cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (name !== undefined) cookies.set(name, value);
    }
    const next = answer.headers.get('location');
    if (next === null)
      throw new Error(
        `the provider answers ${answer.status} at ${at.pathname}: ${await answer.text()}`,
      );
    at = new URL(next, at);
  }
  return at;
}
