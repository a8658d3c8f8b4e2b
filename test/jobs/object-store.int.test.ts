import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from '@20minutes/s3rver';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { deleteOldFiles } from '../../src/jobs/delete-old-files.ts';
import { settleRunFiles } from '../../src/jobs/settle-run-files.ts';
import { createWorkerPool } from '../../src/jobs/worker-pool.ts';
import { startServer } from '../../src/server.ts';
import { objectKey } from '../../src/store/content-files.ts';
import { createObjectStore, type ObjectStore } from '../../src/store/object-store.ts';
import {
  controlRun,
  type IntakeService,
  intakeService,
  settledRun,
  sha256Of,
  upload,
  writeSmallBam,
} from '../support/intake-service.ts';
import { smallLaboratory, writeSmallModel } from '../support/small-model.ts';

// What every client of this server is known as.
const keys = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };

let folder: string;
let peer: S3rver;
let settings: Record<string, string>;
let objects: ObjectStore;
let service: IntakeService;
let lanes: Buffer[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'banyan-objects-'));
  peer = new S3rver({
    ...{ port: 0, address: '127.0.0.1', silent: true, directory: join(folder, 's3') },
    configureBuckets: [{ name: 'run-files' }],
  });
  const { port } = await peer.run();
  const bucket = `http://127.0.0.1:${port}/run-files`;
  objects = createObjectStore({ ...keys, bucket, region: 'us-east-1' });
  settings = {
    BANYAN_OBJECT_STORE: bucket,
    ...{ AWS_ACCESS_KEY_ID: keys.accessKeyId, AWS_SECRET_ACCESS_KEY: keys.secretAccessKey },
  };
  const model = join(folder, 'model');
  writeSmallModel(model);
  const written = [1, 2].map((seed) =>
    writeSmallBam(folder, { name: `lane${seed}`, reads: 60_000, seed }, smallLaboratory),
  );
  lanes = await Promise.all(written.map(({ path }) => readFile(path)));
  service = await intakeService({ ...settings, BANYAN_MODEL: model });
});
afterAll(async () => {
  await service.close();
  await peer.close();
  await rm(folder, { recursive: true, force: true });
});

const folders = () => {
  const config = readConfig({}, { BANYAN_HOME: service.home });
  if (!config.ok) throw new Error(config.message);
  return config.value.folders;
};

async function settle(): Promise<void> {
  const pool = createWorkerPool({ threads: 1 });
  const { kysely } = service.database;
  const services = { kysely, folders: folders(), objects, pool, log: pino({ level: 'silent' }) };
  await settleRunFiles({ ...services, signal: new AbortController().signal });
  await pool.close();
}

const send = (runId: string, fileName: string, bytes: Buffer) => {
  const options = { address: service.address, key: service.keys.sequencer, runId };
  return upload({ ...options, fileName, bytes });
};

const scored = async (runId: string) =>
  (await settledRun(service, runId, ['SCORED', 'FAILED'])).samples[0];

async function bytesOf(key: string): Promise<Buffer | null> {
  const path = join(folder, 'read');
  return (await objects.get(key, path)) ? readFile(path) : null;
}

describe('an object store', () => {
  it('keeps objects, gives them back and forgets them, any number of times', async () => {
    const path = join(folder, 'object');
    await writeFile(path, 'bytes');
    const sha256 = sha256Of(Buffer.from('bytes'));
    const key = objectKey(sha256);
    expect([await objects.size(key), await bytesOf(key)]).toEqual([null, null]);
    await objects.put(key, { path, sha256 });
    await objects.put(key, { path, sha256 });
    expect([await objects.size(key), String(await bytesOf(key))]).toEqual([5, 'bytes']);
    await objects.remove(key);
    await objects.remove(key);
    expect(await objects.size(key)).toBeNull();
  });

  it('that refuses us, is not there or has no such bucket is one line at the start', async () => {
    const start = async (change: Record<string, string>) => {
      const home = { BANYAN_HOME: service.home, DATABASE_URL: service.database.url };
      const config = readConfig({}, { ...home, PORT: '0', ...settings, ...change });
      if (!config.ok) throw new Error(config.message);
      const server = await startServer(config.value, pino({ level: 'silent' }));
      await server.close();
    };
    const line = /^BANYAN_OBJECT_STORE cannot be used: /;
    await expect(start({ AWS_SECRET_ACCESS_KEY: 'hunter2' })).rejects.toThrow(
      /^BANYAN_OBJECT_STORE cannot be used: the object store answered 403$/,
    );
    await expect(start({ BANYAN_OBJECT_STORE: 'http://127.0.0.1:1/bucket' })).rejects.toThrow(line);
    const other = settings.BANYAN_OBJECT_STORE.replace('run-files', 'other');
    await expect(start({ BANYAN_OBJECT_STORE: other })).rejects.toThrow(/answered 404$/);
  });
});

describe('run files in an object store', () => {
  it('leave the folder once they are verified, come back for a late lane, and are let go', async () => {
    const { kysely } = service.database;
    const { body } = await service.call('sequencer', 'POST /api/v1/runs', controlRun('S3', ['A']));
    const runId: string = body.id;
    await send(runId, 'A.bam', lanes[0]);
    expect((await scored(runId)).state).toBe('SCORED');
    await settle();
    const [first, second] = lanes.map((bytes) => objectKey(sha256Of(bytes)));
    expect(await readdir(folders().runFiles)).toEqual([]);
    expect(await bytesOf(first)).toEqual(lanes[0]);

    const sheet = await fetch(`${service.address}/api/v1/runs/${runId}/sample-sheet`, {
      method: 'POST',
      headers: { authorization: `Bearer ${service.keys.sequencer}`, 'content-type': 'text/csv' },
      body: 'sample,specimen,kind,file\nA,,negative-control,late.bam\n',
    });
    expect(sheet.status).toBe(200);
    await send(runId, 'late.bam', lanes[1]);
    const sample = await scored(runId);
    expect(sample.files).toMatchObject([{ state: 'VERIFIED' }, { state: 'VERIFIED' }]);
    const results = await kysely
      .selectFrom('analysis_result')
      .select('input_sha256')
      .where('sample_id', '=', sample.id)
      .execute();
    expect(results).toHaveLength(2);
    await settle();
    expect(await readdir(folders().runFiles)).toEqual([]);
    expect(await bytesOf(second)).toEqual(lanes[1]);

    await sql`update run_file set received_at = now() - interval '4 years',
      stored_at = now() - interval '4 years'`.execute(kysely);
    await sql`update clock_watch set even_since = now() - interval '8 days'`.execute(kysely);
    await deleteOldFiles({
      ...{ kysely, folders: folders(), objects, retentionYears: 3, clock: () => new Date() },
      ...{ log: pino({ level: 'silent' }), signal: new AbortController().signal },
    });
    expect([await objects.size(first), await objects.size(second)]).toEqual([null, null]);
  });
});
