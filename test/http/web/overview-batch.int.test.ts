import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnalysisResult } from '../../../src/analysis/analysis-result.ts';
import { readProfile } from '../../../src/web/charts/profile-data.ts';
import {
  analyseCase,
  type CaseService,
  caseService,
  registerCase,
} from '../../support/case-service.ts';
import { analysisExample } from '../../support/report-example.ts';
import { type SimulatedBatch, simulatedBatch } from '../../support/simulated-batch.ts';
import { smallLaboratory } from '../../support/small-model.ts';

let service: CaseService;
let batch: SimulatedBatch;
beforeAll(async () => {
  service = await caseService();
  batch = await simulatedBatch(service, { samples: 8, controls: 60, landscape: smallLaboratory });
});
afterAll(() => service.close());

type Line = `GET ${string}`;

/** Whatever would tell what is restricted. */
const restricted = /restricted|chromosome[XY]|fetalSex|"X"|"Y"|female|male/;

async function actionsOf(subject: string): Promise<string[]> {
  const { rows } = await sql<{ action: string }>`
    select action from audit_event where subject = ${subject}`.execute(service.services.kysely);
  return rows.map(({ action }) => action);
}

describe('a run at a glance', () => {
  it('tells of every sample what the batch page shows, audited, and nothing restricted', async () => {
    const path: Line = `GET /api/v1/overview/runs/${batch.runId}`;
    const { status, body, raw } = await service.call('reviewer', path);
    expect(status).toBe(200);
    expect(body).toMatchObject({ flowcell: 'SIM-FC-2026', sampleCount: 8, scoredCount: 8 });
    const verdicts = body.samples.map((sample: { result: { targets: object[] } }) =>
      sample.result.targets.find((target) => 'verdict' in target && target.verdict === 'high-risk'),
    );
    expect(verdicts.map((high: { target: string } | undefined) => high?.target)).toEqual([
      ...[undefined, 'T21', undefined, 'T18', undefined, undefined, 'T13', undefined],
    ]);
    expect(body.samples[7]).toMatchObject({ kind: 'no-template-control', reviewState: null });
    expect(body.pendingReviewCount).toBe(7);
    expect(raw.body).not.toMatch(restricted);
    expect(await actionsOf(`run/${batch.runId}`)).toContain('run.read');
  });

  it('is not there for a run nobody registered', async () => {
    const path: Line = `GET /api/v1/overview/runs/${batch.sampleIds[0]}`;
    expect((await service.call('reviewer', path)).status).toBe(404);
  });
});

describe('a sample at a glance', () => {
  it('tells what one may do, its neighbours and its history', async () => {
    const path: Line = `GET /api/v1/overview/samples/${batch.sampleIds[1]}`;
    const { body, raw } = await service.call('reviewer', path);
    expect(body).toMatchObject({
      ...{ name: 'sample-02', mayDecide: true, maySign: false, report: null, claim: null },
      previous: { name: 'sample-01' },
      next: { name: 'sample-03' },
      review: { state: 'PENDING', specimenNumber: 'N2026040002' },
      history: [
        {
          ...{ number: 'N2026040002', gestationalDaysAtDraw: 115, rejectionReason: null },
          samples: [{ id: batch.sampleIds[1], runId: batch.runId, reports: [], repeat: null }],
        },
      ],
    });
    expect(body.analysis.chromosomes).toHaveLength(22);
    expect(raw.body).not.toMatch(restricted);
    const approver = await service.call('approver', path);
    expect(approver.body).toMatchObject({ mayDecide: false, claim: { state: 'DRAFT' } });
    expect(await actionsOf(`sample/${batch.sampleIds[1]}`)).toContain('sample.read');
  });

  it('shows a control without a review', async () => {
    const path: Line = `GET /api/v1/overview/samples/${batch.sampleIds[7]}`;
    const { body } = await service.call('reviewer', path);
    expect(body).toMatchObject({ review: null, mayDecide: false, history: [], next: null });
  });
});

describe('the history of a pregnancy', () => {
  it('shows every tube, report and redraw of the pregnancy, and whether repeats agree', async () => {
    const rejected = { receivedOn: '2026-04-21', rejectionReason: 'haemolysis' };
    const { pregnancyId } = await registerCase(service, { number: 'H-1', specimen: rejected });
    await redraw(pregnancyId, { number: 'H-2', parentNumber: 'H-1', drawnOn: '2026-04-21' });
    const high = await report('H-2', analysisExample({ T21: 'high-risk' }));
    await revoke(high.reportId);
    await redraw(pregnancyId, { number: 'H-3', parentNumber: 'H-2', drawnOn: '2026-04-22' });
    const fetalFraction = { estimate: 0.25, low: 0.22, high: 0.28 };
    const { sampleId } = await analyseCase(service, {
      ...{ number: 'H-3', result: { ...analysisExample(), fetalFraction } },
    });
    const { history, pregnancyId: told } = await samplesOf(sampleId);
    expect(told).toBe(pregnancyId);
    expect(history).toMatchObject([
      {
        ...{ number: 'H-1', state: 'REDRAW_REQUESTED', rejectionReason: 'haemolysis' },
        ...{ replaces: null, redraw: { state: 'REDRAWN', reason: 'haemolysis' }, samples: [] },
      },
      {
        ...{ number: 'H-2', replaces: 'H-1', rejectionReason: null },
        redraw: { state: 'REDRAWN', reason: 'report-revoked' },
        samples: [
          {
            ...{
              id: high.sampleId,
              reports: [{ id: high.reportId, version: 1, state: 'REVOKED' }],
            },
            repeat: { agreement: 'disagrees', opposed: ['T21'], gap: expect.closeTo(0.0823, 4) },
          },
        ],
      },
      {
        ...{ number: 'H-3', replaces: 'H-2', redraw: null },
        samples: [{ id: sampleId, reports: [], repeat: null, reviewState: 'PENDING' }],
      },
    ]);
    expect(JSON.stringify(history)).not.toMatch(restricted);
  });

  it('agrees where a second library says the same, and shows both under one tube', async () => {
    const registration = { identifier: { type: 'passport', value: 'E12345678' } };
    await registerCase(service, { number: 'H-4', registration });
    const first = await analyseCase(service, { number: 'H-4' });
    const line = `POST /api/v1/reviews/${first.reviewId}/decision` as const;
    await service.call('reviewer', line, { decision: 'retest', comment: 'a faulty library' });
    const second = await analyseCase(service, { number: 'H-4' });
    const { history } = await samplesOf(first.sampleId);
    expect(history).toHaveLength(1);
    expect(history[0].samples).toMatchObject([
      { id: first.sampleId, reviewState: 'RETEST', repeat: null },
      { id: second.sampleId, repeat: { agreement: 'agrees', opposed: [], gap: 0 } },
    ]);
  });
});

describe('a sample’s profile', () => {
  const ask = (id: string, tag?: string) =>
    service.app.inject({
      url: `/api/v1/samples/${id}/profile`,
      headers: {
        authorization: `Bearer ${service.keys.reviewer}`,
        ...(tag ? { 'if-none-match': tag } : {}),
      },
    });

  it('holds 1–22 bin by bin, audited, and 304 for who has it', async () => {
    const answer = await ask(batch.sampleIds[1]);
    expect(answer.headers['content-type']).toBe('application/octet-stream');
    const profile = readProfile(Uint8Array.from(answer.rawPayload).buffer);
    const { chromosomeStarts } = profile.header;
    expect(chromosomeStarts).toHaveLength(23);
    expect(answer.rawPayload.length).toBeLessThan(6 * profile.binCount + 400);
    const mean = (values: Uint16Array) => {
      const known = [...values].filter((value) => value !== 65_535);
      return known.reduce((sum, value) => sum + value, 0) / known.length / 10_000;
    };
    const raised = profile.corrected.subarray(chromosomeStarts[20], chromosomeStarts[21]);
    expect(mean(raised)).toBeGreaterThan(1.04);
    expect(mean(profile.corrected.subarray(0, chromosomeStarts[1]))).toBeCloseTo(1, 1);
    expect(await actionsOf(`sample/${batch.sampleIds[1]}`)).toContain('profile.read');
    const again = await ask(batch.sampleIds[1], String(answer.headers.etag));
    expect([again.statusCode, again.rawPayload.length]).toEqual([304, 0]);
  });

  it('is not there for a sample nobody knows', async () => {
    expect((await ask(batch.runId)).statusCode).toBe(404);
  });
});

async function report(number: string, result: AnalysisResult) {
  const { reviewId, sampleId } = await analyseCase(service, { number, result });
  const review = `POST /api/v1/reviews/${reviewId}` as const;
  await service.call('reviewer', `${review}/decision`, { decision: 'approve', comment: '' });
  const { body } = await service.call('approver', `${review}/sign`);
  return { sampleId, reportId: body.id as string };
}

async function revoke(id: string): Promise<void> {
  const { body: shown } = await service.call('reviewer', `GET /api/v1/overview/reports/${id}`);
  const proposed = await service.app.inject({
    ...{ method: 'POST', url: `/api/v1/reports/${id}/revocations` },
    headers: { authorization: `Bearer ${service.keys.reviewer}`, 'if-match': shown.tag },
    payload: { reason: 'the tube was mixed up' },
  });
  const change = proposed.json();
  const signed = await service.app.inject({
    ...{ method: 'POST', url: `/api/v1/report-changes/${change.id}/sign` },
    headers: { authorization: `Bearer ${service.keys.approver}`, 'if-match': change.version },
  });
  expect(signed.statusCode).toBe(200);
}

async function redraw(pregnancyId: string, tube: object): Promise<void> {
  const line = `POST /api/v1/pregnancies/${pregnancyId}/specimens` as const;
  const received = { receivedOn: '2026-04-23', ...tube };
  expect((await service.call('technician', line, received)).status).toBe(201);
}

const samplesOf = async (id: string) =>
  (await service.call('reviewer', `GET /api/v1/overview/samples/${id}`)).body;
