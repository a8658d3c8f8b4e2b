import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openJobQueue } from '../../src/jobs/job-queue.ts';
import {
  controlRun,
  type IntakeService,
  insertSpecimen,
  intakeService,
  until,
  upload,
  writeSmallBam,
} from '../support/intake-service.ts';

let folder: string;
let service: IntakeService;
let bam: Buffer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'banyan-urgent-'));
  bam = await readFile(writeSmallBam(folder, { name: 'one', reads: 1000 }).path);
  // Nobody works here, so that jobs wait.
  service = await intakeService({ BANYAN_ROLES: 'web', BANYAN_FOLLOWERS: '0' });
});
afterAll(async () => {
  await service.close();
  await rm(folder, { recursive: true, force: true });
});

async function register(flowcell: string, change: object = {}): Promise<string> {
  const run = { ...controlRun(flowcell, ['A']), ...change };
  const { body } = await service.call('sequencer', 'POST /api/v1/runs', run);
  const key = service.keys.sequencer;
  const options = { address: service.address, key, runId: body.id, bytes: bam };
  await upload({ ...options, fileName: 'A.bam' });
  return body.id;
}

const show = async (runId: string) =>
  (await service.call('technician', `GET /api/v1/runs/${runId}`)).body;
const put = (role: 'laboratory-manager' | 'technician', runId: string, urgent: boolean) =>
  service.call(role, `PUT /api/v1/runs/${runId}/priority`, { urgent });

describe('an urgent run', () => {
  it('goes first, from its registration or by the laboratory manager', async () => {
    const { kysely, url } = service.database;
    const plain = await register('PLAIN');
    const raised = await register('RAISED');
    const again = await insertSpecimen(kysely, { number: 'T1' });
    const redrawn = await insertSpecimen(kysely, { number: 'T2' });
    await kysely
      .updateTable('specimen')
      .set({ parent_specimen_id: again })
      .where('id', '=', redrawn)
      .execute();
    const redraw = await register('REDRAW', {
      sampleSheet: 'sample,specimen,kind\nA,T2,patient\n',
    });
    const urgent = await register('URGENT', { urgent: true });
    expect([(await show(plain)).urgent, (await show(urgent)).urgent]).toEqual([false, true]);

    expect((await put('technician', raised, true)).status).toBe(403);
    for (const times of [1, 2]) {
      const { status, body } = await put('laboratory-manager', raised, true);
      expect([times, status, body.urgent]).toEqual([times, 200, true]);
    }
    const { rows: events } = await sql`select detail from audit_event
      where action = 'run.prioritise' and subject = ${`run/${raised}`}`.execute(kysely);
    expect(events).toEqual([{ detail: '{"jobs":1,"urgent":true}' }]);
    const none = '00000000-0000-7000-8000-000000000000';
    expect((await put('laboratory-manager', none, true)).status).toBe(404);

    const { body } = await service.call('technician', 'GET /api/v1/jobs?state=waiting');
    const priorities = new Map(
      body.items.map((job: { runId: string; priority: number }) => [job.runId, job.priority]),
    );
    expect([plain, redraw, raised, urgent].map((id) => priorities.get(id))).toEqual([
      0, 10, 20, 20,
    ]);
    const shown = await service.call('technician', `GET /api/v1/overview/runs/${raised}`);
    expect(shown.body.urgent).toBe(true);

    const order: string[] = [];
    const queue = await openJobQueue({
      ...{ connectionString: url, kysely, log: pino({ level: 'silent' }) },
      signal: new AbortController().signal,
    });
    const runOf = (id: string) =>
      kysely.selectFrom('run_file').select('run_id').where('id', '=', id).executeTakeFirstOrThrow();
    await queue.work('count-bins', 1, async ({ runFileId }) => {
      order.push((await runOf(runFileId)).run_id);
    });
    await until(
      async () => order.length,
      (length) => length === 4,
    );
    await queue.stop();
    expect(order).toEqual([raised, urgent, redraw, plain]);
    // Once more as all others; what was done stays done.
    expect((await put('laboratory-manager', raised, false)).body.urgent).toBe(false);
  });
});
