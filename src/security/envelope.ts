import { randomBytes } from 'node:crypto';
import { authenticatedCiphers } from './authenticated-cipher.ts';
import { canonicalJson } from './canonical-json.ts';
import type { CryptoSuite } from './crypto-suite.ts';
import { deriveKey, type MasterKey } from './master-key.ts';

const headerBytes = 5;
const saltBytes = 16;

/** Where a sealed value belongs: it opens there and nowhere else. */
export interface SealContext {
  /** Kind of record and field, such as `person.identity`. */
  readonly recordClass: string;
  readonly recordId: string;
}

export interface Envelope {
  seal(bytes: Uint8Array, context: SealContext): Buffer;
  /** Throws if the bytes were changed, moved to another record or sealed with another key. */
  open(sealed: Uint8Array, context: SealContext): Buffer;
  sealText(text: string, context: SealContext): Buffer;
  openText(sealed: Uint8Array, context: SealContext): string;
}

interface EnvelopeOptions {
  /** Keys that only open what was sealed before. */
  readonly older?: readonly MasterKey[];
  readonly suite?: CryptoSuite;
}

/**
 * Seals fields under a key. Each sealing has a key of its own, derived by HKDF with the record's
 * class and a random salt, so no number of records brings a nonce near its second use.
 *
 *   sealed = version(1) | key id(4) | salt(16) | nonce | ciphertext | tag
 *
 * The version names the cipher of the suite. The header and the record's class and id are
 * authenticated with the rest.
 */
export function envelope(
  key: MasterKey,
  { older = [], suite = 'standard' }: EnvelopeOptions = {},
): Envelope {
  const cipher = authenticatedCiphers[suite];
  const keys = new Map([...older, key].map((each) => [each.id, each.bytes]));
  const ownHeader = Buffer.concat([Buffer.of(cipher.version), Buffer.from(key.id, 'hex')]);
  const overheadBytes = headerBytes + saltBytes + cipher.overheadBytes;
  const sealingKey = (bytes: Uint8Array, salt: Uint8Array, { recordClass }: SealContext) => {
    const purpose = `envelope/${recordClass}/${Buffer.from(salt).toString('hex')}`;
    return deriveKey(bytes, purpose, { suite, length: cipher.keyBytes });
  };

  const seal: Envelope['seal'] = (bytes, context) => {
    const salt = randomBytes(saltBytes);
    const bound = boundTo(ownHeader, context);
    const body = cipher.encrypt(sealingKey(key.bytes, salt, context), bound, bytes);
    return Buffer.concat([ownHeader, salt, body]);
  };

  const open: Envelope['open'] = (bytes, context) => {
    const sealed = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (sealed.length < overheadBytes || sealed[0] !== cipher.version) {
      throw new Error('sealed value is cut short or of another suite of algorithms');
    }
    const header = sealed.subarray(0, headerBytes);
    const found = keys.get(header.toString('hex', 1));
    if (found === undefined) throw new Error('sealed value was sealed with another master key');
    const salt = sealed.subarray(headerBytes, headerBytes + saltBytes);
    const body = sealed.subarray(headerBytes + saltBytes);
    try {
      return cipher.decrypt(sealingKey(found, salt, context), boundTo(header, context), body);
    } catch (cause) {
      throw new Error('sealed value was changed or belongs to another record', { cause });
    }
  };

  return {
    seal,
    open,
    sealText: (text, context) => seal(Buffer.from(text, 'utf8'), context),
    openText: (sealed, context) => open(sealed, context).toString('utf8'),
  };
}

function boundTo(header: Buffer, { recordClass, recordId }: SealContext): Buffer {
  return Buffer.concat([header, Buffer.from(canonicalJson([recordClass, recordId]), 'utf8')]);
}
