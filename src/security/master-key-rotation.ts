import { closeSync, existsSync, fsyncSync, openSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { type MasterKey, masterKeyName, newMasterKeyText, readKeyFile } from './master-key.ts';
import { ensureSecretFile } from './secret-file.ts';

const nextName = `${masterKeyName}.next`;

/** The key a rotation goes to, made durably before anything is wrapped under it. */
export function nextMasterKey(secretsFolder: string): MasterKey {
  ensureSecretFile(secretsFolder, nextName, newMasterKeyText);
  const key = readKeyFile(secretsFolder, nextName);
  if (key === null) throw new Error(`${nextName} vanished while it was read`);
  return key;
}

/**
 * Ends a rotation: if the database is tied to the next key, that takes the place of the old one,
 * which stays beside under its id for the backups made before. A rotation cut off by a crash after
 * its commit is ended by the next start; one cut off before it leaves all as it was.
 */
export function settleMasterKey(secretsFolder: string, databaseKeyId: string | null): void {
  const next = readKeyFile(secretsFolder, nextName);
  if (next === null || next.id !== databaseKeyId) return;
  const current = readKeyFile(secretsFolder, masterKeyName);
  const path = join(secretsFolder, masterKeyName);
  if (current !== null && existsSync(path)) renameSync(path, `${path}.${current.id}.retired`);
  renameSync(join(secretsFolder, nextName), path);
  if (process.platform === 'win32') return;
  const folder = openSync(secretsFolder, 'r');
  fsyncSync(folder);
  closeSync(folder);
}
