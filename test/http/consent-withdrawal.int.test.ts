import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  analyseCase,
  type CaseService,
  caseService,
  registerCase,
  reviewedCase,
} from '../support/case-service.ts';
import { analysisExample } from '../support/report-example.ts';

let service: CaseService;
beforeAll(async () => {
  service = await caseService();
});
afterAll(() => service.close());

const withdraw = (pregnancyId: string, askedOn = '2026-04-22') =>
  service.call('technician', `POST /api/v1/pregnancies/${pregnancyId}/consent/withdrawal`, {
    askedOn,
  });

async function released(path: string, id: string) {
  const { body } = await service.call('platform', `GET ${path}`);
  return body.items.filter((item: { reportId: string }) => item.reportId === id);
}

async function settled() {
  const result = analysisExample({ T21: 'high-risk' });
  const { reviewId, pregnancyId } = await reviewedCase(service, { result });
  const { body } = await service.call('approver', `POST /api/v1/reviews/${reviewId}/sign`);
  const { body: cases } = await service.call('reviewer', 'GET /api/v1/high-risk-cases');
  const path = `POST /api/v1/high-risk-cases/${cases.items[0].id}` as const;
  for (const event of ['notify', 'counsel']) {
    await service.call('reviewer', `${path}/steps`, { event });
  }
  await service.call('reviewer', `${path}/referrals`, { institution: 'H' });
  await service.call('reviewer', `${path}/steps`, { event: 'accept-diagnosis' });
  await service.call('reviewer', `${path}/diagnoses`, {
    ...{ institution: 'H', method: 'karyotype', material: 'amniotic-fluid' },
    ...{ reportedOn: '2026-04-22', results: [{ target: 'T21', result: 'trisomy' }] },
  });
  return { pregnancyId, reportId: body.id as string };
}

it('takes back what the platform was offered, and offers nothing more', async () => {
  const { pregnancyId, reportId } = await settled();
  const findings = '/api/v1/released-findings';
  const [offered] = await released(findings, reportId);
  expect(offered).toMatchObject({ version: 2, isWithdrawal: false });
  const ofReport = `GET /fhir/DiagnosticReport/${reportId}` as const;
  expect((await service.call('platform', ofReport)).body.status).toBe('final');
  expect((await withdraw(pregnancyId, '2030-01-01')).status).toBe(422);
  expect((await withdraw(pregnancyId)).body.consent.state).toBe('WITHDRAWN');
  expect((await withdraw(pregnancyId)).status).toBe(200);

  const [tombstone, ...others] = await released(findings, reportId);
  expect(others).toEqual([]);
  expect(tombstone).toMatchObject({ id: offered.id, isWithdrawal: true, body: null });
  const acknowledgement = `POST ${findings}/${offered.id}/acknowledgement` as const;
  expect((await service.call('platform', acknowledgement)).status).toBe(200);
  const { body: taken } = await service.call('platform', ofReport);
  expect(taken.status).toBe('entered-in-error');
  expect(JSON.stringify(taken)).not.toContain('Trisomy');
  const { body: followUps } = await service.call('reviewer', 'GET /api/v1/follow-ups');
  const contact = `POST /api/v1/follow-ups/${followUps.items[0].id}/contacts` as const;
  const outcome = { kind: 'termination', endedOn: '2026-04-22' };
  expect((await service.call('reviewer', contact, { reached: true, outcome })).status).toBe(200);
  expect(await released(findings, reportId)).toHaveLength(1);
  const { body: report } = await service.call('reviewer', `GET /api/v1/reports/${reportId}`);
  expect(report.state).toBe('ISSUED');
  const { rows } = await service.database.pool.query(
    "select actor, detail from audit_event where action = 'consent.withdraw'",
  );
  expect(rows).toMatchObject([{ actor: 'technician' }]);
});

it('stops a tube under way, which nobody can sign any more', async () => {
  const registration = { identifier: { type: 'passport', value: 'P20260420777' } };
  const number = 'N20260420777';
  const { pregnancyId } = await registerCase(service, { number, registration });
  const { reviewId } = await analyseCase(service, { number });
  const review = `POST /api/v1/reviews/${reviewId}` as const;
  await service.call('reviewer', `${review}/decision`, { decision: 'approve', comment: '' });
  const { body } = await withdraw(pregnancyId);
  expect(body.specimens).toEqual([{ number, state: 'HELD' }]);
  expect((await service.call('approver', `${review}/sign`)).status).toBe(409);
  const consent = { scopes: ['test'], signedOn: '2026-04-22' };
  const again = `POST /api/v1/pregnancies/${pregnancyId}/consent` as const;
  expect((await service.call('technician', again, consent)).status).toBe(409);
  const line = `POST /api/v1/pregnancies/${pregnancyId}/consent/withdrawal` as const;
  const refused = await service.call('reviewer', line, { askedOn: '2026-04-22' });
  expect(refused.status).toBe(403);
});
