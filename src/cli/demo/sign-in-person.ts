import { firstPassword } from '../../security/first-password.ts';
import { totpCode } from '../../security/totp.ts';
import { createApiClient } from './api-client.ts';

/** A person of the demonstration with all that signs in: nobody else has it. */
export interface SignedInPerson {
  readonly name: string;
  readonly password: string;
  readonly token: string;
  /** The authenticator's secret. */
  readonly secret: string;
  readonly recoveryCodes: readonly string[];
}

interface Opened {
  readonly token: string;
}

/**
 * Signs a person in for the first time, as the service asks for: first password, a second factor of
 * one's own, a password of one's own.
 */
export async function signInPerson(
  address: string,
  { name, password: given }: { name: string; password: string },
): Promise<SignedInPerson> {
  const path = '/api/v1/session';
  const as = (token: string) => createApiClient(address, token);
  const opened = await createApiClient(address, null).post<Opened>('/api/v1/sessions', {
    ...{ name, password: given },
  });
  const { secret } = await as(opened.token).post<{ secret: string }>(`${path}/factor/enrolment`);
  const confirmed = await as(opened.token).post<Opened & { recoveryCodes: string[] }>(
    `${path}/factor/enrolment/confirm`,
    { code: totpCode(secret, new Date()) },
  );
  const password = firstPassword();
  const changed = await as(confirmed.token).post<Opened>(`${path}/password`, {
    ...{ current: given, next: password },
  });
  return { name, password, token: changed.token, secret, recoveryCodes: confirmed.recoveryCodes };
}
