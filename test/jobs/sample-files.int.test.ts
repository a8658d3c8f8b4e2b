import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openMasterKey } from '../../src/security/master-key.ts';
import { uuidV7 } from '../../src/security/uuid-v7.ts';
import { verifyAuditChain } from '../../src/store/audit-store.ts';
import { loadBinCounts } from '../../src/store/bin-counts-store.ts';
import { openDataKeys } from '../../src/store/data-keys.ts';
import {
  controlRun,
  type IntakeService,
  insertSpecimen,
  intakeService,
  sha256Of,
  until,
  upload,
  writeSmallBam,
} from '../support/intake-service.ts';
import { smallLaboratory, writeSmallModel } from '../support/small-model.ts';

let folder: string;
let service: IntakeService;
let lanes: Buffer[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'banyan-lanes-'));
  const model = join(folder, 'model');
  writeSmallModel(model);
  const written = [1, 2, 3].map((seed) =>
    writeSmallBam(folder, { name: `lane${seed}`, reads: 60_000, seed }, smallLaboratory),
  );
  lanes = await Promise.all(written.map(({ path }) => readFile(path)));
  service = await intakeService({ BANYAN_MODEL: model });
});
afterAll(async () => {
  await service.close();
  await rm(folder, { recursive: true, force: true });
});

const send = (runId: string, fileName: string, bytes: Buffer) =>
  upload({
    ...{ address: service.address, key: service.keys.sequencer },
    ...{ runId, fileName, bytes },
  });

async function register(flowcell: string, sampleSheet: string): Promise<string> {
  const run = { ...controlRun(flowcell, []), sampleSheet };
  const { body } = await service.call('sequencer', 'POST /api/v1/runs', run);
  return body.id;
}

async function addSheet(runId: string, text: string) {
  return fetch(`${service.address}/api/v1/runs/${runId}/sample-sheet`, {
    method: 'POST',
    headers: { authorization: `Bearer ${service.keys.sequencer}`, 'content-type': 'text/csv' },
    body: text,
  });
}

const show = async (runId: string) =>
  (await service.call('technician', `GET /api/v1/runs/${runId}`)).body;
const sampleIn = (runId: string, state: string) =>
  until(
    () => show(runId),
    ({ samples }) => samples[0].state === state,
  ).then(({ samples }) => samples[0]);

async function resultsOf(sampleId: string) {
  const { kysely } = service.database;
  return kysely
    .selectFrom('analysis_result')
    .select(['id', 'body', 'input_sha256'])
    .where('sample_id', '=', sampleId)
    .orderBy('id')
    .execute();
}

const reviewsOf = (sampleId: string) =>
  service.database.kysely
    .selectFrom('review')
    .select(['id', 'state', 'analysis_result_id as result'])
    .where('sample_id', '=', sampleId)
    .orderBy('id')
    .execute();

async function countsOf(sampleId: string) {
  const { kysely } = service.database;
  const master = openMasterKey(join(service.home, 'secrets'));
  const { sealer } = await openDataKeys(kysely, { master });
  const rows = await kysely
    .selectFrom('bin_counts')
    .select('id')
    .where('sample_id', '=', sampleId)
    .orderBy('counted_at')
    .execute();
  return Promise.all(
    rows.map(async ({ id }) => {
      const loaded = await loadBinCounts(kysely, sealer, id);
      if (!loaded) throw new Error('counts are gone');
      return loaded.counts;
    }),
  );
}

const setHash = (files: readonly Buffer[]) =>
  sha256Of(
    Buffer.from(
      files
        .map(sha256Of)
        .sort()
        .map((hash) => `${hash}\n`)
        .join(''),
    ),
  );

/** A sample of two lanes, scored. */
async function twoLanes(flowcell: string, specimen: string) {
  await insertSpecimen(service.database.kysely, { number: specimen });
  const row = (lane: number) => `P,${specimen},patient,${lane}`;
  const sheet = ['sample,specimen,kind,lane', row(1), row(2), ''].join('\n');
  const runId = await register(flowcell, sheet);
  await send(runId, 'P_L001.bam', lanes[0]);
  const half = await show(runId);
  expect(half.samples[0]).toMatchObject({
    state: 'AWAITING_DATA',
    files: [
      { lane: 1, state: 'RECEIVED' },
      { lane: 2, state: 'AWAITED' },
    ],
  });
  await send(runId, 'P_L002.bam', lanes[1]);
  const sample = await sampleIn(runId, 'SCORED');
  return { runId, sampleId: sample.id as string, row };
}

describe('a sample of several files', () => {
  it('is counted once all are there, and a late lane makes a new version', async () => {
    const { runId, sampleId } = await twoLanes('LANES1', 'L1');
    const [sum] = await countsOf(sampleId);
    expect(sum.sources?.map(({ file }) => file)).toEqual(['P_L001.bam', 'P_L002.bam']);
    const [first] = await resultsOf(sampleId);
    const input = { file: 'P_L001.bam+P_L002.bam', sha256: setHash(lanes.slice(0, 2)) };
    expect(JSON.parse(first.body).input).toEqual(input);
    expect(await reviewsOf(sampleId)).toMatchObject([{ state: 'PENDING', result: first.id }]);

    const late = await addSheet(runId, 'sample,specimen,kind,file\nP,L1,patient,top-up.bam\n');
    expect(late.status).toBe(200);
    expect((await show(runId)).samples[0].state).toBe('SCORED');
    await send(runId, 'top-up.bam', lanes[2]);
    const results = await until(
      () => resultsOf(sampleId),
      (rows) => rows.length === 2,
    );
    expect(results[0]).toEqual(first);
    expect(results[1].input_sha256).toBe(setHash(lanes));
    await sampleIn(runId, 'SCORED');
    expect(await reviewsOf(sampleId)).toMatchObject([
      { state: 'SUPERSEDED', result: first.id },
      { state: 'PENDING', result: results[1].id },
    ]);
    const [before, after] = await countsOf(sampleId);
    expect(after.reads.counted).toBeGreaterThan(before.reads.counted);
    const single = await register('LANES-one', 'sample,specimen,kind\nT,,negative-control\n');
    await send(single, 'T.bam', lanes[2]);
    const [topUp] = await countsOf((await sampleIn(single, 'SCORED')).id);
    expect(after.forward).toEqual(before.forward.map((count, i) => count + topUp.forward[i]));
    expect(await verifyAuditChain(service.database.kysely)).toMatchObject({ ok: true });
  });

  it('leaves an issued report and asks a person to look', async () => {
    const { runId, sampleId } = await twoLanes('LANES2', 'L2');
    const { kysely } = service.database;
    const [review] = await reviewsOf(sampleId);
    const keys = await kysely.selectFrom('api_key').select('id').limit(2).execute();
    const now = new Date();
    const decided = { decided_at: now, reviewer: keys[0].id, calls: '[]' };
    await kysely
      .updateTable('review')
      .set({ ...decided, state: 'APPROVED' })
      .where('id', '=', review.id)
      .execute();
    const specimen = await kysely
      .updateTable('specimen')
      .set({ state: 'REPORTED' })
      .where('number', '=', 'L2')
      .returning('id')
      .executeTakeFirstOrThrow();
    await kysely
      .insertInto('report')
      .values({
        ...{ id: uuidV7(), specimen_id: specimen.id, version: 1, state: 'ISSUED' },
        ...{ analysis_result_id: review.result, review_id: review.id, outcome: 'report' },
        ...{ body: '{}', body_sha256: '0', issued_at: now },
        ...{ reviewer: keys[0].id, approver: keys[1].id },
      })
      .execute();
    await addSheet(
      runId,
      'sample,specimen,kind,lane\nP,L2,patient,1\nP,L2,patient,2\nP,L2,patient,3\n',
    );
    await send(runId, 'P_L003.bam', lanes[2]);
    const tasks = await until(
      () => service.call('reviewer', 'GET /api/v1/tasks'),
      ({ body }) => body.items.length > 0,
    );
    const results = await resultsOf(sampleId);
    expect(results).toHaveLength(2);
    expect(tasks.body.items).toMatchObject([
      { kind: 'result-after-report', sampleId, sample: 'P', analysisId: results[1].id },
    ]);
    expect(await reviewsOf(sampleId)).toEqual([{ ...review, state: 'APPROVED' }]);
    const path = `POST /api/v1/tasks/${tasks.body.items[0].id}/close`;
    expect((await service.call('technician', path)).status).toBe(403);
    expect((await service.call('reviewer', path)).status).toBe(200);
    expect((await service.call('reviewer', path)).status).toBe(404);
    expect((await service.call('reviewer', 'GET /api/v1/tasks')).body.items).toEqual([]);
  });

  it('refuses one lane sent twice, and goes on when a bad lane is replaced', async () => {
    const sheet = 'sample,specimen,kind,lane\nC,,negative-control,1\nC,,negative-control,2\n';
    const runId = await register('LANES3', sheet);
    await send(runId, 'C_L001.bam', lanes[0]);
    await expect(send(runId, 'C_L002.bam', lanes[0])).rejects.toThrow(/bytes of C_L001\.bam/);
    await expect(send(runId, 'C_L001.bam', lanes[1])).rejects.toThrow(/another file/);
    await send(runId, 'C_L002.bam', lanes[1].subarray(0, -28));
    const failed = await sampleIn(runId, 'FAILED');
    expect(failed.problem).toMatchObject({ file: 'C_L002.bam' });
    expect(failed.files).toMatchObject([{ state: 'RECEIVED' }, { state: 'REFUSED' }]);
    await send(runId, 'C_L002.bam', lanes[1]);
    const sample = await sampleIn(runId, 'SCORED');
    expect(sample.files).toMatchObject([{ state: 'VERIFIED' }, { state: 'VERIFIED' }]);
  });
});
