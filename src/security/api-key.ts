import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { isRole, type Role } from './roles.ts';

/**
 * A new API key: 256 random bits behind a prefix that a person, or a scanner for leaked secrets,
 * recognises. Only its SHA-256 is stored: of 256 random bits that is as safe as a slow hash.
 */
export function apiKey(role: Role): string {
  return `banyan_${role}_${randomBytes(32).toString('base64url')}`;
}

/** SHA-256 of a key, 32 bytes, as it is stored and looked up. */
export function apiKeyHash(key: string): Buffer {
  return createHash('sha256').update(key, 'utf8').digest();
}

/**
 * Whether a presented key is the one stored, in a time that does not depend on where they differ.
 */
export function isApiKey(presented: string, storedHash: Uint8Array): boolean {
  return storedHash.length === 32 && timingSafeEqual(apiKeyHash(presented), storedHash);
}

/** The role a key's prefix claims, or null if it is not of the form of a key. Proves nothing. */
export function apiKeyRole(key: string): Role | null {
  const word = /^banyan_([a-z]+)_[A-Za-z0-9_-]{43}$/.exec(key)?.[1];
  return word !== undefined && isRole(word) ? word : null;
}
