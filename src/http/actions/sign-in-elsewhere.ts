import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  ClientSecretBasic,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  type IDToken,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import { type OidcSettings, oidcSubject } from '../../security/oidc-settings.ts';
import { type Role, roleConflict } from '../../security/roles.ts';
import { appendAuditEvents } from '../../store/audit-store.ts';
import {
  findStaffByOidcSubject,
  lockStaff,
  type StaffRow,
  updateStaff,
} from '../../store/staff-store.ts';
import { returnAttempt } from '../../store/throttle-store.ts';
import { HttpProblem } from '../problem.ts';
import type { Services } from '../services.ts';
import { freshFactorSeconds } from '../sign-in-step.ts';
import { type OpenedSession, openSession } from './sign-in.ts';
import { addressSubject, requireAttempt, throttles } from './throttle.ts';

const timeoutSeconds = 10;
const sealedAs = { recordClass: 'oidc-attempt', recordId: 'cookie' };
const configurations = new WeakMap<OidcSettings, Promise<Configuration>>();

/** What one attempt is known by when the browser comes back with it. */
interface Attempt {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** Where to send the browser, and the sealed attempt it brings back. */
export async function startElsewhere(
  services: Services,
  redirectUri: string,
): Promise<{ location: string; attempt: string }> {
  const configuration = await configurationOf(services);
  const attempt: Attempt = {
    ...{ state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() },
  };
  const location = buildAuthorizationUrl(configuration, {
    ...{ redirect_uri: redirectUri, scope: 'openid', response_type: 'code' },
    ...{ state: attempt.state, nonce: attempt.nonce, max_age: String(freshFactorSeconds) },
    code_challenge: await calculatePKCECodeChallenge(attempt.verifier),
    code_challenge_method: 'S256',
  });
  const sealed = services.sealer.sealText(JSON.stringify(attempt), sealedAs);
  return { location: location.href, attempt: sealed.toString('base64url') };
}

/**
 * Opens a session for whom the identity provider names, if an administrator linked an open account
 * to that subject. A second factor given there counts only where that is configured and the account
 * has none of its own: whoever may link accounts cannot sign in as their owners.
 */
export async function finishElsewhere(
  services: Services,
  answer: { readonly url: URL; readonly attempt: string; readonly address: string },
): Promise<OpenedSession> {
  const ofAddress = addressSubject(services, answer.address);
  await requireAttempt(services, ofAddress, throttles.address);
  const configuration = await configurationOf(services);
  const claims = await claimsOf(services, configuration, answer);
  if (claims === null) return refuse(services, null, 'the answer of the provider does not hold');
  const subject = oidcSubject(claims.iss, claims.sub);
  const staff = await findStaffByOidcSubject(services.kysely, subject);
  if (!staff?.active) return refuse(services, staff, 'no open account is linked to this identity');
  await takeRoles(services, staff, claims);
  const factorAt = factorTime(services, staff, claims);
  const opening = { staffId: staff.id, actor: staff.name, factorAt, action: 'sign-in.elsewhere' };
  const opened = await openSession(services, opening);
  await returnAttempt(services.kysely, ofAddress);
  return opened;
}

/** Asked once; an issuer that calls itself otherwise is refused there. */
async function configurationOf({ config, log }: Services): Promise<Configuration> {
  const { oidc } = config;
  if (oidc === null) throw HttpProblem.notFound('identity provider');
  const known = configurations.get(oidc) ?? discover(oidc);
  configurations.set(oidc, known);
  try {
    return await known;
  } catch (error) {
    configurations.delete(oidc);
    log.warn({ err: error }, 'the identity provider cannot be asked');
    throw new HttpProblem('not-ready', 'the identity provider does not answer');
  }
}

function discover({ issuer, clientId, clientSecret }: OidcSettings): Promise<Configuration> {
  const execute = issuer.startsWith('http:') ? [allowInsecureRequests] : [];
  const authentication = ClientSecretBasic(clientSecret);
  const options = { execute, timeout: timeoutSeconds };
  return discovery(new URL(issuer), clientId, undefined, authentication, options);
}

/** The checked claims of the ID token; null for whatever does not hold, which is all one. */
async function claimsOf(
  { sealer, log }: Services,
  configuration: Configuration,
  { url, attempt: sealed }: { url: URL; attempt: string },
): Promise<IDToken | null> {
  try {
    const opened = sealer.openText(Buffer.from(sealed, 'base64url'), sealedAs);
    const attempt = JSON.parse(opened) as Attempt;
    const tokens = await authorizationCodeGrant(configuration, url, {
      ...{ expectedState: attempt.state, expectedNonce: attempt.nonce },
      ...{ pkceCodeVerifier: attempt.verifier, maxAge: freshFactorSeconds, idTokenExpected: true },
    });
    return tokens.claims() ?? null;
  } catch (error) {
    const { name, code } = error as { name: string; code?: string };
    log.info({ name, code }, 'an answer of the identity provider was refused');
    return null;
  }
}

async function refuse(
  { kysely, clock }: Services,
  staff: StaffRow | null,
  detail: string,
): Promise<never> {
  const event = {
    ...{ at: clock(), actor: 'nobody', action: 'sign-in.refuse', detail: { elsewhere: true } },
    subject: `staff/${staff?.id ?? 'unknown'}`,
  };
  await kysely.transaction().execute((tx) => appendAuditEvents(tx, [event]));
  throw new HttpProblem('sign-in-refused', detail, { reasons: ['elsewhere-refused'] });
}

/** Where a mapping is configured, the provider's word decides the roles at every sign-in. */
async function takeRoles(services: Services, staff: StaffRow, claims: IDToken): Promise<void> {
  const { kysely, clock, config } = services;
  const roles = rolesOf(claims, config.oidc?.roles ?? null);
  if (roles === null) return;
  const isSame =
    roles.length === staff.roles.length && roles.every((role) => staff.roles.includes(role));
  if (isSame) return;
  if (roleConflict(roles) !== null) {
    return refuse(services, staff, 'the roles that the provider names exclude each other');
  }
  await kysely.transaction().execute(async (tx) => {
    const from = (await lockStaff(tx, staff.id))?.roles ?? [];
    await updateStaff(tx, staff.id, { roles });
    const detail = { from, to: roles, reason: 'identity provider' };
    const event = { actor: 'system', action: 'staff.set-roles', subject: `staff/${staff.id}` };
    await appendAuditEvents(tx, [{ at: clock(), ...event, detail }]);
  });
}

function rolesOf(claims: IDToken, roles: OidcSettings['roles']): Role[] | null {
  if (roles === null) return null;
  const mapped = wordsOf(claims[roles.claim]).map((theirs) => roles.mapping.get(String(theirs)));
  return [...new Set(mapped)].filter((role) => role !== undefined);
}

function factorTime({ config }: Services, staff: StaffRow, claims: IDToken): Date | null {
  const factor = config.oidc?.factor ?? null;
  if (factor === null || staff.totpSealed !== null || claims.auth_time === undefined) return null;
  const isGiven = wordsOf(claims[factor.claim]).includes(factor.value);
  return isGiven ? new Date(claims.auth_time * 1000) : null;
}

function wordsOf(claim: unknown): unknown[] {
  return Array.isArray(claim) ? claim : [claim];
}
