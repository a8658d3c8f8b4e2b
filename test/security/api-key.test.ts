import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { apiKey, apiKeyHash, apiKeyRole, isApiKey } from '../../src/security/api-key.ts';

it('has a prefix that names it and 256 random bits', () => {
  const key = apiKey('technician');
  expect(key).toMatch(/^banyan_technician_[A-Za-z0-9_-]{43}$/);
  expect(apiKey('technician')).not.toBe(key);
  expect(apiKeyRole(key)).toBe('technician');
});

it('is known by its SHA-256', () => {
  const key = apiKey('platform');
  const hash = apiKeyHash(key);
  expect(hash.toString('hex')).toBe(createHash('sha256').update(key).digest('hex'));
  expect(isApiKey(key, hash)).toBe(true);
  expect(isApiKey(`${key}x`, hash)).toBe(false);
  expect(isApiKey('', hash)).toBe(false);
  expect(isApiKey(key, hash.subarray(0, 31))).toBe(false);
});

it.each(['', 'banyan', 'banyan_technician_', `banyan_root_${'a'.repeat(43)}`])(
  'is not seen in %j',
  (text) => expect(apiKeyRole(text)).toBeNull(),
);
