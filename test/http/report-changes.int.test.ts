import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClaimState } from '../../src/casework/claim/claim-state.ts';
import { settleSample } from '../support/batch-service.ts';
import {
  type CaseService,
  caseService,
  registrationExample,
  reviewedCase,
} from '../support/case-service.ts';
import { analysisExample } from '../support/report-example.ts';

let service: CaseService;
beforeAll(async () => {
  service = await caseService();
});
afterAll(() => service.close());

let cases = 0;

async function issued(result = analysisExample()) {
  const number = `R20260423-${++cases}`;
  const identifier = { type: 'passport', value: `E45678${String(cases).padStart(3, '0')}` };
  const registration = registrationExample({ identifier });
  const { reviewId, pregnancyId } = await reviewedCase(service, { number, registration, result });
  const { body } = await service.call('approver', `POST /api/v1/reviews/${reviewId}/sign`);
  return { number, reviewId, pregnancyId, reportId: body.id as string };
}

const propose = (reportId: string, kind: 'amendments' | 'revocations', body: object) =>
  service.call('reviewer', `POST /api/v1/reports/${reportId}/${kind}`, body);
const sign = (id: string, role: 'approver' | 'reviewer' = 'approver') =>
  service.call(role, `POST /api/v1/report-changes/${id}/sign`);
const versions = async (number: string) =>
  (await service.call('approver', `GET /api/v1/specimens/${number}/reports`)).body.items;

/** What the platform is given, by report: the newest of each. */
async function pulled(): Promise<Map<string, { status: string; result?: unknown }>> {
  const { body } = await service.call('platform', 'GET /fhir/DiagnosticReport?_count=200');
  const entries: { resource: { id: string; status: string } }[] = body.entry;
  expect(new Set(entries.map(({ resource }) => resource.id)).size).toBe(entries.length);
  return new Map(entries.map(({ resource }) => [resource.id, resource]));
}

async function claimOf(pregnancyId: string) {
  const { kysely } = service.services;
  return kysely
    .selectFrom('claim')
    .select(['id', 'state'])
    .where('pregnancy_id', '=', pregnancyId)
    .executeTakeFirstOrThrow();
}

describe('an amendment', () => {
  it('issues the next version, and leaves the old one as it was sealed', async () => {
    const { number, reportId, pregnancyId } = await issued();
    expect((await pulled()).get(reportId)?.status).toBe('final');
    const [before] = await versions(number);
    const reason = '送检医生姓名更正';
    const { status, body } = await propose(reportId, 'amendments', { reason, decision: 'approve' });
    expect(status).toBe(201);
    expect(body).toMatchObject({ kind: 'amendment', state: 'PROPOSED', reason });
    expect((await versions(number)).map(({ state }: { state: string }) => state)).toEqual([
      'ISSUED',
    ]);
    expect((await propose(reportId, 'revocations', { reason })).status).toBe(409);
    expect((await sign(body.id, 'reviewer')).status).toBe(403);
    const shown = await service.call('approver', `GET /api/v1/report-changes/${body.id}`);
    expect(shown.body).toEqual(body);
    expect(shown.raw.headers.etag).toBe(body.version);
    const signed = await sign(body.id);
    expect(signed.body).toMatchObject({ state: 'SIGNED' });
    expect((await sign(body.id)).body).toEqual(signed.body);
    const [first, second] = await versions(number);
    expect(first).toEqual({ ...before, state: 'AMENDED' });
    expect(second).toMatchObject({ version: 2, state: 'ISSUED', id: signed.body.newReportId });
    expect(second.content).toMatchObject({ version: 2, amendmentReason: reason });
    const told = await pulled();
    expect(told.get(reportId)).toMatchObject({ status: 'entered-in-error' });
    expect(told.get(reportId)?.result).toBeUndefined();
    expect(told.get(second.id)).toMatchObject({ status: 'amended' });
    for (const id of [reportId, second.id]) {
      const line = `POST /fhir/DiagnosticReport/${id}/$acknowledge` as const;
      for (let i = 0; i < 2; i++) expect((await service.call('platform', line)).status).toBe(200);
    }
    const claim = await claimOf(pregnancyId);
    const { body: ledger } = await service.call('approver', `GET /api/v1/claims/${claim.id}`);
    expect(ledger.ledger).toHaveLength(2);
    const findings = await service.call('approver', 'GET /api/v1/findings');
    const ids = findings.body.items.map(({ reportId: of }: { reportId: string }) => of);
    expect(ids).toContain(second.id);
    expect(ids).not.toContain(reportId);
    expect(JSON.stringify(service.logged)).not.toContain(reason);
  });

  it('may withdraw a verdict, never lower one', async () => {
    const { number, reportId } = await issued(analysisExample({ T21: 'high-risk' }));
    const reason = 'the sample was mixed up';
    const amendment = { reason, decision: 'no-call', targets: ['T18'] };
    const { body } = await propose(reportId, 'amendments', amendment);
    await sign(body.id);
    const [, second] = await versions(number);
    const verdicts = second.content.results.map(({ verdict }: { verdict: string }) => verdict);
    expect(verdicts).toEqual(['high-risk', 'no-call', 'low-risk']);
    expect((await pulled()).get(second.id)).toMatchObject({ status: 'corrected' });
    const tube = service.services.kysely.selectFrom('specimen').select('state');
    const { state } = await tube.where('number', '=', number).executeTakeFirstOrThrow();
    expect(state).toBe(second.outcome === 'no-call' ? 'NO_CALL_FINAL' : 'REPORTED');
  });

  it('may rest on a later analysis of the same sample, and on no other', async () => {
    const { reviewId, number, reportId } = await issued();
    const other = await issued();
    const { body: review } = await service.call('reviewer', `GET /api/v1/reviews/${reviewId}`);
    const { sampleId: id, runId } = review;
    const result = analysisExample({ T13: 'high-risk' });
    await settleSample(service, { id, runId, to: 'SCORED', result });
    const { kysely } = service.services;
    const newest = async (sample: string) =>
      (
        await kysely
          .selectFrom('analysis_result')
          .select('id')
          .where('sample_id', '=', sample)
          .orderBy('id', 'desc')
          .executeTakeFirstOrThrow()
      ).id;
    const amendment = { reason: 'a late lane', decision: 'approve' };
    const { body: foreign } = await service.call(
      'reviewer',
      `GET /api/v1/reviews/${other.reviewId}`,
    );
    const wrong = { ...amendment, analysisId: await newest(foreign.sampleId) };
    expect((await propose(reportId, 'amendments', wrong)).status).toBe(422);
    const right = { ...amendment, analysisId: await newest(id) };
    const { body } = await propose(reportId, 'amendments', right);
    // The late result opened the batch again: nothing leaves before it is released.
    expect((await sign(body.id)).body.type).toBe('/problems/batch-not-released');
    expect(await versions(number)).toHaveLength(1);
    await kysely
      .updateTable('batch')
      .set({ state: 'RELEASED' })
      .where('run_id', '=', runId)
      .execute();
    expect((await sign(body.id)).status).toBe(200);
    const [, second] = await versions(number);
    expect(second.content.results[2].verdict).toBe('high-risk');
  });

  it('is withdrawn without a trace on the report, and needs the version seen', async () => {
    const { number, reportId } = await issued();
    const amendment = { reason: 'a mistake', decision: 'approve' };
    const stale = await service.app.inject({
      ...{ method: 'POST', url: `/api/v1/reports/${reportId}/amendments`, payload: amendment },
      headers: { authorization: `Bearer ${service.keys.reviewer}`, 'if-match': '"another"' },
    });
    expect(stale.statusCode).toBe(412);
    const { body } = await propose(reportId, 'amendments', amendment);
    const line = `POST /api/v1/report-changes/${body.id}/withdrawal` as const;
    expect((await service.call('reviewer', line)).body.state).toBe('WITHDRAWN');
    expect((await sign(body.id)).status).toBe(409);
    expect((await versions(number)).map(({ state }: { state: string }) => state)).toEqual([
      'ISSUED',
    ]);
  });
});

describe('a revocation', () => {
  it('takes the report back and asks for another tube within the same claim', async () => {
    const { number, reportId, pregnancyId } = await issued();
    await pulled();
    const { kysely } = service.services;
    const claim = await claimOf(pregnancyId);
    await kysely
      .updateTable('claim')
      .set({ state: 'DEDUCTED' })
      .where('id', '=', claim.id)
      .execute();
    const { body } = await propose(reportId, 'revocations', { reason: 'sample swap found' });
    expect((await sign(body.id)).body).toMatchObject({ state: 'SIGNED', newReportId: null });
    expect(await versions(number)).toMatchObject([{ state: 'REVOKED', version: 1 }]);
    expect((await pulled()).get(reportId)?.status).toBe('entered-in-error');
    expect((await claimOf(pregnancyId)).state).toBe('HELD');
    const { body: shown } = await service.call('approver', `GET /api/v1/claims/${claim.id}`);
    expect(shown.ledger.map(({ outcome }: { outcome: string }) => outcome)).toEqual([
      ...['report', 'revoked'],
    ]);
    const redraw = { number: `${number}-B`, drawnOn: '2026-04-23', parentNumber: number };
    const line = `POST /api/v1/pregnancies/${pregnancyId}/specimens` as const;
    expect((await service.call('technician', line, redraw)).status).toBe(201);
    expect(
      (await propose(reportId, 'amendments', { reason: 'again', decision: 'approve' })).status,
    ).toBe(409);
  });

  it.each<[ClaimState, ClaimState, number]>([
    ['DRAFT', 'DRAFT', 0],
    ['LEDGERED', 'HELD', 0],
    ['PAID', 'PAID', 1],
  ])('of a claim that is %s leaves it %s', async (from, to, tasks) => {
    const { reportId, pregnancyId } = await issued();
    const { kysely } = service.services;
    const { id } = await claimOf(pregnancyId);
    await kysely.updateTable('claim').set({ state: from }).where('id', '=', id).execute();
    const { body } = await propose(reportId, 'revocations', { reason: 'wrong woman' });
    expect((await sign(body.id)).status).toBe(200);
    expect((await claimOf(pregnancyId)).state).toBe(to);
    const { body: open } = await service.call('approver', 'GET /api/v1/tasks');
    const about = open.items.filter(
      ({ subject }: { subject: string }) => subject === `report/${reportId}`,
    );
    expect(about).toHaveLength(tasks);
    const { body: others } = await service.call('reviewer', 'GET /api/v1/tasks');
    expect(others.items).toEqual([]);
  });

  it('of a report that was never offered leaves no tombstone', async () => {
    const { reportId } = await issued();
    const { kysely } = service.services;
    await kysely.deleteFrom('outbox').where('report_id', '=', reportId).execute();
    const { body } = await propose(reportId, 'revocations', { reason: 'wrong woman' });
    await sign(body.id);
    const { rows } = await sql`select from outbox where report_id = ${reportId}`.execute(kysely);
    expect(rows).toEqual([]);
  });
});

describe('two people at once', () => {
  it('sign one proposal once', async () => {
    const { number, reportId } = await issued();
    const amendment = { reason: 'twice at once', decision: 'approve' };
    const { body } = await propose(reportId, 'amendments', amendment);
    const both = await Promise.all([sign(body.id), sign(body.id), sign(body.id)]);
    expect(both.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await versions(number)).toHaveLength(2);
    const open = await service.call('reviewer', 'GET /api/v1/report-changes?state=PROPOSED');
    expect(open.body.items.map(({ id }: { id: string }) => id)).not.toContain(body.id);
  });
});
