import { appendFileSync, existsSync, readdirSync, statSync, unlinkSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { openMasterKey } from '../../src/security/master-key.ts';
import { openSecretsFolder } from '../../src/security/secret-file.ts';
import { restoreBackup } from '../../src/store/backup/restore-backup.ts';
import { openStore } from '../../src/store/open-store.ts';
import { callBanyan } from '../support/call-banyan.ts';
import {
  callService,
  controlRun,
  sha256Of,
  until,
  upload,
  writeSmallBam,
} from '../support/intake-service.ts';
import { type ServeProcess, startServeProcess } from '../support/serve-process.ts';
import { spawnBanyan } from '../support/spawn-banyan.ts';

let folder: string;
let service: ServeProcess;
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'banyan-backup-'));
  // As root the database runs as another account, which has to walk through.
  await chmod(folder, 0o711);
  service = await startServeProcess(at('home'));
});
afterAll(async () => {
  await service.stop();
  await rm(folder, { recursive: true, force: true });
});

async function register(flowcell: string): Promise<string> {
  const { status, body } = await callService(service.address, await service.key('technician'), {
    line: 'POST /api/v1/runs',
    body: controlRun(flowcell, ['small']),
  });
  expect(status).toBe(201);
  return body.id;
}

/** One sample's file, uploaded and counted. */
async function countedSample(): Promise<Buffer> {
  const runId = await register('COUNTED');
  const bytes = await readFile(writeSmallBam(folder, { name: 'small', reads: 20_000 }).path);
  await upload({
    ...{ address: service.address, key: await service.key('sequencer'), runId },
    ...{ fileName: 'small.bam', bytes },
  });
  const technician = await service.key('technician');
  await until(
    () => callService(service.address, technician, { line: `GET /api/v1/runs/${runId}` }),
    ({ body }) => body.samples[0].state === 'COUNTED',
  );
  return bytes;
}

const verify = (...words: string[]) =>
  callBanyan(['audit', 'verify', '--home', at('restored'), ...words], {
    env: { DATABASE_URL: '' },
  });

/** Everything of a home that must be alike in its copy. */
async function contentOf(home: string) {
  const config = readConfig({}, { BANYAN_HOME: home });
  if (!config.ok) throw new Error(config.message);
  const { folders } = config.value;
  const log = { info: () => undefined, warn: () => undefined };
  const store = await openStore({ folders, databaseUrl: null, log });
  try {
    const rows = async (text: string) => (await store.pool.query(text)).rows;
    return {
      runs: (await rows('select flowcell from run order by registered_at')).map((r) => r.flowcell),
      counts: await rows('select * from bin_counts'),
      files: await rows('select * from run_file'),
      keys: await rows('select k::text as key from api_key k order by 1'),
      events: (await rows('select count(*) as count from audit_event'))[0].count as number,
    };
  } finally {
    await store.close();
  }
}

describe('a backup made while the service writes', () => {
  let acknowledged: string[];
  let before: number;
  let bytes: Buffer;

  beforeAll(async () => {
    bytes = await countedSample();
    acknowledged = [];
    const over = new AbortController();
    const writing = (async () => {
      for (let n = 0; !over.signal.aborted; n += 1) {
        const flowcell = `FC-${n}`;
        await register(flowcell);
        acknowledged.push(flowcell);
        await delay(20);
      }
    })();
    while (acknowledged.length < 5) await delay(20);
    before = acknowledged.length;
    const words = ['backup', at('backup'), '--home', at('home'), '--with-secrets', at('saved')];
    const { code, stdout, stderr } = await spawnBanyan(words);
    over.abort();
    await writing;
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Backed up \d+ files, .*\nThe secrets are in .*saved: keep them apart/);
  });

  it('holds no secret; the secrets lie apart, readable by their owner alone', () => {
    const files = readdirSync(at('backup'), { recursive: true }) as string[];
    const secrets = readdirSync(at('saved'));
    expect(secrets).toContain('master.key');
    expect(files.filter((name) => secrets.includes(name.split('/').at(-1) ?? ''))).toEqual([]);
    for (const name of secrets) expect(statSync(join(at('saved'), name)).mode & 0o777).toBe(0o600);
    expect(statSync(at('saved')).mode & 0o777).toBe(0o700);
  });

  it('restores to exactly what was acknowledged up to its end, and verifies', async () => {
    const words = ['restore', at('backup'), '--home', at('restored'), '--secrets', at('saved')];
    const { code, stdout, stderr } = await spawnBanyan(words);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).toContain('The audit chain holds');
    const [restored, original] = [await contentOf(at('restored')), await contentOf(at('home'))];
    const runs = restored.runs.filter((flowcell) => flowcell !== 'COUNTED');
    // One writer, one run after the other: what was acknowledged first is there first.
    expect(runs.length).toBeGreaterThanOrEqual(before);
    expect(runs).toEqual(acknowledged.slice(0, runs.length));
    expect(original.runs).toHaveLength(acknowledged.length + 1);
    expect(restored.counts).toEqual(original.counts);
    expect(restored.counts).toHaveLength(1);
    expect(restored.files).toEqual(original.files);
    expect(restored.keys).toEqual(original.keys);
    const [{ sha256 }] = restored.files;
    const file = readdirSync(join(at('restored'), 'data'), { recursive: true })
      .map(String)
      .find((name) => name.startsWith('files') && name.endsWith(sha256));
    const content = await readFile(join(at('restored'), 'data', file ?? 'none'));
    expect(sha256Of(content)).toBe(sha256Of(bytes));
  });

  it('is a home of its own, whose chain is witnessed, in lines and as JSON', async () => {
    const restored = await startServeProcess(at('restored'));
    const key = await service.key('technician');
    const { status, body } = await callService(restored.address, key, { line: 'GET /api/v1/runs' });
    expect(status).toBe(200);
    expect(body.items.length).toBeGreaterThan(before);
    expect(await restored.stop()).toBe(0);
    const { code, stdout } = await spawnBanyan([
      'audit',
      'verify',
      '--home',
      at('restored'),
      '--json',
    ]);
    expect(code).toBe(0);
    const verification = JSON.parse(stdout);
    expect(verification).toMatchObject({ ok: true, faults: [] });
    expect(verification.witnessedSequence).toBeGreaterThan(before);
    await mkdir(at('notes'));
    await writeFile(join(at('notes'), '00.checkpoints'), 'nonsense\n');
    const held = await verify('--checkpoints', at('notes'));
    expect(held.out).toContain('does NOT hold');
    expect(held.exit).toBe(3);
  });

  it('is refused when anything does not fit, before anything is written', async () => {
    const copy = at('copy');
    await cp(at('backup'), copy, { recursive: true });
    const restore = (secretsFolder = at('saved'), home = at('never')) => {
      const config = readConfig({}, { BANYAN_HOME: home });
      if (!config.ok) throw new Error(config.message);
      const { folders } = config.value;
      return restoreBackup({ from: copy, folders, secretsFolder, onProgress: () => undefined });
    };
    await mkdir(at('full'));
    await writeFile(join(at('full'), 'a-file'), '');
    await expect(restore(at('saved'), at('full'))).rejects.toThrow('is not empty');

    openSecretsFolder(at('wrong'));
    await cp(at('saved'), at('wrong'), { recursive: true });
    unlinkSync(join(at('wrong'), 'master.key'));
    await expect(restore(at('wrong'))).rejects.toThrow('has no master.key');
    openMasterKey(at('wrong'));
    await expect(restore(at('wrong'))).rejects.toThrow('sealed with master key');

    const version = join(copy, 'postgres', 'cluster', 'PG_VERSION');
    appendFileSync(version, 'x');
    await expect(restore()).rejects.toThrow('PG_VERSION was changed');
    unlinkSync(version);
    await expect(restore()).rejects.toThrow('PG_VERSION is missing from the backup');
    const manifest = await readFile(join(copy, 'manifest.json'), 'utf8');
    await writeFile(join(copy, 'manifest.json'), manifest.replace('PG_VERSION', 'PG_VERSIO'));
    await expect(restore()).rejects.toThrow('manifest.json was changed');
    unlinkSync(join(copy, 'manifest.json'));
    await expect(restore()).rejects.toThrow('one that never ended');
    expect(existsSync(at('never'))).toBe(false);
  });
});

describe('banyan backup and restore', () => {
  it('refuse in one line what they cannot do', async () => {
    const url = { DATABASE_URL: 'postgresql://banyan:pass-word@127.0.0.1:1/banyan' };
    const external = await callBanyan(['backup', at('b'), '--home', at('home')], { env: url });
    expect(external.err).toMatch(/^banyan: the database of DATABASE_URL .*pg_dump.*\n$/);
    expect(external.exit).toBe(2);
    const none = await spawnBanyan(['backup', at('b'), '--home', at('nowhere')]);
    expect(none.stderr).toMatch(/^banyan: .*nowhere holds no database.*\n$/);
    expect(none.code).toBe(2);
    const damaged = await callBanyan(
      ['restore', folder, '--home', at('b'), '--secrets', join(at('home'), 'secrets')],
      { env: { DATABASE_URL: '' } },
    );
    expect(damaged.err).toMatch(/^banyan: .*manifest.json is missing.*\n$/);
    expect(damaged.exit).toBe(3);
  });
});
