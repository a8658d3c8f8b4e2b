import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { deleteOldFiles } from '../../src/jobs/delete-old-files.ts';
import { verifyAuditChain } from '../../src/store/audit-store.ts';
import { runFilePaths } from '../../src/store/content-files.ts';
import { usedBytes } from '../../src/store/retention-store.ts';
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

let service: IntakeService;
let folder: string;
let bam: Buffer;
let warnings: object[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'banyan-retention-'));
  const model = join(folder, 'model');
  writeSmallModel(model);
  const { path } = writeSmallBam(folder, { name: 'A', reads: 60_000 }, smallLaboratory);
  bam = await readFile(path);
  service = await intakeService({ BANYAN_MODEL: model });
});
afterAll(async () => {
  await service.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  warnings = [];
  await watch({ evenSince: '-8 days', seenAt: '-1 hour' });
});

const folders = () => {
  const config = readConfig({}, { BANYAN_HOME: service.home });
  if (!config.ok) throw new Error(config.message);
  return config.value.folders;
};

/** The duty as the leader does it, hourly, by its clock and policy. */
const round = (change: { retentionYears?: number | null; clock?: () => Date } = {}) =>
  deleteOldFiles({
    ...{ kysely: service.database.kysely, folders: folders(), objects: null, retentionYears: 3 },
    ...{ clock: () => new Date(), signal: new AbortController().signal },
    log: { info: () => undefined, warn: (details: object) => void warnings.push(details) },
    ...change,
  });

async function watch({ evenSince, seenAt }: { evenSince: string; seenAt: string }) {
  await sql`insert into clock_watch (even_since, seen_at)
    values (now() + ${evenSince}::interval, now() + ${seenAt}::interval)
    on conflict (is_only) do update set
      even_since = excluded.even_since, seen_at = excluded.seen_at`.execute(
    service.database.kysely,
  );
}

/** A scored control whose file came so long ago. */
async function scored(flowcell: string, bytes: Buffer, age = '3 years 2 hours') {
  const { kysely } = service.database;
  const { body } = await service.call(
    'sequencer',
    'POST /api/v1/runs',
    controlRun(flowcell, ['A']),
  );
  const runId: string = body.id;
  const options = { address: service.address, key: service.keys.sequencer, runId };
  const send = () => upload({ ...options, fileName: 'A.bam', bytes });
  await send();
  const run = await settledRun(service, runId, ['SCORED', 'FAILED']);
  expect(run.samples[0].state).toBe('SCORED');
  await sql`update run_file set received_at = now() - ${age}::interval,
    stored_at = now() - ${age}::interval where run_id = ${runId}`.execute(kysely);
  const row = () =>
    kysely.selectFrom('run_file').selectAll().where('run_id', '=', runId).executeTakeFirstOrThrow();
  const content = runFilePaths(folders(), await row())[1];
  const isKept = async () =>
    stat(content).then(
      () => true,
      () => false,
    );
  return { runId, sampleId: run.samples[0].id as string, send, row, isKept };
}

/** Bytes of their own: an empty BGZF block more. */
const another = (times: number) => {
  const end = bam.subarray(-28);
  return Buffer.concat([bam.subarray(0, -28), ...Array.from({ length: times + 1 }, () => end)]);
};

describe('retention', () => {
  it('deletes what is older than three years, audited; the result stays', async () => {
    const { kysely } = service.database;
    const file = await scored('RET1', another(1));
    const young = await scored('RET2', another(2), '2 years 364 days');
    const manager = await service.call('laboratory-manager', 'GET /api/v1/run-files/deletable');
    const system = await service.call('system-administrator', 'GET /api/v1/run-files/deletable');
    expect(manager.body.items.map(({ runId }: { runId: string }) => runId)).toEqual([file.runId]);
    expect(system.body).toEqual(manager.body);
    await round({ retentionYears: null });
    await round({ retentionYears: 4 });
    expect(await file.row()).toMatchObject({ state: 'VERIFIED' });
    // A policy below the law's is the law's.
    await round({ retentionYears: 1 });
    expect(await young.row()).toMatchObject({ state: 'VERIFIED', deleted_at: null });
    expect(await young.isKept()).toBe(true);
    expect(await file.row()).toMatchObject({
      ...{ state: 'DELETED', deletion_policy: 'kept for 3 years' },
      ...{ deleted_at: expect.any(Date), erased_at: expect.any(Date) },
    });
    expect(await file.isKept()).toBe(false);
    const { rows: events } = await sql`
      select actor, subject from audit_event where action = 'file.delete'`.execute(kysely);
    expect(events).toEqual([{ actor: 'system', subject: `sample/${file.sampleId}` }]);
    expect(await verifyAuditChain(kysely)).toMatchObject({ ok: true });
    const { body } = await service.call('technician', `GET /api/v1/runs/${file.runId}`);
    expect(body.samples[0]).toMatchObject({ state: 'SCORED', file: { state: 'DELETED' } });
    const results = await kysely
      .selectFrom('analysis_result')
      .innerJoin('bin_counts', 'bin_counts.input_sha256', 'analysis_result.input_sha256')
      .select('analysis_result.id')
      .where('analysis_result.sample_id', '=', file.sampleId)
      .execute();
    expect(results).toHaveLength(1);
  });

  it('takes a deleted file no more, and no late lane of its sample', async () => {
    const file = await scored('RET3', another(3));
    await round();
    expect((await file.row()).state).toBe('DELETED');
    await expect(file.send()).rejects.toThrow(/409.*deleted by policy/s);
    const sheet = await fetch(`${service.address}/api/v1/runs/${file.runId}/sample-sheet`, {
      method: 'POST',
      headers: { authorization: `Bearer ${service.keys.sequencer}`, 'content-type': 'text/csv' },
      body: 'sample,specimen,kind,file\nA,,negative-control,A_L002.bam\n',
    });
    expect(await sheet.text()).toContain('deleted by policy');
    expect(sheet.status).toBe(422);
  });

  it('deletes nothing by a clock that jumped, until it ran evenly for a week', async () => {
    const file = await scored('RET4', another(4));
    const isThere = async () => (await file.row()).state === 'VERIFIED';
    const jumps = [
      { evenSince: '-1 year', seenAt: '-26 hours' },
      { evenSince: '-1 year', seenAt: '2 hours' },
      { evenSince: '-6 days 23 hours', seenAt: '-1 hour' },
    ];
    for (const jump of jumps) {
      await watch(jump);
      await round();
      await round();
      expect(await isThere(), JSON.stringify(jump)).toBe(true);
    }
    expect(warnings).toHaveLength(2 * jumps.length);
    await watch({ evenSince: '-8 days', seenAt: '-1 hour' });
    for (const hours of [-2, 2, 5 * 365 * 24]) {
      await round({ clock: () => new Date(Date.now() + hours * 3_600_000) });
      expect(await isThere(), `${hours} h`).toBe(true);
    }
    // A node whose clock stood far back took the file: the database knows better.
    const { kysely } = service.database;
    await sql`update run_file set stored_at = now() where run_id = ${file.runId}`.execute(kysely);
    await round();
    expect(await isThere()).toBe(true);
  });

  it('keeps what a task still asks a person to look at', async () => {
    const { kysely } = service.database;
    const file = await scored('RET5', another(5));
    const { id } = await kysely
      .selectFrom('analysis_result')
      .select('id')
      .where('sample_id', '=', file.sampleId)
      .executeTakeFirstOrThrow();
    const task = { id, kind: 'result-after-report', sample_id: file.sampleId };
    await kysely
      .insertInto('laboratory_task')
      .values({ ...task, analysis_result_id: id, raised_at: new Date() })
      .execute();
    await round();
    expect((await file.row()).state).toBe('VERIFIED');
    await kysely.deleteFrom('laboratory_task').execute();
    await round();
    expect((await file.row()).state).toBe('DELETED');
  });

  it('deletes the files of a sample that failed, unless it was ever reported', async () => {
    const { kysely, adminUrl } = service.database;
    const [file, reported] = [await scored('RET8', another(8)), await scored('RET9', another(9))];
    for (const { sampleId } of [file, reported]) {
      const problem = JSON.stringify({ kind: 'model-mismatch', detail: 'planted' });
      await kysely
        .updateTable('sample')
        .set({ state: 'FAILED', problem })
        .where('id', '=', sampleId)
        .execute();
    }
    const client = new Client({ connectionString: adminUrl });
    await client.connect();
    await client.query("set session_replication_role = 'replica'");
    await client.query(
      `with kept as (
         insert into review (id, sample_id, analysis_result_id, state, reasons)
         values (gen_random_uuid(), $1, gen_random_uuid(), 'SUPERSEDED', '[]') returning id)
       insert into report (id, specimen_id, version, state, analysis_result_id, review_id, outcome,
                           body, body_sha256, reviewer, approver, issued_at)
       select gen_random_uuid(), gen_random_uuid(), 1, 'ISSUED', gen_random_uuid(), id, 'report',
              '{}', '', gen_random_uuid(), gen_random_uuid(), now() from kept`,
      [reported.sampleId],
    );
    await client.end();
    // Lanes beside a refused one were never verified, and nobody waits for them any more.
    const asReceived = { state: 'RECEIVED' };
    await kysely.updateTable('run_file').set(asReceived).where('run_id', '=', file.runId).execute();
    await round({ retentionYears: 4 });
    expect((await file.row()).state).toBe('RECEIVED');
    await round();
    expect(await file.row()).toMatchObject({ state: 'DELETED', erased_at: expect.any(Date) });
    expect(await file.isKept()).toBe(false);
    expect((await reported.row()).state).toBe('VERIFIED');
    await expect(file.send()).rejects.toThrow(/409.*deleted by policy/s);
  });

  it('counts bytes once that lie once, however often they were sent', async () => {
    const { kysely } = service.database;
    await scored('RET10', another(10));
    const { started_by: key } = await kysely
      .selectFrom('upload')
      .select('started_by')
      .limit(1)
      .executeTakeFirstOrThrow();
    const before = await usedBytes(kysely, key);
    const size = another(10).length;
    const again = await scored('RET11', another(10));
    expect(await usedBytes(kysely, key)).toEqual(before);
    expect(await usedBytes(kysely, randomUUID())).toEqual({ all: before.all, own: 0 });
    // Until it is verified, nobody knows that it is the same.
    const asReceived = { state: 'RECEIVED' };
    await kysely
      .updateTable('run_file')
      .set(asReceived)
      .where('run_id', '=', again.runId)
      .execute();
    expect((await usedBytes(kysely, key)).all).toBe(before.all + size);
  });

  it('keeps bytes that another file stands for, and ends what a crash cut short', async () => {
    const { kysely } = service.database;
    const old = await scored('RET6', another(6));
    const young = await scored('RET7', another(6), '1 day');
    await round();
    expect(await old.row()).toMatchObject({ state: 'DELETED', erased_at: null });
    expect(await old.isKept()).toBe(true);
    // As after a crash between the other's row and its bytes.
    await kysely
      .updateTable('run_file')
      .set({ state: 'DELETED', deleted_at: new Date(), deletion_policy: 'kept for 3 years' })
      .where('run_id', '=', young.runId)
      .execute();
    await round({ retentionYears: null });
    expect(await young.isKept()).toBe(false);
    for (const { row } of [old, young]) expect((await row()).erased_at).not.toBeNull();
    expect(sha256Of(another(6))).toBe((await old.row()).sha256);
  });
});
