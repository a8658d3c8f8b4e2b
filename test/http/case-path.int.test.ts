import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyAuditChain } from '../../src/store/audit-store.ts';
import {
  analyseCase,
  type CaseService,
  caseService,
  registrationExample,
} from '../support/case-service.ts';
import { analysisExample } from '../support/report-example.ts';

let service: CaseService;
beforeAll(async () => {
  service = await caseService();
});
afterAll(() => service.close());

const tables = [
  'person',
  'pregnancy',
  'consent',
  'serology_result',
  'eligibility_decision',
] as const;
const outcomes = ['claim', 'specimen', 'report', 'ledger_entry', 'finding', 'outbox'] as const;

async function rowCounts(): Promise<Record<string, number>> {
  const counts = [...tables, ...outcomes].map(async (table) => {
    const row = await service.services.kysely
      .selectFrom(table)
      .select((select) => select.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    return [table, Number(row.count)] as const;
  });
  return Object.fromEntries(await Promise.all(counts));
}

/** Sends a request twice: the second must change nothing and answer the same. */
async function twice(...request: Parameters<CaseService['call']>) {
  const first = await service.call(...request);
  const counts = await rowCounts();
  const second = await service.call(...request);
  expect(second.body).toEqual(first.body);
  expect(second.status).toBe(200);
  expect(await rowCounts()).toEqual(counts);
  return first;
}

describe('a case from registration to acknowledgement', () => {
  it('goes its whole way and leaves one of everything, every request sent twice', async () => {
    const pregnancy = await twice('technician', 'POST /api/v1/pregnancies', registrationExample());
    expect(pregnancy.status).toBe(201);
    expect(pregnancy.body).toMatchObject({
      state: 'SCREENED',
      name: '林**',
      identifier: { value: '350121********112X' },
      populationClass: 'suitable',
      eligibility: {
        state: 'ELIGIBLE',
        amountMinorUnits: 50_000,
        reasons: ['serology-borderline-risk'],
        schemeVersion: 2,
      },
      claim: { state: 'DRAFT', amountMinorUnits: 50_000, currency: 'CNY' },
    });

    const number = 'N20260420001';
    const drawn = await twice(
      'technician',
      `POST /api/v1/pregnancies/${pregnancy.body.id}/specimens`,
      {
        ...{ number, drawnOn: '2026-04-20' },
      },
    );
    expect(drawn.body).toMatchObject({ state: 'DRAWN', gestationalAgeAtDraw: '15+4' });
    const received = await twice('technician', `POST /api/v1/specimens/${number}/receipt`, {
      receivedOn: '2026-04-21',
    });
    expect(received.body.state).toBe('RECEIVED');

    const result = analysisExample({ T21: 'high-risk' });
    const { reviewId } = await analyseCase(service, { number, result });
    const queue = await service.call('approver', 'GET /api/v1/reviews?state=PENDING');
    expect(queue.body.items.map((item: { id: string }) => item.id)).toEqual([reviewId]);
    expect(queue.body.items[0]).toMatchObject({ reasons: ['high-risk'], specimenNumber: number });

    const decision = await twice('reviewer', `POST /api/v1/reviews/${reviewId}/decision`, {
      ...{ decision: 'approve', comment: '' },
    });
    expect(decision.body).toMatchObject({ state: 'APPROVED', reviewer: 'reviewer' });

    const signed = await twice('approver', `POST /api/v1/reviews/${reviewId}/sign`);
    expect(signed.status).toBe(201);
    expect(signed.body).toMatchObject({ version: 1, state: 'ISSUED', outcome: 'report' });
    expect(await rowCounts()).toEqual({
      ...Object.fromEntries([...tables, ...outcomes].map((table) => [table, 1])),
    });
    await expectConsequences(signed.body.id, { pregnancyId: pregnancy.body.id, number });
    await expectPulledOnce(signed.body.id);
    expect(await verifyAuditChain(service.services.kysely)).toMatchObject({ ok: true });
  });
});

async function expectConsequences(
  reportId: string,
  { pregnancyId, number }: { pregnancyId: string; number: string },
): Promise<void> {
  const { call, services } = service;
  const row = await services.kysely
    .selectFrom('report')
    .select(['body', 'body_sha256'])
    .executeTakeFirstOrThrow();
  expect(createHash('sha256').update(row.body).digest('hex')).toBe(row.body_sha256);
  const specimen = await call('technician', `GET /api/v1/specimens/${number}`);
  expect(specimen.body.state).toBe('REPORTED');
  const reports = await call('technician', `GET /api/v1/specimens/${number}/reports`);
  expect(reports.body.items).toHaveLength(1);
  const claims = await call('technician', 'GET /api/v1/claims');
  const claim = await call('technician', `GET /api/v1/claims/${claims.body.items[0].id}`);
  expect(claim.body).toMatchObject({
    state: 'DRAFT',
    pregnancyId,
    ledger: [{ reportId, outcome: 'report' }],
  });
  const findings = await call('reviewer', 'GET /api/v1/findings');
  expect(findings.body.items[0]).toMatchObject({ reportId, pregnancyId });
  expect(findings.body.items[0].body.genotypes[0]).toMatchObject({
    target: 'T21',
    status: 'candidate',
  });
}

async function expectPulledOnce(reportId: string): Promise<void> {
  const state = async () =>
    (await service.services.kysely.selectFrom('outbox').select('state').executeTakeFirst())?.state;
  expect(await state()).toBe('PUBLISHED');
  const early = await service.call(
    'platform',
    `POST /fhir/DiagnosticReport/${reportId}/$acknowledge`,
  );
  expect(early.status).toBe(409);
  expect(early.body.resourceType).toBe('OperationOutcome');
  const bundle = await twice('platform', 'GET /fhir/DiagnosticReport?_count=10');
  expect(bundle.raw.headers['content-type']).toContain('application/fhir+json');
  expect(bundle.body.entry).toHaveLength(1);
  expect(bundle.body.entry[0].resource).toMatchObject({ id: reportId, status: 'final' });
  expect(await state()).toBe('PULLED');
  await twice('platform', `POST /fhir/DiagnosticReport/${reportId}/$acknowledge`);
  expect(await state()).toBe('ACKED');
  await twice('platform', `GET /fhir/DiagnosticReport/${reportId}`);
  expect(await state()).toBe('ACKED');
}
