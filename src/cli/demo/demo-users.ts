import { totpCode } from '../../security/totp.ts';
import { type ApiClient, createApiClient } from './api-client.ts';
import type { Laboratory } from './found-laboratory.ts';
import { platformClient } from './platform-client.ts';
import type { SignedInPerson } from './sign-in-person.ts';

/** One user of each kind. */
export interface DemoUsers {
  readonly address: string;
  readonly technician: ApiClient;
  readonly sequencer: ApiClient;
  readonly sequencerKey: string;
  readonly reviewer: ApiClient;
  readonly approver: SigningClient;
  readonly manager: ApiClient;
  readonly platform: ApiClient;
}

/** A person who can give the second factor again, which a signature asks for. */
export interface SigningClient extends ApiClient {
  freshen(): Promise<void>;
}

/** The people and machines of a laboratory at one address of its service. */
export function demoUsers(address: string, laboratory: Laboratory): DemoUsers {
  const { technician, reviewer, approver, manager, sequencerKey, platform } = laboratory;
  return {
    ...{ address, sequencerKey },
    technician: createApiClient(address, technician.token),
    sequencer: createApiClient(address, sequencerKey),
    reviewer: createApiClient(address, reviewer.token),
    approver: signingClient(address, approver),
    manager: createApiClient(address, manager.token),
    platform: platformClient(address, platform),
  };
}

/** A code is good once and for a quarter of an hour; half of that later, another is given. */
const freshMilliseconds = 450_000;

function signingClient(address: string, person: SignedInPerson): SigningClient {
  let { token } = person;
  const client = createApiClient(address, () => Promise.resolve(token));
  const freshen = async () => {
    const { factorAt } = await client.get<{ factorAt: string }>('/api/v1/session');
    if (Date.now() - Date.parse(factorAt) < freshMilliseconds) return;
    const code = totpCode(person.secret, new Date());
    ({ token } = await client.post<{ token: string }>('/api/v1/session/factor', { code }));
  };
  return { ...client, freshen };
}
