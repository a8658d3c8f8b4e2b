import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { issueReport } from '../../src/http/actions/issue-report.ts';
import { uuidV7 } from '../../src/security/uuid-v7.ts';
import {
  analyseCase,
  type CaseService,
  caseService,
  registerCase,
  registrationExample,
  reviewedCase,
  today,
} from '../support/case-service.ts';
import { callerOf } from '../support/credentials.ts';
import { analysisExample } from '../support/report-example.ts';

let service: CaseService;
beforeAll(async () => {
  service = await caseService();
});
afterAll(() => service.close());

let passport = 0;
/** A woman of her own for each case. */
function another(change: Record<string, unknown> = {}) {
  passport += 1;
  return { identifier: { type: 'passport', value: `E${10_000 + passport}` }, ...change };
}

const register = (change: Record<string, unknown>) =>
  service.call('technician', 'POST /api/v1/pregnancies', registrationExample(change));

describe('registering a pregnancy', () => {
  it('refuses other facts for the same pregnancy', async () => {
    const first = another();
    expect((await register(first)).status).toBe(201);
    const other = await register({ ...first, fetusCount: 2 });
    expect(other).toMatchObject({ status: 409, body: { type: '/problems/already-registered' } });
    const closeBy = { basis: 'ultrasound', expectedDeliveryOn: '2026-10-15' };
    expect((await register({ ...first, dating: closeBy })).status).toBe(409);
    expect((await register({ ...first, name: '陈梅' })).status).toBe(409);
  });

  it('finds the same woman again in her next pregnancy', async () => {
    const first = another({ dating: { basis: 'ultrasound', expectedDeliveryOn: '2026-05-01' } });
    const one = await register({ ...first, serology: [], consent: null });
    const next = { basis: 'last-period', lastPeriodOn: '2026-01-30' };
    const two = await register({ ...first, dating: next });
    expect([one.status, two.status]).toEqual([201, 201]);
    const persons = await service.services.kysely
      .selectFrom('pregnancy')
      .select('person_id')
      .where('id', 'in', [one.body.id, two.body.id])
      .execute();
    expect(new Set(persons.map((row) => row.person_id)).size).toBe(1);
    expect(two.body.expectedDeliveryOn).toBe('2026-11-06');
  });

  it.each([
    [{ serology: [] }, 'NOT_ELIGIBLE', ['no-indication']],
    [{ serology: null }, 'PENDING_INFO', ['serology-unknown']],
  ])('opens no claim without a right to it: %j', async (change, state, reasons) => {
    const { body } = await register(another(change));
    expect(body).toMatchObject({ eligibility: { state, reasons, amountMinorUnits: 0 } });
    expect(body.claim).toBeNull();
  });

  it('doubles the amount for the registered poor', async () => {
    const status = { category: '建档立卡', listSource: '市乡村振兴局', validFrom: '2026-01-01' };
    const cover = { ...registrationExample().cover, poverty: [{ ...status, validTo: null }] };
    const { body } = await register(another({ cover }));
    expect(body.claim).toMatchObject({ state: 'DRAFT', amountMinorUnits: 100_000 });
  });

  it.each([
    [
      { identifier: { type: 'resident-id', value: '350121199511301120' } },
      'identifier-check-digit',
    ],
    [{ identifier: { type: 'resident-id', value: '350102199103150028' } }, 'rule-violated'],
    [{ birthDate: '2015-01-01' }, 'rule-violated'],
    [{ dating: { basis: 'last-period', lastPeriodOn: '2025-01-30' } }, 'gestational-age-unlikely'],
    [{ consent: { scopes: ['test'], signedOn: '2026-04-24' } }, 'rule-violated'],
  ])('refuses what cannot be: %j', async (change, kind) => {
    const answer = await register({ ...another(), ...change });
    expect(answer).toMatchObject({ status: 422, body: { type: `/problems/${kind}` } });
  });
});

describe('a blood tube', () => {
  it('is held without consent and goes on when it is signed', async () => {
    const registration = another({ consent: null });
    const { pregnancyId, number } = await registerCase(service, { number: 'H-001', registration });
    const held = await service.call('technician', `GET /api/v1/specimens/${number}`);
    expect(held.body).toMatchObject({ state: 'HELD', holdReasons: ['consent-missing'] });
    const { sampleId } = await analyseUploaded(number);
    const consent = { scopes: ['test'], signedOn: '2026-04-22' };
    const line = `POST /api/v1/pregnancies/${pregnancyId}/consent` as const;
    const signed = await service.call('technician', line, consent);
    expect(signed.body.consent).toMatchObject({ state: 'SIGNED', scopes: ['test'] });
    expect(signed.body.specimens).toEqual([{ number, state: 'IN_LAB' }]);
    expect(await countJobs(sampleId)).toBe(1);
    expect((await service.call('technician', line, consent)).body).toEqual(signed.body);
    expect(await countJobs(sampleId)).toBe(1);
    const less = { ...consent, scopes: ['research'] };
    expect((await service.call('technician', line, less)).status).toBe(409);
  });

  it('stays held for other reasons', async () => {
    const early = { basis: 'ultrasound', expectedDeliveryOn: '2026-11-20' };
    const { pregnancyId, number } = await registerCase(service, {
      ...{ number: 'H-002', registration: another({ consent: null, dating: early }) },
    });
    const line = `POST /api/v1/pregnancies/${pregnancyId}/consent` as const;
    await service.call('technician', line, { scopes: ['test'], signedOn: '2026-04-22' });
    const { body } = await service.call('technician', `GET /api/v1/specimens/${number}`);
    expect(body).toMatchObject({ state: 'HELD', holdReasons: ['before-12-weeks'] });
  });

  it('is held for a population that the test does not suit, and for one that needs its clause', async () => {
    for (const [i, clinical, reason] of [
      [3, { malignancy: true }, 'population-not-suitable'],
      [4, { bodyMassIndex: 41 }, 'consent-lacks-cautious-population'],
    ] as const) {
      const number = `H-00${i}`;
      await registerCase(service, { number, registration: another({ clinical }) });
      const { body } = await service.call('technician', `GET /api/v1/specimens/${number}`);
      expect(body).toMatchObject({ state: 'HELD', holdReasons: [reason] });
    }
  });

  it('is rejected at receipt, and its redraw keeps the one claim', async () => {
    const { pregnancyId, number } = await registerCase(service, {
      ...{ number: 'R-001', registration: another(), specimen: { receivedOn: null } },
    });
    const redraw = { number: 'R-002', drawnOn: '2026-04-22', parentNumber: number };
    const line = `POST /api/v1/pregnancies/${pregnancyId}/specimens` as const;
    expect((await service.call('technician', line, redraw)).status).toBe(409);
    const rejected = await service.call('technician', `POST /api/v1/specimens/${number}/receipt`, {
      ...{ receivedOn: '2026-04-21', rejectionReason: 'haemolysis' },
    });
    expect(rejected.body).toMatchObject({
      ...{ state: 'REDRAW_REQUESTED', rejectionReason: 'haemolysis' },
    });
    expect((await service.call('technician', line, { ...redraw, parentNumber: null })).status).toBe(
      409,
    );
    expect((await service.call('technician', line, redraw)).status).toBe(201);
    const second = { ...redraw, number: 'R-003' };
    expect((await service.call('technician', line, second)).status).toBe(409);
    expect(await claimCount(pregnancyId)).toBe(1);
  });
});

describe('review and signature', () => {
  it('takes one decision, and a different second one is refused', async () => {
    const { number } = await registerCase(service, { number: 'D-001', registration: another() });
    const { reviewId } = await analyseCase(service, { number });
    const line = `POST /api/v1/reviews/${reviewId}/decision` as const;
    expect((await service.call('approver', `POST /api/v1/reviews/${reviewId}/sign`)).status).toBe(
      409,
    );
    const mute = { decision: 'redraw', comment: '' };
    expect((await service.call('reviewer', line, mute)).status).toBe(422);
    const redraw = { decision: 'redraw', comment: 'too little plasma' };
    const answers = await Promise.all([
      service.call('reviewer', line, redraw),
      service.call('reviewer', line, redraw),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const approve = { decision: 'approve', comment: '' };
    expect((await service.call('reviewer', line, approve)).status).toBe(409);
    const specimen = await service.call('technician', `GET /api/v1/specimens/${number}`);
    expect(specimen.body.state).toBe('REDRAW_REQUESTED');
    expect((await service.call('approver', `POST /api/v1/reviews/${reviewId}/sign`)).status).toBe(
      409,
    );
  });

  it('refuses the reviewer as approver, by role and by rule', async () => {
    const { reviewId } = await reviewedCase(service, {
      ...{ number: 'D-002', registration: another() },
    });
    const byRole = await service.call('reviewer', `POST /api/v1/reviews/${reviewId}/sign`);
    expect(byRole.status).toBe(403);
    const reviewer = await callerOf(service.services.kysely, 'reviewer');
    const both = { ...reviewer, roles: ['reviewer', 'approver'] } as const;
    await expect(issueReport(service.services, both, { reviewId })).rejects.toMatchObject({
      kind: 'signatures-not-distinct',
    });
  });

  it('issues a no-call, and the redraw after it keeps claim and adds a second ledger entry', async () => {
    const no = { T21: 'no-call', T18: 'no-call', T13: 'no-call' } as const;
    const { reviewId, pregnancyId, number } = await reviewedCase(service, {
      ...{ number: 'D-003', registration: another(), result: analysisExample(no) },
    });
    const signed = await service.call('approver', `POST /api/v1/reviews/${reviewId}/sign`);
    expect(signed.body).toMatchObject({ outcome: 'no-call', content: { kind: 'no-call' } });
    const first = await service.call('technician', `GET /api/v1/specimens/${number}`);
    expect(first.body.state).toBe('NO_CALL_FINAL');
    const redraw = { number: 'D-004', drawnOn: '2026-04-22', receivedOn: '2026-04-22' };
    await service.call('technician', `POST /api/v1/pregnancies/${pregnancyId}/specimens`, {
      ...{ ...redraw, parentNumber: number },
    });
    const again = await analyseCase(service, { number: redraw.number });
    await service.call('reviewer', `POST /api/v1/reviews/${again.reviewId}/decision`, {
      decision: 'approve',
    });
    const report = await service.call('approver', `POST /api/v1/reviews/${again.reviewId}/sign`);
    expect(report.body).toMatchObject({ outcome: 'report', version: 1 });
    expect(await claimCount(pregnancyId)).toBe(1);
    const pregnancy = await service.call('technician', `GET /api/v1/pregnancies/${pregnancyId}`);
    const claim = await service.call('technician', `GET /api/v1/claims/${pregnancy.body.claim.id}`);
    expect(claim.body.ledger.map((entry: { outcome: string }) => entry.outcome)).toEqual([
      'no-call',
      'report',
    ]);
  });

  it('signs once however many sign at the same moment', async () => {
    const { reviewId } = await reviewedCase(service, {
      ...{ number: 'D-005', registration: another() },
    });
    const line = `POST /api/v1/reviews/${reviewId}/sign` as const;
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => service.call('approver', line)),
    );
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 201]);
  });

  it('pages the platform by an opaque cursor in the order of issue', async () => {
    const first = await service.call('platform', 'GET /fhir/DiagnosticReport?_count=2');
    expect(first.body.entry).toHaveLength(2);
    const next = first.body.link.find((link: { relation: string }) => link.relation === 'next');
    const { pathname, search } = new URL(next.url);
    const second = await service.call('platform', `GET ${pathname}${search}`);
    const ids = [...first.body.entry, ...second.body.entry].map((entry) => entry.resource.id);
    const issued = await service.services.kysely
      .selectFrom('outbox')
      .select('report_id')
      .orderBy('sequence')
      .execute();
    expect(ids).toEqual(issued.map((row) => row.report_id).slice(0, ids.length));
    const wrong = await service.call('platform', 'GET /fhir/DiagnosticReport?cursor=zzz');
    expect(wrong).toMatchObject({ status: 400, body: { resourceType: 'OperationOutcome' } });
    const unknown = await service.call('platform', `GET /fhir/DiagnosticReport/${uuidV7()}`);
    expect(unknown.status).toBe(404);
    expect((await service.call('reviewer', 'GET /fhir/DiagnosticReport')).status).toBe(403);
    const etag = String(first.raw.headers.etag);
    const same = await service.app.inject({
      url: '/fhir/DiagnosticReport?_count=2',
      headers: { authorization: `Bearer ${service.keys.platform}`, 'if-none-match': etag },
    });
    expect(same.statusCode).toBe(304);
  });
});

/** A sample of a held tube whose file has come but was not counted. */
async function analyseUploaded(number: string): Promise<{ sampleId: string }> {
  const { sampleId } = await analyseCase(service, { number });
  const { kysely } = service.services;
  await kysely.deleteFrom('review').where('sample_id', '=', sampleId).execute();
  const sample = await kysely
    .selectFrom('sample')
    .select('run_id')
    .where('id', '=', sampleId)
    .executeTakeFirstOrThrow();
  await kysely
    .insertInto('run_file')
    .values({
      ...{ id: `file-${sampleId}`, run_id: sample.run_id, sample_id: sampleId },
      ...{ file_name: `${number}.bam`, size_bytes: 28, sha256: 'd'.repeat(64) },
      ...{ state: 'RECEIVED', problem: null, received_at: today },
    })
    .execute();
  await kysely
    .updateTable('sample')
    .set({ state: 'UPLOADED' })
    .where('id', '=', sampleId)
    .execute();
  return { sampleId };
}

async function countJobs(sampleId: string): Promise<number> {
  const { rows } = await service.database.pool.query(
    "select count(*)::int as count from pgboss.job where data->>'runFileId' = $1",
    [`file-${sampleId}`],
  );
  return rows[0].count;
}

async function claimCount(pregnancyId: string): Promise<number> {
  const rows = await service.services.kysely
    .selectFrom('claim')
    .select('id')
    .where('pregnancy_id', '=', pregnancyId)
    .execute();
  return rows.length;
}
