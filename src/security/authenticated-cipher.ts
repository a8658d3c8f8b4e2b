import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import type { CryptoSuite } from './crypto-suite.ts';

/** Encrypts bytes and binds them to others that stay in the clear. */
export interface AuthenticatedCipher {
  /** First byte of what is sealed with it. */
  readonly version: number;
  readonly keyBytes: number;
  /** Nonce and tag together. */
  readonly overheadBytes: number;
  /** Nonce, ciphertext and tag. */
  encrypt(key: Uint8Array, bound: Uint8Array, bytes: Uint8Array): Buffer;
  /** Throws if anything was changed. */
  decrypt(key: Uint8Array, bound: Uint8Array, encrypted: Uint8Array): Buffer;
}

const gcm = { name: 'aes-256-gcm', nonceBytes: 12, tagBytes: 16 } as const;

/** AES-256-GCM (NIST SP 800-38D). */
const aes: AuthenticatedCipher = {
  version: 1,
  keyBytes: 32,
  overheadBytes: gcm.nonceBytes + gcm.tagBytes,
  encrypt: (key, bound, bytes) => {
    const nonce = randomBytes(gcm.nonceBytes);
    const cipher = createCipheriv(gcm.name, key, nonce).setAAD(bound);
    return Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
  },
  decrypt: (key, bound, encrypted) => {
    const nonce = encrypted.subarray(0, gcm.nonceBytes);
    const options = { authTagLength: gcm.tagBytes };
    const end = encrypted.length - gcm.tagBytes;
    const decipher = createDecipheriv(gcm.name, key, nonce, options).setAAD(bound);
    decipher.setAuthTag(encrypted.subarray(end));
    const body = encrypted.subarray(gcm.nonceBytes, end);
    return Buffer.concat([decipher.update(body), decipher.final()]);
  },
};

const ctr = { name: 'sm4-ctr', keyBytes: 16, counterBytes: 16, tagBytes: 32 } as const;

/**
 * SM4 in counter mode, then HMAC-SM3 over everything, since Node has no SM4-GCM: 16 bytes of the
 * key encrypt, 32 authenticate.
 *
 *   tag = HMAC-SM3(length of bound(4) | bound | counter | ciphertext)
 */
const sm4: AuthenticatedCipher = {
  version: 2,
  keyBytes: ctr.keyBytes + 32,
  overheadBytes: ctr.counterBytes + ctr.tagBytes,
  encrypt: (key, bound, bytes) => {
    const counter = randomBytes(ctr.counterBytes);
    const cipher = createCipheriv(ctr.name, key.subarray(0, ctr.keyBytes), counter);
    const body = Buffer.concat([counter, cipher.update(bytes), cipher.final()]);
    return Buffer.concat([body, tagOf(key, bound, body)]);
  },
  decrypt: (key, bound, encrypted) => {
    const body = encrypted.subarray(0, encrypted.length - ctr.tagBytes);
    const tag = encrypted.subarray(encrypted.length - ctr.tagBytes);
    if (!timingSafeEqual(tag, tagOf(key, bound, body))) throw new Error('the tag does not hold');
    const counter = body.subarray(0, ctr.counterBytes);
    const decipher = createDecipheriv(ctr.name, key.subarray(0, ctr.keyBytes), counter);
    return Buffer.concat([decipher.update(body.subarray(ctr.counterBytes)), decipher.final()]);
  },
};

function tagOf(key: Uint8Array, bound: Uint8Array, body: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bound.length);
  const mac = createHmac('sm3', key.subarray(ctr.keyBytes));
  return mac.update(length).update(bound).update(body).digest();
}

export const authenticatedCiphers: Readonly<Record<CryptoSuite, AuthenticatedCipher>> = {
  standard: aes,
  sm: sm4,
};
