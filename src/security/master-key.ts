import { createHash, hkdfSync, randomBytes } from 'node:crypto';
import { ensureSecretFile, readSecretFile } from './secret-file.ts';
import { SetupProblem } from './setup-problem.ts';

const fileName = 'master.key';
const keyBytes = 32;

/** The key every other key is derived from, and its public name. */
export interface MasterKey {
  /** 8 hex digits of a hash of the key: tells keys apart and tells nothing of the key. */
  readonly id: string;
  readonly bytes: Uint8Array;
}

/**
 * Loads `<secrets>/master.key` (32 random bytes as base64, 0600), or makes it at the first start.
 * Losing this file loses everything sealed: it is kept apart from the backup set, and copied apart.
 */
export function openMasterKey(secretsFolder: string): MasterKey {
  const { text } = ensureSecretFile(
    secretsFolder,
    fileName,
    () => `${randomBytes(keyBytes).toString('base64')}\n`,
  );
  return parse(text);
}

/** The master key of a folder of secrets, or null if it has none. */
export function readMasterKey(secretsFolder: string): MasterKey | null {
  const text = readSecretFile(secretsFolder, fileName);
  return text === null ? null : parse(text);
}

function parse(text: string): MasterKey {
  const bytes = Buffer.from(text.trim(), 'base64');
  if (bytes.length !== keyBytes || bytes.toString('base64') !== text.trim()) {
    throw new SetupProblem(`${fileName} is not 32 bytes as base64: put the original file back`);
  }
  return masterKey(bytes);
}

/** A master key from its 32 bytes. */
export function masterKey(bytes: Uint8Array): MasterKey {
  if (bytes.length !== keyBytes) throw new RangeError(`a master key has ${keyBytes} bytes`);
  const name = deriveKey(bytes, 'key id');
  const id = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return { id, bytes: Uint8Array.from(bytes) };
}

/** A 32-byte key for one purpose: HKDF-SHA-256 (RFC 5869) with the purpose as its info. */
export function deriveKey(bytes: Uint8Array, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', bytes, '', `banyan/1/${purpose}`, keyBytes));
}
