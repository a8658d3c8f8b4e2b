import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callBanyan } from '../support/call-banyan.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { startServeProcess } from '../support/serve-process.ts';
import { spawnBanyan } from '../support/spawn-banyan.ts';

let folder: string;
let database: TestDatabase;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'banyan-serve-'));
  await chmod(folder, 0o711);
  database = await createTestDatabase();
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

const environment = () => ({ LOG_LEVEL: 'silent', DATABASE_URL: database.url });
const wordsOf = (words: string[]) => ['serve', '--home', join(folder, 'home'), ...words];

/** Runs `banyan serve` to its end; answers exit code and what it said on standard error. */
async function serve(words: string[], change: Record<string, string> = {}) {
  const env = { ...environment(), ...change };
  const { exit, err } = await callBanyan(wordsOf(words), { env });
  return { code: exit, stderr: err };
}

describe('banyan serve', () => {
  it('says in one line that the port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    const { code, stderr } = await spawnBanyan(wordsOf(['--port', String(port)]), environment());
    other.close();
    expect(stderr).toBe(`banyan: port ${port} is taken: give another with --port\n`);
    expect(code).toBe(2);
  });

  it('says in one line that the home cannot be written', async () => {
    const file = join(folder, 'a-file');
    await writeFile(file, '');
    const { code, stderr } = await serve(['--home', join(file, 'home')]);
    expect(stderr).toMatch(/^banyan: .*cannot be written \(ENOTDIR\).*--home\n$/);
    expect(code).toBe(2);
  });

  it('says in one line that the database cannot be reached, without its password', async () => {
    const url = 'postgresql://banyan:pass-word@127.0.0.1:1/banyan';
    const { code, stderr } = await serve([], { DATABASE_URL: url });
    expect(stderr).toMatch(/^banyan: the database of DATABASE_URL cannot be reached.*\n$/);
    expect(code).toBe(2);
    const malformed = await serve([], { DATABASE_URL: 'mysql://x:pass-word@y' });
    expect(malformed.code).toBe(2);
    expect(stderr + malformed.stderr).not.toContain('pass-word');
  });

  it('says in one line what is wrong with the model, as bad data', async () => {
    const model = join(folder, 'model');
    await mkdir(model);
    await writeFile(join(model, 'model.json'), '{}');
    await writeFile(join(model, 'model.bin'), '');
    const { code, stderr } = await serve(['--port', '0', '--model', model]);
    expect(stderr).toMatch(/^banyan: .*model.*\n$/);
    expect(code).toBe(3);
  });

  it('says in one line that master key, secrets or database are not its own', async () => {
    const other = join(folder, 'other');
    await serve(['--port', '0', '--model', join(folder, 'none')]);
    const foreign = await serve(['--port', '0', '--home', other]);
    expect(foreign.stderr).toMatch(/^banyan: the database was sealed with master key .*\n$/);
    expect(foreign.code).toBe(2);
    await chmod(join(other, 'secrets', 'master.key'), 0o644);
    const open = await serve(['--port', '0', '--home', other]);
    expect(open.stderr).toMatch(/^banyan: secrets can be read by others: run chmod 600 .*\n$/);
    expect(open.code).toBe(2);
    const newer = await createTestDatabase();
    await newer.pool.query("insert into kysely_migration values ('9999-later', '')");
    const later = await serve(['--port', '0'], { DATABASE_URL: newer.url });
    await newer.close();
    expect(later.stderr).toMatch(/^banyan: the database belongs to another version .*\n$/);
    expect(later.code).toBe(2);
  });

  it.each([
    ['password', (url: URL) => (url.password = 'wrong-word'), '28P01'],
    ['database', (url: URL) => (url.pathname = '/nowhere'), '3D000'],
  ])('says in one line that the %s of DATABASE_URL is wrong', async (_, change, reason) => {
    const url = new URL(database.url);
    change(url);
    const { code, stderr } = await serve(['--port', '0'], { DATABASE_URL: url.href });
    expect(stderr).toBe(`banyan: the database of DATABASE_URL cannot be reached (${reason})\n`);
    expect(code).toBe(2);
  });

  it('says in one line that a master key of the environment is none, or another', async () => {
    const start = (key: string) => serve(['--port', '0'], { BANYAN_MASTER_KEY: key });
    const short = await start('c2hvcnQ=');
    expect(short.stderr).toBe(
      'banyan: BANYAN_MASTER_KEY is not 32 bytes as base64: put the original back\n',
    );
    const other = await start(Buffer.alloc(32, 9).toString('base64'));
    expect(other.stderr).toMatch(/^banyan: the database was sealed with master key .*\n$/);
    expect([short.code, other.code]).toEqual([2, 2]);
  });

  it('says in one line that a home keeps the suite of algorithms it was made with', async () => {
    const { code, stderr } = await serve(['--port', '0'], { BANYAN_CRYPTO: 'sm' });
    expect(stderr).toMatch(/^banyan: the database was made with BANYAN_CRYPTO=standard.*\n$/);
    expect(code).toBe(2);
    expect((await serve([], { BANYAN_CRYPTO: 'rot13' })).code).toBe(2);
  });

  it('says in one line that checkpoints cannot be written', async () => {
    const file = join(folder, 'a-checkpoint');
    await writeFile(file, '');
    const { code, stderr } = await serve(['--port', '0'], { BANYAN_CHECKPOINTS: join(file, 'x') });
    expect(stderr).toMatch(/^banyan: .*a-checkpoint.*cannot be written \(ENOTDIR\).*\n$/);
    expect(code).toBe(2);
  });

  it.runIf(process.platform === 'linux')(
    'says in one line that the home is read-only',
    async () => {
      const { code, stderr } = await serve(['--home', '/proc/banyan']);
      expect(stderr).toMatch(/^banyan: \/proc\/banyan cannot be written .*--home\n$/);
      expect(code).toBe(2);
    },
  );

  it('refuses words it does not know', async () => {
    expect((await serve(['--prot', '1'])).code).toBe(2);
    expect((await serve(['--roles', 'cook'])).code).toBe(2);
  });

  it('keeps its keys to itself, ends cleanly, and knows them at the next start', async () => {
    const home = join(folder, 'kept');
    const first = await startServeProcess(home);
    const token = join(home, 'secrets', 'set-up-token');
    expect((await stat(token)).mode & 0o777).toBe(0o600);
    const key = await first.key('technician');
    await expect(stat(token)).rejects.toThrow('ENOENT');
    expect(await first.stop()).toBe(0);
    const second = await startServeProcess(home);
    const answer = await fetch(`${second.address}/api/v1/runs`, {
      headers: { authorization: `Bearer ${key}` },
    });
    expect(answer.status).toBe(200);
    expect(await second.stop()).toBe(0);
  });
});
