import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { describe, expect, it } from 'vitest';
import { serverAccount } from '../../../src/store/embedded-postgres/server-account.ts';
import { readLockFile } from '../../../src/store/embedded-postgres/server-identity.ts';
import { ownHome } from './own-home.ts';

let children: ChildProcess[] = [];
const own = ownHome(() => {
  for (const child of children) child.kill('SIGKILL');
  children = [];
});

async function startChild(): Promise<{ child: ChildProcess; url: string; adopted: boolean }> {
  const program = fileURLToPath(new URL('./start-child.ts', import.meta.url));
  const child = spawn(process.execPath, [program, own.home], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const [line] = await once(createInterface({ input: child.stdout! }), 'line');
  return { child, ...JSON.parse(line) };
}

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

const cluster = () => join(realpathSync(join(own.home, 'data', 'postgres')), 'cluster');
const serverProcess = () => readLockFile(cluster())!.processId;

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 30_000; !(await condition()); ) {
    if (Date.now() > deadline) throw new Error('waited too long');
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** A process that ended but was not yet waited for by its parent is dead to us. */
function lives(processId: number): boolean {
  try {
    const stat = `/proc/${processId}/stat`;
    if (existsSync(stat) && / Z /.test(readFileSync(stat, 'utf8'))) return false;
    return process.kill(processId, 0);
  } catch {
    return false;
  }
}

describe('the first start', () => {
  it('makes a private, checksummed, local server and stops it without a trace', async () => {
    const server = await own.start();
    expect(server.adopted).toBe(false);
    const rows = await query(
      server.adminUrl,
      `select name, setting from pg_settings where name in
       ('data_checksums', 'fsync', 'listen_addresses', 'unix_socket_directories',
        'password_encryption', 'full_page_writes')`,
    );
    expect(Object.fromEntries(rows.map(({ name, setting }) => [name, setting]))).toEqual({
      data_checksums: 'on',
      fsync: 'on',
      full_page_writes: 'on',
      listen_addresses: '127.0.0.1',
      password_encryption: 'scram-sha-256',
      unix_socket_directories: '',
    });
    const locale = `select datlocprovider, datlocale, pg_encoding_to_char(encoding) as encoding
      from pg_database where datname = 'banyan'`;
    expect(await query(server.url, locale)).toEqual([
      { datlocprovider: 'b', datlocale: 'C.UTF-8', encoding: 'UTF8' },
    ]);
    const right = 'select rolsuper from pg_roles where rolname = current_user';
    expect(await query(server.url, right)).toEqual([{ rolsuper: false }]);

    await expect(query(server.url.replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toThrow(
      'password authentication failed',
    );

    const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);
    expect(mode(join(own.home, 'secrets'))).toBe('700');
    expect(mode(join(own.home, 'secrets', 'database-password'))).toBe('600');
    expect(mode(cluster())).toBe('700');
    expect(readdirSync(join(own.home, 'data', 'postgres')).sort()).toEqual([
      'cluster',
      'server.log',
    ]);

    const processId = serverProcess();
    await server.stop();
    await server.stop();
    await until(() => !lives(processId));
    expect(readLockFile(cluster())).toBeNull();
  });

  it('keeps row values out of its log', async () => {
    const server = await own.start(false);
    await query(server.url, 'create table person (name text primary key)');
    await query(server.url, `insert into person values ('张三')`);
    await expect(query(server.url, `insert into person values ('张三')`)).rejects.toThrow();
    const log = readFileSync(join(own.home, 'data', 'postgres', 'server.log'), 'utf8');
    expect(log).toContain('duplicate key');
    expect(log).not.toContain('张三');
  });

  it('is one server when two processes start at once', async () => {
    const [left, right] = await Promise.all([own.start(false), own.start(false)]);
    expect(left.url).toBe(right.url);
    expect([left.adopted, right.adopted].sort()).toEqual([false, true]);
    await left.stop();
    expect(await query(right.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    const processId = serverProcess();
    await right.stop();
    await until(() => !lives(processId));
  });

  it('refuses a cluster whose password is lost', async () => {
    await (await own.start(false)).stop();
    const password = join(own.home, 'secrets', 'database-password');
    const text = readFileSync(password, 'utf8');
    rmSync(password);
    await expect(own.start(false)).rejects.toThrow('is missing, but the database exists');
    writeFileSync(password, text, { mode: 0o644 });
    chmodSync(password, 0o644);
    await expect(own.start(false)).rejects.toThrow(`run chmod 600 ${password}`);
    chmodSync(password, 0o600);
    expect((await own.start(false)).adopted).toBe(false);
  });
});

describe('after kill -9', () => {
  it('of the service: the server lives on and is adopted', async () => {
    const { child, url } = await startChild();
    await query(url, 'create table kept as select 1 as one');
    const processId = serverProcess();
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(lives(processId)).toBe(true);

    const server = await own.start();
    expect(server).toMatchObject({ adopted: true, url });
    expect(serverProcess()).toBe(processId);
    expect(await query(server.url, 'select * from kept')).toEqual([{ one: 1 }]);
    await server.stop();
    await until(() => !lives(processId));
  });

  it('of the server: it comes back on the same port, with every committed row', async () => {
    const server = await own.start();
    await query(server.url, 'create table kept (n integer)');
    const client = new Client({ connectionString: server.url });
    client.on('error', () => undefined);
    await client.connect();
    let committed = 0;
    const writing = (async () => {
      for (;;) {
        await client.query(`insert into kept values (${committed})`);
        committed += 1;
      }
    })().catch(() => 'cut off');
    await until(() => committed > 20);
    const processId = serverProcess();
    process.kill(processId, 'SIGKILL');
    expect(await writing).toBe('cut off');

    const count = async () =>
      Number((await query(server.url, 'select count(*) from kept'))[0].count);
    await until(() =>
      count().then(
        () => true,
        () => false,
      ),
    );
    expect(serverProcess()).not.toBe(processId);
    // One more may have been committed whose answer the kill swallowed.
    expect(await count()).toBeGreaterThanOrEqual(committed);
    expect(await count()).toBeLessThanOrEqual(committed + 1);
  });

  it('of both at once: the next start brings up a new server', async () => {
    const { child, url } = await startChild();
    await query(url, 'create table kept as select 1 as one');
    process.kill(serverProcess(), 'SIGKILL');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const server = await own.start();
    expect(server.adopted).toBe(false);
    expect(await query(server.url, 'select * from kept')).toEqual([{ one: 1 }]);
  });

  it('and a lock file that names a stranger: he lives and the server starts', async () => {
    const first = await own.start(false);
    const lockFile = readFileSync(join(cluster(), 'postmaster.pid'), 'utf8');
    await first.stop();
    const account = serverAccount(cluster());
    const stranger = spawn('sleep', ['60'], {
      cwd: '/',
      ...(account === null ? {} : { uid: account.uid, gid: account.gid }),
    });
    children.push(stranger);
    const path = join(cluster(), 'postmaster.pid');
    writeFileSync(path, lockFile.replace(/^\d+/, String(stranger.pid)));
    const { uid, gid } = statSync(cluster());
    chownSync(path, uid, gid);
    const second = await own.start(false);
    expect(second.adopted).toBe(false);
    expect(await query(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(lives(stranger.pid!)).toBe(true);
  });

  it('and a copy restored beside a running original: it gets its own server', async () => {
    const original = await own.start(false);
    const originalHome = own.home;
    const copied = mkdtempSync(join(tmpdir(), 'banyan-embedded-'));
    chmodSync(copied, 0o711);
    execFileSync('cp', ['-a', join(own.home, 'data'), join(own.home, 'secrets'), copied]);
    try {
      own.home = copied;
      const copy = await own.start(false);
      expect(copy.systemIdentifier).toBe(original.systemIdentifier);
      expect(copy.url).not.toBe(original.url);
      await copy.stop();
      expect(await query(original.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    } finally {
      own.home = originalHome;
      rmSync(copied, { recursive: true, force: true });
    }
  });
});
