import { createHmac, hkdfSync } from 'node:crypto';
import { expect, it } from 'vitest';
import { blindIndex } from '../../src/security/blind-index.ts';
import { masterKey } from '../../src/security/master-key.ts';

const bytes = Buffer.alloc(32, 7);
const index = blindIndex(masterKey(bytes));

it('is the HMAC of the value under a key of the domain', () => {
  const derived = hkdfSync('sha256', bytes, '', 'banyan/1/blind-index/person', 32);
  const expected = createHmac('sha256', Buffer.from(derived)).update('张三').digest('hex');
  expect(index('person', '张三').toString('hex')).toBe(expected);
});

it('is equal for equal values, and for nothing else', () => {
  expect(index('person', 'a')).toEqual(index('person', 'a'));
  expect(index('person', 'a')).not.toEqual(index('person', 'b'));
  expect(index('person', 'a')).not.toEqual(index('phone', 'a'));
  expect(index('person', 'a')).not.toEqual(
    blindIndex(masterKey(Buffer.alloc(32, 8)))('person', 'a'),
  );
});
