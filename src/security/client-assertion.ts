import {
  createLocalJWKSet,
  decodeJwt,
  errors,
  importJWK,
  type JSONWebKeySet,
  type JWK,
  jwtVerify,
  SignJWT,
} from 'jose';

/** The algorithms of SMART backend services (SMART App Launch 2.2.0, 2024-04). */
export const assertionAlgorithms = ['RS384', 'ES384'] as const;

/** An assertion lives no longer, seconds. */
export const assertionSecondsMax = 300;
const clockToleranceSeconds = 30;
const jtiLengthMax = 255;

/** What a good assertion says. */
export interface Assertion {
  readonly jti: string;
  readonly expiresAt: Date;
}

/** Who an assertion says it is from; proves nothing. Null if it cannot be read. */
export function claimedClient(assertion: string): string | null {
  try {
    return decodeJwt(assertion).iss ?? null;
  } catch {
    return null;
  }
}

/**
 * Judges a signed assertion (RFC 7523): by a key of the client, for this token endpoint, from and
 * about this client, with a jti, and no longer than five minutes before its end. Null if it is not
 * so. Whether its jti was used before is for the caller to say.
 */
export async function verifyAssertion(
  assertion: string,
  expected: { jwks: JSONWebKeySet; clientId: string; audience: string; now: Date },
): Promise<Assertion | null> {
  const { jwks, clientId, audience, now } = expected;
  try {
    const { payload } = await jwtVerify(assertion, createLocalJWKSet(jwks), {
      ...{ issuer: clientId, subject: clientId, audience, currentDate: now },
      algorithms: [...assertionAlgorithms],
      clockTolerance: clockToleranceSeconds,
      requiredClaims: ['jti', 'exp', 'iss', 'sub', 'aud'],
    });
    const { jti, exp = 0 } = payload;
    const isBrief = exp - now.getTime() / 1000 <= assertionSecondsMax + clockToleranceSeconds;
    if (typeof jti !== 'string' || jti === '' || jti.length > jtiLengthMax || !isBrief) return null;
    return { jti, expiresAt: new Date((exp + clockToleranceSeconds) * 1000) };
  } catch (error) {
    if (error instanceof errors.JOSEError) return null;
    throw error;
  }
}

/** A client's own side: an assertion signed with its private key. */
export async function signAssertion(
  privateKey: JWK,
  facts: { clientId: string; audience: string; jti: string; now: Date },
): Promise<string> {
  const { clientId, audience, jti, now } = facts;
  const seconds = Math.floor(now.getTime() / 1000);
  const alg = privateKey.kty === 'RSA' ? 'RS384' : 'ES384';
  return new SignJWT({ jti })
    .setProtectedHeader({ alg, typ: 'JWT', ...(privateKey.kid && { kid: privateKey.kid }) })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(audience)
    .setExpirationTime(seconds + assertionSecondsMax)
    .sign(await importJWK(privateKey, alg));
}

/**
 * The public keys of a set, as they are kept; or why it cannot be used. Refuses private parts:
 * they belong to the client alone.
 */
export async function readPublicKeys(
  text: unknown,
): Promise<{ ok: true; jwks: JSONWebKeySet } | { ok: false; reason: string }> {
  const keys: unknown = typeof text === 'object' && text !== null && 'keys' in text && text.keys;
  if (!Array.isArray(keys) || keys.length === 0 || keys.length > 10) {
    return { ok: false, reason: 'a key set is {"keys": [...]} with one to ten keys' };
  }
  for (const [i, key] of (keys as (JWK | null)[]).entries()) {
    const fault = await keyFault(key);
    if (fault !== null) return { ok: false, reason: `key ${i} ${fault}` };
  }
  return { ok: true, jwks: { keys: keys as JWK[] } };
}

const privateParts = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'];
const modulusCharactersMin = 342;

async function keyFault(key: JWK | null): Promise<string | null> {
  if (typeof key !== 'object' || key === null) return 'is no key';
  if (privateParts.some((part) => part in key)) return 'is private: register its public part';
  const isElliptic = key.kty === 'EC' && key.crv === 'P-384';
  if (!isElliptic && key.kty !== 'RSA') return 'is neither RSA nor of the curve P-384';
  if (typeof key.kid !== 'string' || key.kid === '') return 'has no kid';
  if (key.kty === 'RSA' && (key.n?.length ?? 0) < modulusCharactersMin) {
    return 'has fewer than 2048 bits';
  }
  try {
    await importJWK(key, isElliptic ? 'ES384' : 'RS384');
    return null;
  } catch {
    return 'cannot be read';
  }
}
