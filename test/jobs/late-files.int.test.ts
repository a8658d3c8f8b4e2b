import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type JobQueue, openJobQueue } from '../../src/jobs/job-queue.ts';
import { uuidV7 } from '../../src/security/uuid-v7.ts';
import { acceptRunFile } from '../../src/store/run-file-store.ts';
import { lockRun } from '../../src/store/run-store.ts';
import { insertSampleFiles } from '../../src/store/sample-file-store.ts';
import {
  controlRun,
  type IntakeService,
  intakeService,
  sha256Of,
  until,
  upload,
  writeSmallBam,
} from '../support/intake-service.ts';
import { smallLaboratory, writeSmallModel } from '../support/small-model.ts';

// A file that comes late meets work on the files before it at its worst moments.

let folder: string;
let service: IntakeService;
let queue: JobQueue;
let lanes: Buffer[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'banyan-late-'));
  const model = join(folder, 'model');
  writeSmallModel(model);
  const written = [1, 2].map((seed) =>
    writeSmallBam(folder, { name: `lane${seed}`, reads: 60_000, seed }, smallLaboratory),
  );
  lanes = await Promise.all(written.map(({ path }) => readFile(path)));
  service = await intakeService({ BANYAN_MODEL: model });
  const { kysely, url } = service.database;
  const log = pino({ level: 'silent' });
  const { signal } = new AbortController();
  queue = await openJobQueue({ connectionString: url, kysely, log, signal });
});
afterAll(async () => {
  await queue.stop();
  await service.close();
  await rm(folder, { recursive: true, force: true });
});

const sheetOf = (...files: string[]) =>
  ['sample,specimen,kind,file', ...files.map((file) => `N,,negative-control,${file}`), ''].join(
    '\n',
  );

const send = (runId: string, fileName: string, bytes: Buffer) =>
  upload({
    ...{ address: service.address, key: service.keys.sequencer },
    ...{ runId, fileName, bytes },
  });

async function addLane(runId: string, file: string): Promise<void> {
  const headers = {
    ...{ authorization: `Bearer ${service.keys.sequencer}`, 'content-type': 'text/csv' },
  };
  const path = `${service.address}/api/v1/runs/${runId}/sample-sheet`;
  const answer = await fetch(path, { method: 'POST', headers, body: sheetOf(file) });
  expect(answer.status).toBe(200);
}

async function stateOf(runId: string): Promise<string> {
  const { body } = await service.call('technician', `GET /api/v1/runs/${runId}`);
  return body.samples[0].state;
}

const scored = (runId: string) =>
  until(
    () => stateOf(runId),
    (state) => state === 'SCORED',
  );

/** A run of one control, of which one file came and is scored. */
async function oneLane(flowcell: string) {
  const run = { ...controlRun(flowcell, []), sampleSheet: sheetOf('one.bam') };
  const { body } = await service.call('sequencer', 'POST /api/v1/runs', run);
  await send(body.id, 'one.bam', lanes[0]);
  await scored(body.id);
  return { runId: body.id as string, sampleId: body.samples[0].id as string };
}

const countsOf = (sampleId: string) =>
  service.database.kysely
    .selectFrom('bin_counts')
    .select(['id', 'input_sha256 as input'])
    .where('sample_id', '=', sampleId)
    .orderBy('counted_at')
    .execute();

async function inputsOfResults(sampleId: string): Promise<string[]> {
  const rows = await service.database.kysely
    .selectFrom('analysis_result')
    .select('input_sha256 as input')
    .where('sample_id', '=', sampleId)
    .orderBy('id')
    .execute();
  return rows.map(({ input }) => input);
}

const setState = (sampleId: string, state: string) =>
  service.database.kysely.updateTable('sample').set({ state }).where('id', '=', sampleId).execute();

/** Once no job that names this id waits or runs. */
async function done(id: string): Promise<void> {
  const open = sql<{ open: number }>`
    select count(*)::int as open from pgboss.job
    where singleton_key = ${id} and state in ('created', 'retry', 'active')`;
  await until(
    async () => (await open.execute(service.database.kysely)).rows[0].open,
    (count) => count === 0,
  );
}

async function hasJob(id: string): Promise<boolean> {
  const found = sql`select id from pgboss.job where singleton_key = ${id}`;
  return (await found.execute(service.database.kysely)).rows.length > 0;
}

describe('a late file', () => {
  it('is scored with the others though an old job scores them without it', async () => {
    const { kysely } = service.database;
    const { runId, sampleId } = await oneLane('LATE1');
    await addLane(runId, 'two.bam');
    await send(runId, 'two.bam', lanes[1]);
    await until(
      () => inputsOfResults(sampleId),
      (inputs) => inputs.length === 2,
    );
    const [without, with_] = await countsOf(sampleId);
    await done(with_.id);
    await setState(sampleId, 'COUNTED');
    await queue.enqueue(kysely, 'score-sample', { binCountsId: without.id });
    await done(without.id);
    expect(await stateOf(runId)).toBe('COUNTED');
    await queue.enqueue(kysely, 'score-sample', { binCountsId: with_.id });
    await scored(runId);
    expect(await inputsOfResults(sampleId)).toEqual([without.input, with_.input]);
  });

  it('is counted though it comes while the others are counted', async () => {
    const { runId, sampleId } = await oneLane('LATE2');
    await setState(sampleId, 'UPLOADED');
    await addLane(runId, 'two.bam');
    const uploaded = await send(runId, 'two.bam', lanes[1]);
    // Counted at once by the process that received it; after a crash, only by its job.
    expect(await hasJob(uploaded.split('/').at(-1) ?? '')).toBe(true);
    await scored(runId);
    expect(await countsOf(sampleId)).toHaveLength(2);
    expect(await inputsOfResults(sampleId)).toHaveLength(2);
  });

  it('takes the place of a count that ends without it', async () => {
    const { kysely } = service.database;
    const { runId, sampleId } = await oneLane('LATE3');
    const [without] = await countsOf(sampleId);
    const { id: runFileId } = await kysely
      .selectFrom('run_file')
      .select('id')
      .where('sample_id', '=', sampleId)
      .executeTakeFirstOrThrow();
    await done(runFileId);
    await done(without.id);
    await setState(sampleId, 'UPLOADED');
    await kysely.transaction().execute(async (tx) => {
      await lockRun(tx, runId);
      await queue.enqueue(kysely, 'count-bins', { runFileId });
      await until(waitingForLocks, (count) => count > 0);
      const now = new Date();
      const file = { runId, sampleId, fileName: 'two.bam' };
      await insertSampleFiles(tx, [{ ...file, lane: null, registeredAt: now }]);
      const bytes = { sizeBytes: lanes[1].length, sha256: sha256Of(lanes[1]) };
      await acceptRunFile(tx, { ...file, ...bytes, id: uuidV7(), receivedAt: now });
    });
    await done(runFileId);
    expect(await stateOf(runId)).toBe('UPLOADED');
  });
});

async function waitingForLocks(): Promise<number> {
  const waiting = sql<{ waiting: number }>`
    select count(*)::int as waiting from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`;
  return (await waiting.execute(service.database.kysely)).rows[0].waiting;
}
