import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createBinGrid } from '../../src/analysis/genome/bin-grid.ts';
import { autosomeCount } from '../../src/analysis/genome/chromosome.ts';
import type { JobServices } from '../../src/jobs/job-services.ts';
import { lookBackJob } from '../../src/jobs/look-back-job.ts';
import { createWorkerPool, type WorkerPool } from '../../src/jobs/worker-pool.ts';
import { insertBinCounts, packBinCounts } from '../../src/store/bin-counts-store.ts';
import { type CaseService, caseService, reviewedCase, today } from '../support/case-service.ts';
import { writeSmallBam } from '../support/intake-service.ts';
import { analysisExample } from '../support/report-example.ts';
import { smallLaboratory, writeSmallModel } from '../support/small-model.ts';

type Verdicts = Parameters<typeof analysisExample>[0];

let service: CaseService;
let pool: WorkerPool;
let folder: string;
let services: JobServices;
beforeAll(async () => {
  service = await caseService();
  folder = await mkdtemp(join(tmpdir(), 'banyan-look-back-'));
  const small = writeSmallModel(join(folder, 'model'));
  pool = createWorkerPool({ threads: 1 });
  services = {
    ...(service.services as unknown as JobServices),
    ...{ pool, softwareVersion: '9.9.9', signal: new AbortController().signal },
    model: async () => ({ ...small, folder: join(folder, 'model') }),
  };
});
afterAll(async () => {
  await pool.close();
  await service.close();
  await rm(folder, { recursive: true, force: true });
});

/** A signed report whose counts are kept, unless they are lost. */
async function report(number: string, verdicts: Verdicts, isLost = false): Promise<string> {
  const registration = { identifier: { type: 'passport', value: `P${number.slice(1)}` } };
  const result = analysisExample(verdicts);
  const { reviewId } = await reviewedCase(service, { number, registration, result });
  const { body } = await service.call('approver', `POST /api/v1/reviews/${reviewId}/sign`);
  const { kysely, sealer } = service.services;
  const { sample_id: sampleId } = await kysely
    .selectFrom('review')
    .select('sample_id')
    .where('id', '=', reviewId)
    .executeTakeFirstOrThrow();
  if (isLost) return body.id;
  const bam = { name: number, reads: 60_000 };
  const { counts } = writeSmallBam(folder, bam, smallLaboratory);
  const source = { file: `${number}.bam`, sha256: result.input.sha256 };
  const { assembly, binSizeBases } = counts;
  const { chromosomeStarts } = createBinGrid(assembly, binSizeBases);
  const packed = await packBinCounts(sealer, {
    counts: { ...counts, source },
    autosomeBinCount: chromosomeStarts[autosomeCount],
  });
  await insertBinCounts(kysely, packed, {
    ...{ sampleId, inputSha256: result.input.sha256 },
    ...{ softwareVersion: '0.1.0', countedAt: today },
  });
  return body.id;
}

const open = async (by: string, value: string) => {
  const body = { by, value, reason: 'the kit of that lot was recalled' };
  return (await service.call('laboratory-manager', 'POST /api/v1/look-backs', body)).body;
};

const reportsOf = async (id: string) =>
  (await service.call('laboratory-manager', `GET /api/v1/look-backs/${id}/reports`)).body.items;

async function originals(): Promise<unknown> {
  const { rows } = await service.database.pool.query(
    `select (select md5(string_agg(r::text, '' order by id)) from analysis_result r) as results,
            (select md5(string_agg(r::text, '' order by id)) from report r) as reports,
            (select md5(string_agg(r::text, '' order by id)) from review r) as reviews`,
  );
  return rows;
}

it('runs touched reports again beside, changes none, and asks a person where they differ', async () => {
  const changed = await report('N20260420201', { T21: 'high-risk' });
  const lost = await report('N20260420202', {}, true);
  const touched = await service.call(
    'laboratory-manager',
    'GET /api/v1/touched-reports?by=model&value=controls-2026&limit=1',
  );
  expect(touched.body.items.map(({ id }: { id: string }) => id)).toEqual([changed]);
  expect(touched.body.next).toBe(changed);
  const count = 'GET /api/v1/touched-reports/count?by=model&value=controls-2026';
  const counted = await service.call('laboratory-manager', count);
  expect(counted.body).toEqual({ reports: 2, inForce: 2 });
  const touches = await service.call('laboratory-manager', 'GET /api/v1/touches');
  expect(touches.body.items).toEqual(
    expect.arrayContaining([
      { by: 'model', value: 'controls-2026' },
      { by: 'software-version', value: '0.1.0' },
    ]),
  );
  const before = await originals();
  const first = await open('model', 'controls-2026');
  expect(first).toMatchObject({ reports: 2, waiting: 2, changed: 0, failed: 0 });
  await lookBackJob(services, first.id);
  await lookBackJob(services, first.id);
  const line = `GET /api/v1/look-backs/${first.id}` as const;
  const { body } = await service.call('laboratory-manager', line);
  expect(body).toMatchObject({ waiting: 0, changed: 1, failed: 1, by: 'model' });
  const rows = await reportsOf(first.id);
  expect(rows).toMatchObject([
    { reportId: changed, outcome: 'changed', softwareVersion: '9.9.9' },
    { reportId: lost, outcome: 'failed', problem: 'counts-missing', comparison: null },
  ]);
  const { comparison } = rows[0];
  expect(comparison[0]).toMatchObject({ target: 'T21', before: 'high-risk' });
  expect(comparison[0].after).not.toBe('high-risk');
  const { body: tasks } = await service.call('reviewer', 'GET /api/v1/tasks');
  expect(tasks.items.map(({ subject }: { subject: string }) => subject)).toEqual([
    `look-back/${first.id}/report/${changed}`,
    `look-back/${first.id}/report/${lost}`,
  ]);
  const [task] = tasks.items;
  const close = `POST /api/v1/tasks/${task.id}/close` as const;
  expect((await service.call('approver', close)).status).toBe(404);
  expect((await service.call('laboratory-manager', close)).status).toBe(200);
  expect(await originals()).toEqual(before);
  const page = `GET /api/v1/overview/reports/${changed}` as const;
  const { body: shown } = await service.call('reviewer', page);
  expect(shown.lookBacks).toMatchObject([{ id: first.id, by: 'model', problem: null }]);

  // Another report that said from the start what the model says now.
  type Row = { target: 'T21' | 'T18' | 'T13'; after: 'low-risk' };
  const verdicts = Object.fromEntries(comparison.map((row: Row) => [row.target, row.after]));
  const same = await report('N20260420203', verdicts);
  const second = await open('software-version', '0.1.0');
  await lookBackJob(services, second.id);
  const outcomes = (await reportsOf(second.id)).map(
    (row: { reportId: string; outcome: string }) => [row.reportId, row.outcome],
  );
  expect(outcomes).toContainEqual([same, 'same']);
});

it('is put back by a person while a report of it waits', async () => {
  await report('N20260420204', {});
  const { id } = await open('model', 'controls-2026');
  const jobs = async (state: string) => {
    const { body } = await service.call('technician', `GET /api/v1/jobs?state=${state}`);
    return body.items.filter((job: { lookBackId: string }) => job.lookBackId === id);
  };
  const [job] = await jobs('waiting');
  expect(job).toMatchObject({ name: 'look-back', sampleId: null });
  const order = async (word: string) =>
    (await service.call('technician', `POST /api/v1/jobs/${job.id}/${word}`)).status;
  expect(await order('retry')).toBe(409);
  expect(await order('cancellation')).toBe(200);
  expect(await order('retry')).toBe(200);
  expect(await jobs('waiting')).toHaveLength(1);
  await service.database.pool.query(
    "update pgboss.job set state = 'failed' where state = 'created' and data ->> 'lookBackId' = $1",
    [id],
  );
  const [dead] = await jobs('dead');
  const retry = `POST /api/v1/jobs/${dead.id}/retry` as const;
  expect((await service.call('technician', retry)).body.state).toBe('waiting');
  await lookBackJob(services, id);
  expect((await service.call('technician', `POST /api/v1/jobs/${job.id}/retry`)).status).toBe(409);
});

it('finds nothing where nothing was touched', async () => {
  for (const [by, value] of [
    ['reagent-lot', 'L-1'],
    ['limits-version', '99'],
    ['model', 'none'],
  ]) {
    expect(await open(by, value)).toMatchObject({ reports: 0, waiting: 0 });
  }
});
