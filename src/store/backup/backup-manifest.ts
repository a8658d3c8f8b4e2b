import { createHmac, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson, type JsonValue } from '../../security/canonical-json.ts';
import { envelope } from '../../security/envelope.ts';
import { deriveKey, type MasterKey } from '../../security/master-key.ts';
import { SetupProblem } from '../../security/setup-problem.ts';
import type { CopiedFile } from './copy-file.ts';

const manifestName = 'manifest.json';
const format = 1;
const canaryText = 'banyan backup';

/** What a backup holds. Its manifest is written last: a backup without one never ended. */
export interface BackupContent {
  readonly id: string;
  readonly softwareVersion: string;
  readonly startedAt: string;
  readonly endedAt: string;
  /** The database as of this position in its log. */
  readonly endPosition: string;
  readonly systemIdentifier: string;
  /** Folders that hold no file are made too: PostgreSQL misses them. */
  readonly folders: readonly string[];
  readonly files: readonly CopiedFile[];
}

interface Manifest extends BackupContent {
  readonly format: typeof format;
  readonly masterKeyId: string;
  /** A known text under the master key: tells the wrong key before anything is moved. */
  readonly canary: string;
  /** HMAC-SHA-256 under a key of the master key over all of the above. */
  readonly seal: string;
}

/** The backup itself is bad, not how it was asked for. */
export class DamagedBackup extends Error {
  override readonly name = 'DamagedBackup';
}

export function manifestPath(folder: string): string {
  return join(folder, manifestName);
}

/** The manifest's text, sealed. */
export function manifestText(content: BackupContent, masterKey: MasterKey): string {
  const canary = envelope(masterKey).sealText(canaryText, canaryContext(content.id));
  const body = {
    ...{ format, ...content, masterKeyId: masterKey.id },
    canary: canary.toString('base64'),
  };
  return `${JSON.stringify({ ...body, seal: sealOf(body, masterKey) }, null, 1)}\n`;
}

/** Reads and checks a manifest: whole, of this master key, unchanged. */
export function readManifest(folder: string, masterKey: MasterKey): BackupContent {
  const manifest = parse(folder);
  assertMasterKey(manifest, masterKey);
  const { seal, ...body } = manifest;
  const expected = Buffer.from(sealOf(body, masterKey), 'hex');
  const given = Buffer.from(String(seal), 'hex');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new DamagedBackup(`${manifestPath(folder)} was changed: take another backup`);
  }
  return manifest;
}

function parse(folder: string): Manifest {
  const path = manifestPath(folder);
  if (!existsSync(path)) {
    throw new DamagedBackup(`${path} is missing: this is no backup, or one that never ended`);
  }
  try {
    const manifest: Manifest = JSON.parse(readFileSync(path, 'utf8'));
    if (manifest.format === format && Array.isArray(manifest.files)) return manifest;
  } catch {
    // Told below.
  }
  throw new DamagedBackup(`${path} is damaged or of another version of Banyan`);
}

function assertMasterKey(manifest: Manifest, masterKey: MasterKey): void {
  try {
    const canary = Buffer.from(manifest.canary, 'base64');
    if (envelope(masterKey).openText(canary, canaryContext(manifest.id)) === canaryText) return;
  } catch {
    // Told below.
  }
  throw new SetupProblem(
    `the backup was sealed with master key ${manifest.masterKeyId}, not ${masterKey.id}: ` +
      'give the folder with the original master.key as --secrets',
  );
}

function canaryContext(id: string) {
  return { recordClass: 'backup.canary', recordId: id };
}

function sealOf(body: object, masterKey: MasterKey): string {
  const key = deriveKey(masterKey.bytes, 'backup/manifest');
  const text = canonicalJson(body as unknown as JsonValue);
  return createHmac('sha256', key).update(text, 'utf8').digest('hex');
}
