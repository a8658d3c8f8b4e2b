import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import {
  bearerHash,
  bearerPrefix,
  bearerToken,
  bearerUse,
} from '../../src/security/bearer-token.ts';

it('has a prefix that names it and 256 random bits', () => {
  const key = bearerToken('cashier-system');
  expect(key).toMatch(/^banyan_cashier-system_[A-Za-z0-9_-]{43}$/);
  expect(bearerToken('cashier-system')).not.toBe(key);
  expect(bearerUse(key)).toBe('cashier-system');
});

it('is known by its SHA-256', () => {
  const key = bearerToken('session');
  const hash = createHash('sha256').update(key).digest('hex');
  expect(bearerHash(key).toString('hex')).toBe(hash);
});

it('shows six of its 43 random characters', () => {
  const key = bearerToken('sequencer');
  expect(bearerPrefix(key)).toBe(key.slice(0, 'banyan_sequencer_'.length + 6));
});

it.each([
  '',
  'banyan',
  'banyan_session_',
  `banyan__${'a'.repeat(43)}`,
  `x_session_${'a'.repeat(43)}`,
])('is not seen in %j', (text) => expect(bearerUse(text)).toBeNull());
