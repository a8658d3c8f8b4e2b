import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';
import { deriveKey, type MasterKey } from './master-key.ts';

const algorithm = 'aes-256-gcm';
const version = 1;
const headerBytes = 5;
const saltBytes = 16;
const nonceBytes = 12;
const tagBytes = 16;
const overheadBytes = headerBytes + saltBytes + nonceBytes + tagBytes;

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

/**
 * Seals fields with AES-256-GCM. Each sealing has a key of its own, derived from the master key by
 * HKDF with the record's class and a random salt, so no number of records brings a nonce near its
 * second use.
 *
 *   sealed = version(1) | master key id(4) | salt(16) | nonce(12) | ciphertext | tag(16)
 *
 * The header and the record's class and id are authenticated with it.
 */
export function envelope(masterKey: MasterKey): Envelope {
  const header = Buffer.concat([Buffer.of(version), Buffer.from(masterKey.id, 'hex')]);
  const keyOf = (context: SealContext, salt: Uint8Array) =>
    deriveKey(
      masterKey.bytes,
      `envelope/${context.recordClass}/${Buffer.from(salt).toString('hex')}`,
    );

  const seal: Envelope['seal'] = (bytes, context) => {
    const salt = randomBytes(saltBytes);
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv(algorithm, keyOf(context, salt), nonce);
    cipher.setAAD(boundTo(header, context));
    const body = Buffer.concat([cipher.update(bytes), cipher.final()]);
    return Buffer.concat([header, salt, nonce, body, cipher.getAuthTag()]);
  };

  const open: Envelope['open'] = (bytes, context) => {
    const sealed = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    assertHeader(sealed, header);
    const salt = sealed.subarray(headerBytes, headerBytes + saltBytes);
    const nonce = sealed.subarray(headerBytes + saltBytes, overheadBytes - tagBytes);
    const decipher = createDecipheriv(algorithm, keyOf(context, salt), nonce, {
      authTagLength: tagBytes,
    });
    decipher.setAAD(boundTo(header, context));
    decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
    const body = sealed.subarray(overheadBytes - tagBytes, sealed.length - tagBytes);
    return finish(decipher, body);
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

function assertHeader(sealed: Buffer, header: Buffer): void {
  if (sealed.length < overheadBytes || sealed[0] !== version) {
    throw new Error('sealed value is cut short or of an unknown version');
  }
  if (!sealed.subarray(0, headerBytes).equals(header)) {
    throw new Error('sealed value was sealed with another master key');
  }
}

function finish(decipher: ReturnType<typeof createDecipheriv>, body: Buffer): Buffer {
  try {
    return Buffer.concat([decipher.update(body), decipher.final()]);
  } catch (cause) {
    throw new Error('sealed value was changed or belongs to another record', { cause });
  }
}
