import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  controlRun,
  type IntakeService,
  intakeService,
  upload,
  writeSmallBam,
} from '../support/intake-service.ts';

let folder: string;
let service: IntakeService;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'banyan-jobs-'));
  // Nobody works here, so that jobs stay where they are put.
  service = await intakeService({ BANYAN_ROLES: 'web', BANYAN_FOLLOWERS: '0' });
});
afterAll(async () => {
  await service.close();
  await rm(folder, { recursive: true, force: true });
});

it('a person cancels a job and puts it back; both are audited', async () => {
  const { address, keys } = service;
  const run = await service.call('sequencer', 'POST /api/v1/runs', controlRun('JOBS', ['one']));
  const bytes = await readFile(writeSmallBam(folder, { name: 'one', reads: 1000 }).path);
  const key = keys.sequencer;
  await upload({ ...{ address, key, bytes, runId: run.body.id }, fileName: 'one.bam' });

  const jobs = async (state: string) =>
    (await service.call('technician', `GET /api/v1/jobs?state=${state}`)).body.items;
  const sample = async () =>
    (await service.call('technician', `GET /api/v1/runs/${run.body.id}`)).body.samples[0];
  const [job] = await jobs('waiting');
  expect(job).toMatchObject({ name: 'count-bins', sample: 'one', sampleState: 'UPLOADED' });
  expect(job).toMatchObject({ failures: 0, cause: null, priority: 0 });

  const order = (role: 'technician' | 'sequencer', word: string) =>
    service.call(role, `POST /api/v1/jobs/${job.id}/${word}`, {});
  expect((await order('sequencer', 'cancellation')).status).toBe(403);
  expect((await order('technician', 'retry')).status).toBe(409);
  expect((await order('technician', 'cancellation')).body.state).toBe('cancelled');
  expect((await order('technician', 'cancellation')).status).toBe(409);
  expect(await sample()).toMatchObject({ state: 'FAILED', problem: { kind: 'job-cancelled' } });
  expect(await jobs('waiting')).toEqual([]);

  expect((await order('technician', 'retry')).status).toBe(200);
  expect(await sample()).toMatchObject({ state: 'UPLOADED', problem: null });
  expect(await jobs('waiting')).toHaveLength(1);
  const events = await service.database.kysely
    // The audit has no type of its own: it is written and read by the chain's own statements.
    .selectFrom('audit_event' as 'run')
    .select('action' as 'id')
    .where('subject' as 'id', '=', `job/${job.id}`)
    .orderBy('sequence' as 'id')
    .execute();
  expect(events).toEqual([{ action: 'job.cancel' }, { action: 'job.retry' }]);
  const other = '00000000-0000-7000-8000-000000000000';
  const absent = await service.call('technician', `POST /api/v1/jobs/${other}/retry`, {});
  expect(absent.status).toBe(404);
});
