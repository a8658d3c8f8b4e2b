import { createCipheriv, createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { authenticatedCiphers } from '../../src/security/authenticated-cipher.ts';
import { blindIndex } from '../../src/security/blind-index.ts';
import { cryptoSuites, hashName } from '../../src/security/crypto-suite.ts';
import { masterKey } from '../../src/security/master-key.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');

describe('the algorithms of suite sm', () => {
  it('give the known answers of GB/T 32905-2016 (SM3)', () => {
    const sm3 = (text: string) => createHash(hashName.sm).update(text).digest('hex');
    expect(sm3('abc')).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0');
    expect(sm3('abcd'.repeat(16))).toBe(
      'debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732',
    );
  });

  it('give the known answer of GB/T 32907-2016 (SM4), one block', () => {
    const block = hex('0123456789abcdef fedcba9876543210');
    const cipher = createCipheriv('sm4-ecb', block, null).setAutoPadding(false);
    expect(cipher.update(block).toString('hex')).toBe('681edf34d206965e86b3e94f536e4246');
  });

  it('encrypt in counter mode as the block cipher says', () => {
    const key = Buffer.alloc(48, 5);
    const bytes = Buffer.alloc(40, 9);
    const encrypted = authenticatedCiphers.sm.encrypt(key, Buffer.alloc(0), bytes);
    const counter = BigInt(`0x${encrypted.toString('hex', 0, 16)}`);
    const blocks = [0n, 1n, 2n].map((n) => {
      const block = (counter + n) & ((1n << 128n) - 1n);
      const cipher = createCipheriv('sm4-ecb', key.subarray(0, 16), null).setAutoPadding(false);
      return cipher.update(hex(block.toString(16).padStart(32, '0')));
    });
    const expected = Buffer.concat(blocks)
      .subarray(0, 40)
      .map((byte) => byte ^ 9);
    expect(encrypted.subarray(16, 56)).toEqual(expected);
  });

  it('authenticate with the HMAC of RFC 2104 over SM3', () => {
    const sm3 = (...parts: Buffer[]) => createHash('sm3').update(Buffer.concat(parts)).digest();
    const key = Buffer.alloc(64);
    hex('0b'.repeat(32)).copy(key);
    const pad = (byte: number) => key.map((each) => each ^ byte) as Buffer;
    const text = Buffer.from('Hi There');
    expect(
      createHmac(hashName.sm, hex('0b'.repeat(32)))
        .update(text)
        .digest(),
    ).toEqual(sm3(pad(0x5c), sm3(pad(0x36), text)));
  });
});

describe.each(cryptoSuites)('the cipher of suite %s', (suite) => {
  const { encrypt, decrypt, keyBytes, overheadBytes } = authenticatedCiphers[suite];
  const key = Buffer.alloc(keyBytes, 5);
  const bound = Buffer.from('bound');

  it('opens what it sealed, of any length', () => {
    for (const length of [0, 1, 15, 16, 17, 1000]) {
      const bytes = Buffer.alloc(length, 9);
      const encrypted = encrypt(key, bound, bytes);
      expect(encrypted).toHaveLength(length + overheadBytes);
      expect(decrypt(key, bound, encrypted)).toEqual(bytes);
    }
  });

  it('opens nothing of which a bit was changed, nor with another key or context', () => {
    const encrypted = encrypt(key, bound, Buffer.from('text'));
    for (let at = 0; at < encrypted.length; at += 1) {
      const changed = Buffer.from(encrypted);
      changed[at] ^= 1;
      expect(() => decrypt(key, bound, changed)).toThrow();
    }
    expect(() => decrypt(Buffer.alloc(keyBytes, 6), bound, encrypted)).toThrow();
    expect(() => decrypt(key, Buffer.from('bounD'), encrypted)).toThrow();
  });
});

describe('a blind index of suite sm', () => {
  it('is an HMAC-SM3 and differs from the standard one', () => {
    const key = masterKey(Buffer.alloc(32, 1));
    const index = blindIndex(key, 'sm')('person', '1');
    expect(index).toHaveLength(32);
    expect(index).not.toEqual(blindIndex(key)('person', '1'));
  });
});
