import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bearerUse } from '../../src/security/bearer-token.ts';
import { openMasterKey } from '../../src/security/master-key.ts';
import {
  ensureSecretFile,
  openSecretsFolder,
  readSecretFile,
} from '../../src/security/secret-file.ts';
import {
  ensureSetupToken,
  readSetupToken,
  removeSetupToken,
  setupTokenFile,
} from '../../src/security/setup-token.ts';

let home: string;
let secrets: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'banyan-secrets-'));
  secrets = join(home, 'secrets');
  openSecretsFolder(secrets);
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);

describe('the folder of secrets', () => {
  it('is its owner’s alone', () => {
    expect(mode(secrets)).toBe('700');
    openSecretsFolder(secrets);
  });

  it('is refused when the group may look in', () => {
    chmodSync(secrets, 0o750);
    expect(() => openSecretsFolder(secrets)).toThrow(`run chmod 700 ${secrets}`);
  });

  it('is refused when one secret in it can be read by others', () => {
    openMasterKey(secrets);
    const path = join(secrets, 'master.key');
    chmodSync(path, 0o604);
    expect(() => openSecretsFolder(secrets)).toThrow(`run chmod 600 ${path}`);
    expect(() => openMasterKey(secrets)).toThrow(`run chmod 600 ${path}`);
  });
});

describe('a secret', () => {
  it('is made once, and whole, with mode 600', () => {
    expect(readSecretFile(secrets, 'one')).toBeNull();
    expect(ensureSecretFile(secrets, 'one', () => 'first')).toEqual({
      text: 'first',
      created: true,
    });
    expect(ensureSecretFile(secrets, 'one', () => 'second')).toEqual({
      text: 'first',
      created: false,
    });
    expect(mode(join(secrets, 'one'))).toBe('600');
    expect(readdirSync(secrets)).toEqual(['one']);
  });

  it('is the winner’s when another process is quicker', () => {
    const { text, created } = ensureSecretFile(secrets, 'one', () => {
      ensureSecretFile(secrets, 'one', () => 'winner');
      return 'loser';
    });
    expect({ text, created }).toEqual({ text: 'winner', created: false });
    expect(readdirSync(secrets)).toEqual(['one']);
  });

  it('is absent when the process was killed while making it', () => {
    const module = new URL('../../src/security/secret-file.ts', import.meta.url);
    const program = `import { ensureSecretFile } from ${JSON.stringify(module.href)};
      ensureSecretFile(${JSON.stringify(secrets)}, 'one', () => process.kill(process.pid, 'SIGKILL'));`;
    const { signal } = spawnSync(process.execPath, ['--input-type=module', '-e', program]);
    expect(signal).toBe('SIGKILL');
    expect(existsSync(join(secrets, 'one'))).toBe(false);
    expect(ensureSecretFile(secrets, 'one', () => 'again').created).toBe(true);
  });
});

describe('the master key', () => {
  it('is 32 random bytes as base64, the same at every start', () => {
    const first = openMasterKey(secrets);
    const text = readFileSync(join(secrets, 'master.key'), 'utf8');
    expect(Buffer.from(text, 'base64')).toEqual(Buffer.from(first.bytes));
    expect(first.bytes.length).toBe(32);
    expect(first.id).toMatch(/^[0-9a-f]{8}$/);
    expect(openMasterKey(secrets)).toEqual(first);
  });

  it.each(['', 'AAAA', `${'A'.repeat(43)}=!`, 'x'.repeat(44)])('is refused as %j', (text) => {
    writeFileSync(join(secrets, 'master.key'), text, { mode: 0o600 });
    expect(() => openMasterKey(secrets)).toThrow('master.key is not 32 bytes as base64');
  });
});

describe('the set-up token', () => {
  it('is made once, for its owner alone, and ends', () => {
    ensureSetupToken(secrets);
    const token = readSetupToken(secrets);
    expect(bearerUse(token ?? '')).toBe('setup');
    expect(mode(setupTokenFile(secrets))).toBe('600');
    ensureSetupToken(secrets);
    expect(readSetupToken(secrets)).toBe(token);
    removeSetupToken(secrets);
    expect(readSetupToken(secrets)).toBeNull();
  });
});
