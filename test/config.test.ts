import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig, type Settings } from '../src/config.ts';

function config(env: Settings, overrides: Settings = {}) {
  const result = readConfig(env, overrides);
  if (!result.ok) throw new Error(result.message);
  return result.value;
}

describe('the settings', () => {
  it('need nothing: local, embedded, both roles', () => {
    expect(config({})).toMatchObject({
      host: '127.0.0.1',
      port: 8080,
      databaseUrl: null,
      modelFolder: null,
      roles: ['web', 'worker'],
      workers: availableParallelism(),
      logLevel: 'info',
    });
  });

  it('keep the secrets beside the backup set', () => {
    const { folders } = config({ BANYAN_HOME: 'some/home' });
    expect(folders.home).toBe(resolve('some/home'));
    expect(folders.postgres).toBe(resolve('some/home/data/postgres'));
    expect(folders.secrets).toBe(resolve('some/home/secrets'));
    expect(folders.secrets.startsWith(folders.data)).toBe(false);
    expect(folders.runtime.startsWith(folders.data)).toBe(false);
  });

  it('take the command line before the environment, and an empty value for none', () => {
    const env = { PORT: '1', BANYAN_ROLES: 'worker', LOG_LEVEL: '', BANYAN_MODEL: 'm' };
    expect(config(env, { PORT: '0', BANYAN_ROLES: '' })).toMatchObject({
      port: 0,
      roles: ['worker'],
      logLevel: 'info',
      modelFolder: resolve('m'),
    });
  });

  it('take each role once, in one order', () => {
    expect(config({ BANYAN_ROLES: 'worker, web,worker' }).roles).toEqual(['web', 'worker']);
  });

  it.each<[Settings, string]>([
    [{ PORT: '65536' }, 'PORT is "65536": give a whole number from 0 to 65535'],
    [{ PORT: '80a' }, 'PORT is "80a": give a whole number from 0 to 65535'],
    [{ PORT: '-1' }, 'PORT is "-1": give a whole number from 0 to 65535'],
    [{ BANYAN_WORKERS: '0' }, 'BANYAN_WORKERS is "0": give a whole number from 1 to 1024'],
    [
      { BANYAN_RETENTION_YEARS: '2' },
      'BANYAN_RETENTION_YEARS is "2": give a whole number from 3 to 100',
    ],
    [{ BANYAN_ROLES: 'web,wroker' }, 'BANYAN_ROLES is "wroker": give one of web, worker'],
    [
      { LOG_LEVEL: 'loud' },
      'LOG_LEVEL is "loud": give one of fatal, error, warn, info, debug, trace, silent',
    ],
  ])('refuse %j in one line', (env, message) => {
    expect(readConfig(env)).toEqual({ ok: false, message });
  });

  it('refuse a database address without showing it', () => {
    for (const address of ['mysql://me:hunter2@host/x', 'me:hunter2@host']) {
      const result = readConfig({ DATABASE_URL: address });
      expect(result).toMatchObject({ ok: false, message: expect.stringContaining('DATABASE_URL') });
      expect(JSON.stringify(result)).not.toContain('hunter2');
    }
    expect(config({ DATABASE_URL: 'postgres://me:x@host/db' }).databaseUrl).toBe(
      'postgres://me:x@host/db',
    );
  });
});

it('stand in the table of src/README.md, each of them', () => {
  const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
  const names = [...read('../src/config.ts').matchAll(/^ {2}readonly ([A-Z_]+)\?: string/gm)];
  expect(names.length).toBeGreaterThan(20);
  const rows = read('../src/README.md').match(/^\| `.*$/gm) ?? [];
  const told = rows.flatMap((row) => row.split('|')[1].match(/[A-Z_]{4,}/g) ?? []);
  expect(new Set(told)).toEqual(new Set(names.map(([, name]) => name)));
});
