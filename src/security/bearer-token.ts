import { createHash, randomBytes } from 'node:crypto';
import type { Role } from './roles.ts';

/** What a token is for: an API key says its role. */
export type TokenUse = Role | 'session' | 'access' | 'setup';

const shownCharacters = 6;

/**
 * A new token: 256 random bits behind a prefix that a person, or a scanner for leaked secrets,
 * recognises. Only its SHA-256 is stored: of 256 random bits that is as safe as a slow hash.
 */
export function bearerToken(use: TokenUse): string {
  return `banyan_${use}_${randomBytes(32).toString('base64url')}`;
}

/** SHA-256 of a token, 32 bytes, as it is stored and looked up. */
export function bearerHash(token: string): Buffer {
  return createHash('sha256').update(token, 'utf8').digest();
}

/** The use a token's prefix claims, or null if it has not the form of a token. Proves nothing. */
export function bearerUse(token: string): string | null {
  return /^banyan_([a-z-]+)_[A-Za-z0-9_-]{43}$/.exec(token)?.[1] ?? null;
}

/** As much of a token as may be shown: its use and 36 of its 256 bits. */
export function bearerPrefix(token: string): string {
  const use = bearerUse(token) ?? '';
  return token.slice(0, `banyan_${use}_`.length + shownCharacters);
}
