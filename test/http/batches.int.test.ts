import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settleBatches } from '../../src/jobs/settle-batches.ts';
import { advanceBatch } from '../../src/store/batch-progress.ts';
import { lockRun } from '../../src/store/run-store.ts';
import { analysisOf, scatter } from '../support/batch-example.ts';
import { addControl, addGoodControls, settleSample } from '../support/batch-service.ts';
import {
  analyseCase,
  type CaseService,
  caseService,
  registerCase,
  registrationExample,
} from '../support/case-service.ts';

let service: CaseService;
beforeAll(async () => {
  service = await caseService();
});
afterAll(() => service.close());

let cases = 0;

/** A reviewed patient in a run of her own, whose batch is open. */
async function openBatch() {
  const number = `B20260423-${++cases}`;
  const identifier = { type: 'passport', value: `E2345678${cases}` };
  await registerCase(service, { number, registration: registrationExample({ identifier }) });
  const result = analysisOf(scatter(50 + cases));
  const { reviewId, sampleId, runId } = await analyseCase(service, {
    ...{ number, result, batch: 'OPEN' },
  });
  const decision = { decision: 'approve', comment: '' };
  await service.call('reviewer', `POST /api/v1/reviews/${reviewId}/decision`, decision);
  const sign = () => service.call('approver', `POST /api/v1/reviews/${reviewId}/sign`);
  const batch = async () =>
    (await service.call('reviewer', `GET /api/v1/runs/${runId}/batch`)).body;
  const gates = () =>
    service.services.kysely
      .selectFrom('batch_gate')
      .innerJoin('batch', 'batch.id', 'batch_gate.batch_id')
      .select('batch_gate.verdict')
      .where('run_id', '=', runId)
      .execute();
  return { reviewId, sampleId, runId, number, sign, batch, gates };
}

async function auditOf(batchId: string): Promise<string[]> {
  const { rows } = await sql<{ action: string; actor: string }>`
    select action, actor from audit_event where subject = ${`batch/${batchId}`} order by sequence
  `.execute(service.services.kysely);
  return rows.map(({ action, actor }) => `${actor} ${action}`);
}

describe('a batch with good controls', () => {
  it('is released by itself when its last sample is settled, once', async () => {
    const { runId, sign, batch, gates } = await openBatch();
    const refused = await sign();
    expect(refused).toMatchObject({
      status: 409,
      body: { type: '/problems/batch-not-released', batch: { runId, state: 'OPEN', red: [] } },
    });
    await addGoodControls(service, runId);
    const { id, state, gate } = await batch();
    expect(state).toBe('RELEASED');
    expect(gate).toMatchObject({ verdict: 'pass', limitsVersion: 1, release: null });
    expect(await auditOf(id)).toEqual([
      'system batch.finish-sequencing',
      'system batch.pass-controls',
      'system batch.release',
    ]);
    const again = () =>
      service.services.kysely.transaction().execute(async (tx) => {
        await lockRun(tx, runId);
        return advanceBatch(tx, { runId, now: new Date() });
      });
    expect(await Promise.all([again(), again(), again()])).toEqual([[], [], []]);
    expect(await gates()).toEqual([{ verdict: 'pass' }]);
    expect((await sign()).status).toBe(201);
  });

  it('is opened by a late lane and judged anew by its result', async () => {
    const { runId, sign, sampleId, batch, gates } = await openBatch();
    const { positive } = await addGoodControls(service, runId);
    await settleSample(service, { id: positive, runId, to: 'UPLOADED' });
    expect((await batch()).state).toBe('OPEN');
    expect((await sign()).status).toBe(409);
    await settleSample(service, { id: positive, runId, to: 'COUNTED' });
    const result = analysisOf(scatter(8));
    await settleSample(service, { id: positive, runId, to: 'SCORED', result });
    expect(await batch()).toMatchObject({ state: 'HELD', gate: { verdict: 'fail' } });
    expect(await gates()).toEqual([{ verdict: 'pass' }, { verdict: 'fail' }]);
    expect((await sign()).body.batch).toMatchObject({ state: 'HELD', red: ['positive-control'] });
    expect(sampleId).not.toBe(positive);
  });
});

describe('a batch with a red light', () => {
  it('is held until a named person releases it with a reason', async () => {
    const { runId, sign, batch } = await openBatch();
    const { negative } = await addGoodControls(service, runId);
    const wrong = analysisOf(scatter(9), { verdicts: { T13: 'high-risk' } });
    await settleSample(service, { id: negative, runId, to: 'UPLOADED' });
    await settleSample(service, { id: negative, runId, to: 'SCORED', result: wrong });
    const held = await batch();
    expect(held.state).toBe('HELD');
    expect((await sign()).status).toBe(409);
    const line = `POST /api/v1/batches/${held.id}/release` as const;
    const reason = '质控品已复检，结果在控';
    for (const role of ['technician', 'reviewer', 'approver'] as const) {
      expect((await service.call(role, line, { reason })).status).toBe(403);
    }
    const release = (body: object, tag: string) =>
      service.app.inject({
        ...{ method: 'POST', url: line.slice(5), payload: body },
        headers: {
          ...{ authorization: `Bearer ${service.keys['laboratory-manager']}`, 'if-match': tag },
        },
      });
    expect((await release({ reason: 'short' }, held.version)).statusCode).toBe(400);
    expect((await release({ reason }, '"another"')).statusCode).toBe(412);
    const released = await release({ reason }, held.version);
    expect(released.json()).toMatchObject({ state: 'RELEASED', gate: { release: { reason } } });
    expect((await release({ reason }, '*')).statusCode).toBe(409);
    expect((await auditOf(held.id)).at(-1)).toMatch(
      /^laboratory-manager.* batch\.release-by-person$/,
    );
    expect(JSON.stringify(service.logged)).not.toContain(reason);
    expect((await sign()).status).toBe(201);
  });

  it('lists what waits for a person', async () => {
    const { body } = await service.call('laboratory-manager', 'GET /api/v1/batches?state=HELD');
    expect(body.items.length).toBeGreaterThan(0);
    for (const { state, gate } of body.items) {
      expect(state).toBe('HELD');
      expect(gate.lights.some(({ colour }: { colour: string }) => colour === 'red')).toBe(true);
    }
    const limits = await service.call('technician', 'GET /api/v1/quality-limits');
    expect(limits.body.items[0]).toMatchObject({ version: 1, driftPatientsMin: 8 });
  });
});

describe('a sample that never comes', () => {
  it('is a red light when a person has the batch judged, and no more once it came', async () => {
    const { runId, batch } = await openBatch();
    const late = await addControl(service, { runId, kind: 'negative-control', name: 'N2' });
    await addGoodControls(service, runId);
    const { id, state } = await batch();
    expect(state).toBe('OPEN');
    const line = `POST /api/v1/batches/${id}/assessment` as const;
    expect((await service.call('technician', line)).status).toBe(403);
    const { body } = await service.call('laboratory-manager', line);
    expect(body.state).toBe('HELD');
    const red = body.gate.lights.filter((light: { colour: string }) => light.colour === 'red');
    expect(red).toMatchObject([
      { check: 'negative-control', subject: 'N2' },
      { check: 'outstanding', subject: 'N2' },
    ]);
    expect((await service.call('laboratory-manager', line)).status).toBe(409);
    // On its way it changes nothing yet; once it is there the batch is judged by it.
    await settleSample(service, { id: late, runId, to: 'UPLOADED' });
    expect((await batch()).state).toBe('HELD');
    await settleSample(service, { id: late, runId, to: 'SCORED', result: analysisOf(scatter(90)) });
    expect((await batch()).state).toBe('RELEASED');
  });
});

describe('a tube that is put aside', () => {
  it('is not waited for, whoever notices', async () => {
    const { runId, batch } = await openBatch();
    const { kysely, clock } = service.services;
    const number = `B20260423-${++cases}`;
    const identifier = { type: 'passport', value: `E2345678${cases}` };
    await registerCase(service, { number, registration: registrationExample({ identifier }) });
    const tube = kysely.selectFrom('specimen').select('id').where('number', '=', number);
    const { id: specimenId } = await tube.executeTakeFirstOrThrow();
    const late = await addControl(service, { runId, kind: 'negative-control', name: 'N3' });
    await kysely
      .updateTable('sample')
      .set({ kind: 'patient', specimen_id: specimenId })
      .where('id', '=', late)
      .execute();
    await addGoodControls(service, runId);
    await settleBatches({ kysely, clock });
    expect((await batch()).state).toBe('OPEN');
    await kysely
      .updateTable('specimen')
      .set({ state: 'HELD' })
      .where('id', '=', specimenId)
      .execute();
    await settleBatches({ kysely, clock });
    expect((await batch()).state).toBe('RELEASED');
  });
});
