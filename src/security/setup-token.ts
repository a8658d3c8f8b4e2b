import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { bearerToken } from './bearer-token.ts';
import { ensureSecretFile, readSecretFile } from './secret-file.ts';

const fileName = 'set-up-token';

/** The file in which whoever owns the machine finds the token to set the service up with. */
export function setupTokenFile(secretsFolder: string): string {
  return join(secretsFolder, fileName);
}

/** Makes the token of a service that has no accounts yet. */
export function ensureSetupToken(secretsFolder: string): void {
  ensureSecretFile(secretsFolder, fileName, () => `${bearerToken('setup')}\n`);
}

/** The token, or null once the service is set up. */
export function readSetupToken(secretsFolder: string): string | null {
  return readSecretFile(secretsFolder, fileName)?.trim() ?? null;
}

/** Ends the token. */
export function removeSetupToken(secretsFolder: string): void {
  rmSync(setupTokenFile(secretsFolder), { force: true });
}
