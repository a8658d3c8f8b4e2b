import { Secret, TOTP } from 'otpauth';
import { bearerHash } from './bearer-token.ts';

const secretBytes = 20;
const stepSeconds = 30;
const recoveryCodeCount = 10;
const recoveryCodeBytes = 10;

/** A new secret of a second factor, as base32 (RFC 4648), which is what people type. */
export function totpSecret(): string {
  return new Secret({ size: secretBytes }).base32;
}

/** The address that sets up an authenticator (RFC 6238: SHA-1, six digits, 30 seconds). */
export function totpUri(secret: string, name: string): string {
  return totpOf(secret, name).toString();
}

/** The code of a moment: what an authenticator would show. */
export function totpCode(secret: string, now: Date): string {
  return totpOf(secret, '').generate({ timestamp: now.getTime() });
}

/**
 * The time step a code belongs to, or null if it is none of this moment's: one step before or after
 * is allowed for clocks. Whoever takes a code keeps its step and takes none at or before it again.
 */
export function totpStep(secret: string, code: string, now: Date): number | null {
  const token = code.replaceAll(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return null;
  const timestamp = now.getTime();
  const delta = totpOf(secret, '').validate({ token, timestamp, window: 1 });
  return delta === null ? null : Math.floor(timestamp / 1000 / stepSeconds) + delta;
}

/** Codes for the day the authenticator is lost: 80 random bits each, used once. */
export function recoveryCodes(): string[] {
  return Array.from({ length: recoveryCodeCount }, () => {
    const text = new Secret({ size: recoveryCodeBytes }).base32;
    return (text.match(/.{4}/g) ?? []).join('-').toLowerCase();
  });
}

/** SHA-256 of a recovery code, however it was spaced; of 80 random bits that is enough. */
export function recoveryCodeHash(code: string): Buffer {
  return bearerHash(code.toLowerCase().replaceAll(/[^a-z2-7]/g, ''));
}

function totpOf(secret: string, label: string): TOTP {
  return new TOTP({ issuer: 'Banyan', label, secret, period: stepSeconds });
}
