import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { startServeProcess } from '../support/serve-process.ts';

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

/** Runs `banyan serve` to its end; answers exit code and what it said on standard error. */
async function serve(words: string[], environment: Record<string, string> = {}) {
  const program = fileURLToPath(new URL('../../src/cli/banyan.ts', import.meta.url));
  const home = ['--home', join(folder, 'home')];
  const child = spawn(process.execPath, [program, 'serve', ...home, ...words], {
    env: { ...process.env, LOG_LEVEL: 'silent', DATABASE_URL: database.url, ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (bytes) => {
    stderr += bytes;
  });
  const code = await new Promise<number | null>((resolve) => child.on('exit', resolve));
  return { code, stderr };
}

describe('banyan serve', () => {
  it('says in one line that the port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    const { code, stderr } = await serve(['--port', String(port)]);
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
