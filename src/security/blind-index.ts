import { createHmac } from 'node:crypto';
import { type CryptoSuite, hashName } from './crypto-suite.ts';
import { deriveKey, type MasterKey } from './master-key.ts';

/** A keyed hash of a value in one domain, such as `person.identifier`: 32 bytes. */
export type BlindIndex = (domain: string, value: string) => Buffer;

/**
 * Finds a record by a sealed value without keeping the value: HMAC under a key derived from the
 * given one for that domain, so equal values of two domains do not meet. The value is hashed as
 * given; whoever knows its rules brings it into one spelling first.
 */
export function blindIndex(masterKey: MasterKey, suite: CryptoSuite = 'standard'): BlindIndex {
  const keys = new Map<string, Uint8Array>();
  return (domain, value) => {
    const key = keys.get(domain) ?? deriveKey(masterKey.bytes, `blind-index/${domain}`, { suite });
    keys.set(domain, key);
    return createHmac(hashName[suite], key).update(value, 'utf8').digest();
  };
}
