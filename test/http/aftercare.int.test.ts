import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyAuditChain } from '../../src/store/audit-store.ts';
import { type AftercareLaboratory, aftercareLaboratory } from '../support/aftercare-laboratory.ts';
import type { CaseService } from '../support/case-service.ts';

let laboratory: AftercareLaboratory;
let service: CaseService;
beforeAll(async () => {
  laboratory = await aftercareLaboratory();
  service = laboratory.service;
});
afterAll(() => service.close());

const step = (id: string, body: object) =>
  service.call('reviewer', `POST /api/v1/high-risk-cases/${id}/steps`, body);

const diagnosis = (result: string) => ({
  ...{ institution: '福建省妇幼保健院', method: 'karyotype', material: 'amniotic-fluid' },
  ...{
    reportedOn: laboratory.clock().toISOString().slice(0, 10),
    results: [{ target: 'T21', result }],
  },
});

describe('a high-risk case', () => {
  it('goes from the report to the outcome, and is reminded of on the way', async () => {
    await laboratory.on('2026-04-23');
    const { reportId, pregnancyId } = await laboratory.issued('N20260420101', 'high-risk');
    const { id, state, dueOn, targets } = await laboratory.caseOf(reportId);
    expect({ state, dueOn, targets }).toEqual({
      ...{ state: 'DETECTED', dueOn: '2026-04-24', targets: ['T21'] },
    });
    expect(await laboratory.remindersOf(`high-risk-case/${id}`)).toEqual([]);
    await laboratory.on('2026-04-24');
    const [task] = await laboratory.remindersOf(`high-risk-case/${id}`);
    expect(task).toMatchObject({ kind: 'high-risk-case-due', pregnancyId });
    const theirs = await service.call('approver', 'GET /api/v1/tasks');
    expect(theirs.body.items).toContainEqual(task);
    const manager = await service.call('laboratory-manager', 'GET /api/v1/tasks');
    expect([manager.status, manager.body.items]).toEqual([200, []]);
    expect((await service.call('technician', 'GET /api/v1/tasks')).status).toBe(403);
    expect(await laboratory.remindersOf(`high-risk-case/${id}`)).toHaveLength(1);
    const closed = await service.call('reviewer', `POST /api/v1/tasks/${task.id}/close`);
    expect(closed.status).toBe(409);
    expect((await step(id, { event: 'notify', note: '已电话通知' })).body).toMatchObject({
      ...{ state: 'NOTIFIED', dueOn: '2026-05-06' },
    });
    expect(await laboratory.remindersOf(`high-risk-case/${id}`)).toEqual([]);
    await step(id, { event: 'counsel' });
    const referral = { institution: '福建省妇幼保健院' };
    const line = `POST /api/v1/high-risk-cases/${id}/referrals` as const;
    const referred = (await service.call('approver', line, referral)).body;
    expect(referred).toMatchObject({
      state: 'REFERRED',
      referrals: [{ state: 'CREATED', urgency: 'green-channel' }],
    });
    expect((await service.call('approver', line, referral)).status).toBe(409);
    for (const event of ['send', 'accept', 'see', 'give-feedback', 'close']) {
      const at = `POST /api/v1/referrals/${referred.referrals[0].id}/steps` as const;
      expect((await service.call('reviewer', at, { event })).status, event).toBe(200);
    }
    await step(id, { event: 'accept-diagnosis' });
    const { body: pregnancy } = await service.call(
      'reviewer',
      `GET /api/v1/pregnancies/${pregnancyId}`,
    );
    expect(pregnancy.state).toBe('DIAGNOSIS_ONGOING');
    const at = `POST /api/v1/high-risk-cases/${id}/diagnoses` as const;
    const settled = (await service.call('reviewer', at, diagnosis('trisomy'))).body;
    expect(settled).toMatchObject({ state: 'CONFIRMED', dueOn: '2027-01-14' });
    const followUp = await laboratory.followUpOf(pregnancyId);
    await laboratory.on('2026-06-01');
    const outcome = { kind: 'termination', endedOn: '2026-05-28', phenotypes: ['HP:0001627'] };
    const contact = await service.call(
      'reviewer',
      `POST /api/v1/follow-ups/${followUp.id}/contacts`,
      {
        ...{ reached: true, outcome },
      },
    );
    expect(contact.body).toMatchObject({ state: 'COMPLETED', dueOn: null });
    const { body: ended } = await service.call('reviewer', `GET /api/v1/high-risk-cases/${id}`);
    expect(ended).toMatchObject({ state: 'OUTCOME', dueOn: null, outcome: 'termination' });
    expect(ended.steps.map(({ event }: { event: string }) => event)).toEqual([
      ...['notify', 'counsel', 'refer', 'accept-diagnosis', 'confirm', 'record-outcome'],
    ]);
    expect(ended.steps[0]).toMatchObject({ note: '已电话通知', from: 'DETECTED', to: 'NOTIFIED' });
    const { body: page } = await service.call('platform', 'GET /api/v1/released-findings');
    const ours = page.items.filter((item: { reportId: string }) => item.reportId === reportId);
    expect(ours.map(({ version }: { version: number }) => version)).toEqual([2, 3]);
    expect(ours[1].body).toMatchObject({
      diagnosis: { method: 'karyotype', material: 'amniotic-fluid' },
      outcome: { kind: 'termination', endedOn: '2026-05-28' },
      phenotypes: [{ code: 'HP:0001627' }],
    });
    expect(JSON.stringify(ours)).not.toContain('福建省妇幼保健院');
    const status = (target: string) =>
      ours[0].body.genotypes.find((row: { target: string }) => row.target === target).status;
    expect([status('T21'), status('T18')]).toEqual(['confirmed', 'not-found']);
    const { body: all } = await service.call('reviewer', 'GET /api/v1/findings?limit=200');
    expect(ours[0].body.pseudonym).not.toBe(all.items[0].body.pseudonym);
    const acknowledged = `POST /api/v1/released-findings/${ours[1].id}/acknowledgement` as const;
    for (let sent = 0; sent < 2; sent++) {
      expect((await service.call('platform', acknowledged)).status).toBe(200);
    }
    await laboratory.on('2028-01-01');
    expect(await laboratory.remindersOf(`high-risk-case/${id}`)).toEqual([]);
  });

  it('is left as it is by who saw another version, skips nothing, and tells no fetal sex', async () => {
    await laboratory.on('2026-04-23');
    const { reportId } = await laboratory.issued('N20260420102', 'high-risk');
    const { id, version } = await laboratory.caseOf(reportId);
    expect((await step(id, { event: 'counsel' })).status).toBe(409);
    const told = await step(id, { event: 'notify', note: '胎儿核型 47,XX,+21' });
    expect(told.body).toMatchObject({ status: 422, type: '/problems/fetal-sex-told' });
    const send = (tag: string) =>
      service.app.inject({
        ...{ method: 'POST', url: `/api/v1/high-risk-cases/${id}/steps` },
        headers: { authorization: `Bearer ${service.keys.reviewer}`, 'if-match': tag },
        payload: { event: 'notify', note: '四方会谈秘密' },
      });
    expect((await send('"other"')).statusCode).toBe(412);
    expect((await send(version)).statusCode).toBe(200);
    expect((await send(version)).statusCode).toBe(412);
    expect((await step(id, { event: 'postpone', note: '出差', dueOn: '2026-12-01' })).status).toBe(
      422,
    );
    const later = await step(id, { event: 'postpone', note: '出差', dueOn: '2026-05-15' });
    expect(later.body).toMatchObject({ state: 'NOTIFIED', dueOn: '2026-05-15' });
    const { rows } = await service.database.pool.query(
      `select string_agg(s::text, '') || (select string_agg(e::text, '') from audit_event e) as all
         from aftercare_step s`,
    );
    expect(rows[0].all).not.toContain('四方会谈');
  });
});

describe('a change of the report', () => {
  const change = async (reportId: string, kind: 'amendments' | 'revocations', body: object) => {
    const line = `POST /api/v1/reports/${reportId}/${kind}` as const;
    const proposed = await service.call('reviewer', line, { reason: '复核后更正', ...body });
    const sign = `POST /api/v1/report-changes/${proposed.body.id}/sign` as const;
    return (await service.call('approver', sign)).body;
  };

  it('keeps the diagnosis, asks what becomes of the case, and for another tube', async () => {
    await laboratory.on('2026-04-23');
    const { reportId, number } = await laboratory.issued('N20260420106', 'high-risk');
    const { id } = await laboratory.caseOf(reportId);
    for (const event of ['notify', 'counsel']) await step(id, { event });
    const referral = { institution: '福建省妇幼保健院' };
    await service.call('reviewer', `POST /api/v1/high-risk-cases/${id}/referrals`, referral);
    await step(id, { event: 'accept-diagnosis' });
    const at = `POST /api/v1/high-risk-cases/${id}/diagnoses` as const;
    expect((await service.call('reviewer', at, diagnosis('normal'))).body.state).toBe('REFUTED');
    const { newReportId } = await change(reportId, 'amendments', { decision: 'approve' });
    const { body } = await service.call('reviewer', 'GET /api/v1/findings?limit=200');
    const [newest] = body.items.filter(
      (item: { reportId: string }) => item.reportId === newReportId,
    );
    expect(newest).toMatchObject({
      version: 2,
      body: { genotypes: [{ status: 'refuted' }, {}, {}] },
    });
    await change(newReportId, 'revocations', {});
    const [task] = await laboratory.remindersOf(`report/${newReportId}`);
    expect(task.kind).toBe('case-of-amended-report');
    const { body: redraws } = await service.call('reviewer', 'GET /api/v1/redraws');
    expect(redraws.items).toContainEqual(
      expect.objectContaining({ specimenNumber: number, reason: 'report-revoked' }),
    );
  });
});

describe('the worklist', () => {
  it('stands by due day, masked, and says what can be done with each', async () => {
    await laboratory.on('2026-04-23');
    const { reportId, pregnancyId } = await laboratory.issued('N20260420107', 'high-risk');
    const { id } = await laboratory.caseOf(reportId);
    await laboratory.on('2026-04-28');
    expect(await laboratory.caseOf(reportId)).toMatchObject({
      ...{ dueOn: '2026-04-24', lateness: 'late', workingDaysLeft: -2 },
    });
    for (const event of ['notify', 'counsel']) await step(id, { event });
    const line = `GET /api/v1/overview/aftercare/${pregnancyId}` as const;
    const { body: before } = await service.call('reviewer', line);
    expect(before).toMatchObject({ name: '林**', phone: '138****5678', redraws: [] });
    expect(before.cases[0].allows).toEqual(['refer', 'leave-unknown', 'postpone']);
    expect(before.followUp.allows).toEqual(['reach']);
    const referral = { institution: '福建省妇幼保健院' };
    await service.call('reviewer', `POST /api/v1/high-risk-cases/${id}/referrals`, referral);
    const { body: after } = await service.call('reviewer', line);
    expect(after.cases[0].allows).not.toContain('refer');
    expect(after.cases[0].referrals[0].allows).toEqual(['send', 'withdraw']);
    const { body } = await service.call('technician', 'GET /api/v1/overview/aftercare');
    const days = body.items.map(({ dueOn }: { dueOn: string }) => dueOn);
    expect(days).toEqual([...days].sort());
    expect(body.isCut).toBe(false);
    expect(body.items.find((item: { id: string }) => item.id === id)).toMatchObject({
      ...{ kind: 'high-risk-case', name: '林**', specimenNumber: 'N20260420107', about: ['T21'] },
      ...{ dueOn: '2026-05-14', lateness: 'in-time' },
      referral: { state: 'CREATED', urgency: 'green-channel' },
    });
    expect((await service.call('county-finance', line)).status).toBe(403);
    const { rows } = await service.database.pool.query(
      "select count(*)::int as n from audit_event where action = 'aftercare.read' and subject = $1",
      [`pregnancy/${pregnancyId}`],
    );
    expect(rows[0].n).toBe(2);
  });
});

it('leaves an unbroken audit', async () => {
  expect(await verifyAuditChain(service.services.kysely)).toMatchObject({ ok: true });
});
