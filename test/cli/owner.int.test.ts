import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { command as apiKey } from '../../src/cli/api-key.ts';
import { command as client } from '../../src/cli/client.ts';
import { type Command, exitCode, UsageError } from '../../src/cli/command.ts';
import { command as staff } from '../../src/cli/staff.ts';
import { bearerHash } from '../../src/security/bearer-token.ts';
import { openMasterKey } from '../../src/security/master-key.ts';
import { isPassword } from '../../src/security/password.ts';
import { openSecretsFolder } from '../../src/security/secret-file.ts';
import { findCallerByKey } from '../../src/store/api-key-store.ts';
import { openDataKeys } from '../../src/store/data-keys.ts';
import { findStaffByName } from '../../src/store/staff-store.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let home: string;
let database: TestDatabase;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'banyan-owner-'));
  database = await createTestDatabase();
  openSecretsFolder(join(home, 'secrets'));
  await openDataKeys(database.kysely, { master: openMasterKey(join(home, 'secrets')) });
});
afterAll(async () => {
  await database.close();
  await rm(home, { recursive: true, force: true });
});

const commands: Record<string, Command> = { staff, 'api-key': apiKey, client };
let said = { stdout: '', stderr: '' };

beforeEach(() => {
  vi.stubEnv('DATABASE_URL', database.url);
  for (const name of ['stdout', 'stderr'] as const) {
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      said[name] += String(text);
      return true;
    });
  }
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** One command in this process, whose start would take most of the time. */
async function banyan(name: string, ...words: string[]) {
  said = { stdout: '', stderr: '' };
  const at = words.includes('--home') ? [] : ['--home', home];
  try {
    return { code: await commands[name].run([...words, ...at]), ...said };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { ...said, code: exitCode.usage, stderr: error.message };
  }
}

async function lastEvent() {
  const { rows } = await database.pool.query(
    'select actor, action, detail from audit_event order by sequence desc limit 1',
  );
  return rows[0];
}

describe('banyan staff', () => {
  it('makes an account with roles and licence, whose first password is shown once', async () => {
    const words = ['add', 'Chen.Li', '--display-name', '陈丽', '--roles', 'approver'];
    const added = await banyan('staff', ...words, '--licence', 'P-1,2026-01-01,2027-12-31');
    expect(added).toMatchObject({ code: 0, stderr: '' });
    const [, password] = /once: (\S+)\n$/.exec(added.stdout) ?? [];
    const made = await findStaffByName(database.kysely, 'chen.li');
    expect(made).toMatchObject({ roles: ['approver'], mustChangePassword: true });
    expect(made?.licence).toEqual({ number: 'P-1', from: '2026-01-01', to: '2027-12-31' });
    expect(await isPassword(password, made?.passwordHash ?? null)).toBe(true);
    const event = await lastEvent();
    expect(event).toMatchObject({ actor: 'owner', action: 'staff.add' });
    expect(event.detail).not.toContain(password);
    const list = await banyan('staff', 'list');
    expect(list.stdout).toMatch(/^chen\.li +approver +open +no +2027-12-31$/m);
    expect((await banyan('staff', ...words)).stderr).toContain('is or was somebody’s');
  });

  it('lets a locked-out person in again, and gives other roles with a reason', async () => {
    const { kysely } = database;
    const locked = await findStaffByName(kysely, 'chen.li');
    await kysely
      .updateTable('staff')
      .set({ totp_sealed: Buffer.alloc(4) })
      .execute();
    const { stdout } = await banyan('staff', 'reset-password', 'chen.li');
    const [, password] = /once: (\S+)\n$/.exec(stdout) ?? [];
    expect((await banyan('staff', 'reset-factor', 'chen.li')).code).toBe(0);
    const opened = await findStaffByName(kysely, 'chen.li');
    expect(opened?.passwordHash).not.toBe(locked?.passwordHash);
    expect(await isPassword(password, opened?.passwordHash ?? null)).toBe(true);
    expect(opened?.totpSealed).toBeNull();
    const grant = ['grant-roles', 'chen.li', '--roles', 'system-administrator'];
    expect((await banyan('staff', ...grant)).stderr).toContain('reason: ');
    const wrong = await banyan('staff', ...grant.with(-1, 'auditor,reviewer'), '--reason', 'both');
    expect(wrong).toMatchObject({ code: 2, stdout: '' });
    expect(wrong.stderr).toBe('banyan: auditor is held with no other role\n');
    expect((await banyan('staff', ...grant, '--reason', 'all administrators left')).code).toBe(0);
    expect(await lastEvent()).toMatchObject({ actor: 'owner', action: 'staff.set-roles' });
    expect((await banyan('staff', 'disable', 'chen.li')).code).toBe(0);
    expect((await findStaffByName(kysely, 'chen.li'))?.active).toBe(false);
    expect((await banyan('staff', 'enable', 'nobody.here')).stderr).toContain('no account');
  });
});

describe('banyan api-key', () => {
  it('makes, rotates and revokes a key, whose secrets are shown once', async () => {
    const { kysely } = database;
    const opens = (secret: string) =>
      findCallerByKey(kysely, { keySha256: bearerHash(secret), now: new Date() });
    const added = await banyan('api-key', 'add', 'NB501', '--role', 'sequencer');
    const [first] = /banyan_sequencer_\S+/.exec(added.stdout) ?? [''];
    expect(await opens(first)).toMatchObject({ name: 'NB501', roles: ['sequencer'] });
    const rotated = await banyan('api-key', 'rotate', 'NB501', '--overlap-hours', '0');
    const [second] = /banyan_sequencer_\S+/.exec(rotated.stdout) ?? [''];
    expect([await opens(first), (await opens(second))?.name]).toEqual([null, 'NB501']);
    const list = await banyan('api-key', 'list', '--json');
    expect(list.stdout).not.toContain(second);
    expect(JSON.parse(list.stdout)).toMatchObject([{ name: 'NB501', revokedAt: null }]);
    expect((await banyan('api-key', 'revoke', 'NB501')).code).toBe(0);
    expect(await opens(second)).toBeNull();
    expect(await lastEvent()).toMatchObject({ actor: 'owner', action: 'key.revoke' });
    const wrong = await banyan('api-key', 'add', 'x', '--role', 'approver');
    expect([wrong.code, wrong.stderr.includes('role: ')]).toEqual([2, true]);
  });
});

describe('banyan client', () => {
  it('registers a system by its public keys and revokes it', async () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
    const file = join(home, 'keys.json');
    const key = { ...publicKey.export({ format: 'jwk' }), kid: 'k1', use: 'sig', alg: 'ES384' };
    await writeFile(file, JSON.stringify({ keys: [key] }));
    const added = await banyan('client', 'add', 'city platform', '--jwks', file);
    expect(added.stdout).toMatch(/^city platform signs in as client_id [0-9a-f-]{36}\n$/);
    expect((await banyan('client', 'list')).stdout).toMatch(/^city platform +\S+ +good$/m);
    expect((await banyan('client', 'revoke', 'city platform')).code).toBe(0);
    expect(await lastEvent()).toMatchObject({ actor: 'owner', action: 'client.revoke' });
    await writeFile(file, '{"keys":');
    const wrong = await banyan('client', 'add', 'other', '--jwks', file);
    expect(wrong).toMatchObject({ code: 2 });
    expect(wrong.stderr).toContain('keys.json is no JSON');
  });
});

describe('a home that is none', () => {
  it('is refused in one line, before anything is made there', async () => {
    const { code, stderr } = await banyan('staff', 'list', '--home', join(home, 'elsewhere'));
    expect(code).toBe(2);
    expect(stderr).toContain('elsewhere is no home in use');
  });
});
