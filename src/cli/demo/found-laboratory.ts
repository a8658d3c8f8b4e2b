import { readFile } from 'node:fs/promises';
import { firstPassword } from '../../security/first-password.ts';
import { administratorRoles } from '../../security/roles.ts';
import { type ApiClient, createApiClient } from './api-client.ts';
import { type PlatformKey, registerPlatform } from './platform-client.ts';
import { type SignedInPerson, signInPerson } from './sign-in-person.ts';

/** Everything by which the people and machines of a new laboratory are known to the service. */
export interface Laboratory {
  readonly technician: SignedInPerson;
  readonly reviewer: SignedInPerson;
  readonly approver: SignedInPerson;
  readonly manager: SignedInPerson;
  readonly sequencerKey: string;
  readonly platform: PlatformKey;
}

const people = {
  technician: '示范技术员',
  reviewer: '示范审核人',
  approver: '示范签发人',
  'laboratory-manager': '示范主任',
} as const;

const licence = { number: '示范-0001', from: '2020-01-01', to: '2099-12-31' };

/**
 * Sets a fresh service up as its owners would: three administrators by the set-up token; accounts
 * by the first, rights and keys by the second; everybody signs in and sets up a second factor.
 */
export async function foundLaboratory(
  address: string,
  setupTokenFile: string,
): Promise<Laboratory> {
  const token = (await readFile(setupTokenFile, 'utf8')).trim();
  const administrators = administratorRoles.map((role) => ({
    ...{ role, name: role, displayName: role, password: firstPassword() },
  }));
  await createApiClient(address, null).post('/api/v1/set-up', { token, administrators });
  const administrator = async (i: number) =>
    createApiClient(address, (await signInPerson(address, administrators[i])).token);
  const [system, security] = await Promise.all([administrator(0), administrator(1)]);
  const join = (role: keyof typeof people) => hire(address, role, { system, security });
  const [technician, reviewer, approver, manager] = await Promise.all([
    join('technician'),
    join('reviewer'),
    join('approver'),
    join('laboratory-manager'),
  ]);
  const { secret: sequencerKey } = await security.post<{ secret: string }>('/api/v1/keys', {
    ...{ name: 'sequencer SIM-01', role: 'sequencer' },
  });
  const platform = await registerPlatform(security);
  return { technician, reviewer, approver, manager, sequencerKey, platform };
}

async function hire(
  address: string,
  role: keyof typeof people,
  { system, security }: { system: ApiClient; security: ApiClient },
): Promise<SignedInPerson> {
  const account = await system.post<{ id: string; firstPassword: string }>('/api/v1/staff', {
    ...{ name: role, displayName: people[role] },
    // Only a licensed person signs.
    ...(role === 'approver' && { licence }),
  });
  const rights = { roles: [role], reason: 'demonstration' };
  await security.put(`/api/v1/staff/${account.id}/roles`, rights);
  return signInPerson(address, { name: role, password: account.firstPassword });
}
