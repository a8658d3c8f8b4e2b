import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { giveUpUploads } from '../../src/jobs/give-up-uploads.ts';
import { startServer } from '../../src/server.ts';
import { createUploadLocker } from '../../src/store/upload-locker.ts';
import {
  controlRun,
  type IntakeService,
  intakeService,
  sha256Of,
  until,
  upload,
  writeSmallBam,
} from '../support/intake-service.ts';
import { announceFile, sendPart } from '../support/tus-requests.ts';

let service: IntakeService;
let folder: string;
let bam: Buffer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'banyan-limits-'));
  bam = await readFile(writeSmallBam(folder, { name: 'small' }).path);
  service = await intakeService({ BANYAN_KEY_QUOTA: '1M' });
});
afterAll(async () => {
  await service.close();
  await rm(folder, { recursive: true, force: true });
});

async function register(on: IntakeService, flowcell: string, names = ['A']): Promise<string> {
  return (await on.call('sequencer', 'POST /api/v1/runs', controlRun(flowcell, names))).body.id;
}

const send = (on: IntakeService, runId: string, change: object = {}) =>
  upload({
    ...{ address: on.address, key: on.keys.sequencer, runId, fileName: 'A.bam', bytes: bam },
    ...change,
  });

const announce = (address: string, key: string, metadata: Record<string, string>) =>
  announceFile(address, key, { metadata, sizeBytes: bam.length });

describe('limits', () => {
  it('refuses what would go beyond the quota of a key, not of another', async () => {
    const runId = await register(service, 'QUOTA', ['A', 'B']);
    await send(service, runId);
    const refused = send(service, runId, { fileName: 'B.bam', bytes: Buffer.alloc(400_000) });
    await expect(refused).rejects.toThrow(/507.*quota-exceeded/s);
    const key = service.keys.technician;
    await send(service, runId, { fileName: 'B.bam', bytes: bam.subarray(0, 1000), key });
  });

  it('refuses new uploads on a disk that is nearly full', async () => {
    const full = await intakeService({ BANYAN_MIN_FREE: '900T' });
    try {
      const runId = await register(full, 'FULL');
      await expect(send(full, runId)).rejects.toThrow(/507.*storage-full/s);
    } finally {
      await full.close();
    }
  });

  it('gives up what nobody continued for two weeks, by when its last byte came', async () => {
    const runId = await register(service, 'ABANDONED');
    const key = service.keys.technician;
    const metadata = { runId, fileName: 'A.bam', sha256: sha256Of(bam) };
    const announced = await announce(service.address, key, metadata);
    const url = `${service.address}${announced.headers.get('location')}`;
    await sendPart(url, key, { from: 0, body: bam.subarray(0, 1000) });
    const uploads = join(service.home, 'data', 'uploads');
    const id = url.split('/').at(-1) ?? '';
    await writeFile(join(uploads, 'gone.count'), 'a state whose bytes are gone');
    const yesterday = new Date(Date.now() - 25 * 3_600_000);
    for (const name of ['dead.fetch', 'living.fetch']) await writeFile(join(uploads, name), 'part');
    await utimes(join(uploads, 'dead.fetch'), yesterday, yesterday);
    const config = readConfig({}, { BANYAN_HOME: service.home });
    if (!config.ok) throw new Error(config.message);
    const { kysely } = service.database;
    const chore = { kysely, folders: config.value.folders, clock: () => new Date() };
    await giveUpUploads(chore);
    expect(await readdir(uploads)).toContain(id);
    expect(await readdir(uploads)).not.toContain('gone.count');
    expect((await readdir(uploads)).filter((name) => name.endsWith('.fetch'))).toEqual([
      'living.fetch',
    ]);
    const old = new Date(Date.now() - 15 * 86_400_000);
    await utimes(join(uploads, id), old, old);
    await giveUpUploads(chore);
    expect((await readdir(uploads)).filter((name) => name.startsWith(id))).toEqual([]);
    const asked = await sendPart(url, key, { from: 1000, body: bam.subarray(1000) });
    expect(asked.status).toBe(404);
  });

  it('lists what may be deleted, and never what a report or a person needs', async () => {
    const list = async (years = '') =>
      (await service.call('laboratory-manager', `GET /api/v1/run-files/deletable${years}`)).body
        .items;
    const { kysely } = service.database;
    const runId = await register(service, 'OLD');
    const key = service.keys.technician;
    await send(service, runId, { key });
    const { body } = await until(
      () => service.call('technician', `GET /api/v1/runs/${runId}`),
      (answer) => answer.body.samples[0].state === 'COUNTED',
    );
    const sampleId = body.samples[0].id;
    const receivedAt = new Date();
    receivedAt.setUTCFullYear(receivedAt.getUTCFullYear() - 4);
    const age = () =>
      kysely
        .updateTable('run_file')
        .set({ received_at: receivedAt, stored_at: receivedAt })
        .where('run_id', '=', runId);
    const state = (name: string) =>
      kysely.updateTable('sample').set({ state: name }).where('id', '=', sampleId).execute();
    await state('SCORED');
    expect(await list()).toEqual([]);
    await age().execute();
    expect(await list()).toMatchObject([{ sampleId, fileName: 'A.bam', sha256: sha256Of(bam) }]);
    expect(await list('?years=5')).toEqual([]);
    const refused = await service.call(
      'laboratory-manager',
      'GET /api/v1/run-files/deletable?years=2',
    );
    expect(refused.status).toBe(400);
    await state('COUNTED');
    expect(await list()).toEqual([]);
    await state('SCORED');
    await kysely.updateTable('bin_counts').set({ input_sha256: 'other' }).execute();
    await kysely
      .insertInto('reference_model')
      .values({ id: 'm', sha256: 'm', assembly: 'GRCh37', registered_at: new Date() })
      .execute();
    await kysely
      .insertInto('analysis_result')
      .values({
        ...{ id: runId, sample_id: sampleId, input_sha256: sha256Of(bam), model_id: 'm' },
        ...{ software_version: '0', body: '{}', body_sha256: '0', scored_at: new Date() },
        restricted_sealed: Buffer.alloc(1),
      })
      .execute();
    // Its analysis can be made again from the file only.
    expect(await list()).toEqual([]);
  });
});

describe('uploads on two nodes', () => {
  it('are written by one at a time, and the one that waits asks for its turn', async () => {
    const [one, other] = [0, 1].map(() => createUploadLocker(service.database.url));
    const never = new AbortController().signal;
    const first = one.newLock('x');
    let asked = 0;
    const release = () => {
      asked += 1;
      void first.unlock();
    };
    await first.lock(never, release);
    const second = other.newLock('x');
    await second.lock(never, () => undefined);
    expect(asked).toBe(1);
    await other.newLock('y').lock(never, () => undefined);
    await second.unlock();
    await first.lock(never, () => undefined);
    await first.unlock();
    await Promise.all([one.close(), other.close()]);
  });

  it('bring one file whole, its parts sent to either and at once to both', async () => {
    const settings = { BANYAN_HOME: service.home, DATABASE_URL: service.database.url, PORT: '0' };
    const config = readConfig({}, settings);
    if (!config.ok) throw new Error(config.message);
    const node = await startServer(config.value, pino({ level: 'silent' }));
    try {
      const runId = await register(service, 'TWO');
      const key = service.keys.technician;
      const metadata = { runId, fileName: 'A.bam', sha256: sha256Of(bam) };
      const announced = await announce(node.address ?? '', key, metadata);
      const path = announced.headers.get('location');
      const nodes = [service.address, node.address];
      const size = Math.ceil(bam.length / 8);
      for (let i = 0; i < 8; i++) {
        const send = { from: i * size, body: bam.subarray(i * size, (i + 1) * size) };
        const answers = await Promise.all(
          nodes.map((address) => sendPart(`${address}${path}`, key, send)),
        );
        // One is taken; the other comes too late, or finds the file in the run.
        const statuses = answers.map(({ status }) => status).sort();
        expect(statuses[0]).toBe(204);
        expect([204, 409]).toContain(statuses[1]);
      }
      await until(
        () => service.call('technician', `GET /api/v1/runs/${runId}`),
        ({ body }) => body.samples[0].state === 'COUNTED',
      );
      const files = await service.database.kysely
        .selectFrom('run_file')
        .select('sha256')
        .where('run_id', '=', runId)
        .execute();
      expect(files).toEqual([{ sha256: sha256Of(bam) }]);
    } finally {
      await node.close();
    }
  });
});
