import { createHash, hkdfSync, randomBytes } from 'node:crypto';
import { type CryptoSuite, hashName } from './crypto-suite.ts';
import { ensureSecretFile, readSecretFile } from './secret-file.ts';
import { SetupProblem } from './setup-problem.ts';

/** The secret file of the master key. */
export const masterKeyName = 'master.key';
const keyBytes = 32;

/** The key every other key is derived from, and its public name. */
export interface MasterKey {
  /** 8 hex digits of a hash of the key: tells keys apart and tells nothing of the key. */
  readonly id: string;
  readonly bytes: Uint8Array;
}

/**
 * The master key: `given` (from the environment, where a key service puts it), or
 * `<secrets>/master.key` (32 random bytes as base64, 0600), made at the first start. Losing it
 * loses everything sealed: it is kept apart from the backup set, and copied apart.
 */
export function openMasterKey(secretsFolder: string, given: string | null = null): MasterKey {
  if (given !== null) return parse(given, 'BANYAN_MASTER_KEY');
  const { text } = ensureSecretFile(secretsFolder, masterKeyName, () => newMasterKeyText());
  return parse(text);
}

/** The master key given, or that of a folder of secrets; null if there is none. */
export function readMasterKey(
  secretsFolder: string,
  given: string | null = null,
): MasterKey | null {
  if (given !== null) return parse(given, 'BANYAN_MASTER_KEY');
  return readKeyFile(secretsFolder, masterKeyName);
}

/** A key file of the folder of secrets by its name; null if there is none. */
export function readKeyFile(secretsFolder: string, name: string): MasterKey | null {
  const text = readSecretFile(secretsFolder, name);
  return text === null ? null : parse(text, name);
}

function parse(text: string, place = masterKeyName): MasterKey {
  const bytes = Buffer.from(text.trim(), 'base64');
  if (bytes.length !== keyBytes || bytes.toString('base64') !== text.trim()) {
    throw new SetupProblem(`${place} is not 32 bytes as base64: put the original back`);
  }
  return masterKey(bytes);
}

/** A new master key as its file holds it. */
export function newMasterKeyText(): string {
  return `${randomBytes(keyBytes).toString('base64')}\n`;
}

/** A master key from its 32 bytes. */
export function masterKey(bytes: Uint8Array): MasterKey {
  if (bytes.length !== keyBytes) throw new RangeError(`a master key has ${keyBytes} bytes`);
  const name = deriveKey(bytes, 'key id');
  const id = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return { id, bytes: Uint8Array.from(bytes) };
}

/** A key for one purpose: HKDF (RFC 5869) with the suite's hash and the purpose as its info. */
export function deriveKey(
  bytes: Uint8Array,
  purpose: string,
  { suite = 'standard', length = keyBytes }: { suite?: CryptoSuite; length?: number } = {},
): Uint8Array {
  return new Uint8Array(hkdfSync(hashName[suite], bytes, '', `banyan/1/${purpose}`, length));
}
