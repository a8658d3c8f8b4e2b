import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AftercareLaboratory, aftercareLaboratory } from '../support/aftercare-laboratory.ts';
import { analyseCase, type CaseService, registerCase } from '../support/case-service.ts';

let laboratory: AftercareLaboratory;
let service: CaseService;
beforeAll(async () => {
  laboratory = await aftercareLaboratory();
  service = laboratory.service;
});
afterAll(() => service.close());

describe('a follow-up', () => {
  it('lasts until twelve weeks after birth', async () => {
    await laboratory.on('2026-04-23');
    const { pregnancyId } = await laboratory.issued('N20260420103', 'low-risk');
    const { id, dueOn } = await laboratory.followUpOf(pregnancyId);
    expect(dueOn).toBe('2026-11-05');
    const contact = (body: object) =>
      service.call('reviewer', `POST /api/v1/follow-ups/${id}/contacts`, body);
    expect((await contact({ reached: false })).status).toBe(409);
    await laboratory.on('2026-11-05');
    expect(await laboratory.remindersOf(`follow-up/${id}`)).toHaveLength(1);
    const first = await contact({ reached: false });
    expect(first.body).toMatchObject({ state: 'DUE', attempts: 1, dueOn: '2026-11-12' });
    expect(await laboratory.remindersOf(`follow-up/${id}`)).toEqual([]);
    await laboratory.on('2026-11-12');
    expect(await laboratory.remindersOf(`follow-up/${id}`)).toHaveLength(1);
    const outcome = { kind: 'live-birth', endedOn: '2026-10-05' };
    const born = await contact({ reached: true, outcome });
    expect(born.body).toMatchObject({ state: 'CONTACTED', dueOn: '2026-12-28', attempts: 0 });
    expect((await contact({ reached: true, outcome: { ...outcome, kind: 'stillbirth' } })).status)
      // Another outcome than the one that was told.
      .toBe(409);
    await laboratory.on('2026-12-28');
    expect(await laboratory.remindersOf(`follow-up/${id}`)).toHaveLength(1);
    expect((await contact({ reached: true })).body.state).toBe('COMPLETED');
    const { body } = await service.call('reviewer', `GET /api/v1/pregnancies/${pregnancyId}`);
    expect(body.state).toBe('CLOSED');
  });

  it('loses her only after the last date, attempt by attempt', async () => {
    await laboratory.on('2026-04-23');
    const { pregnancyId } = await laboratory.issued('N20260420104', 'no-call');
    const { id, dueOn } = await laboratory.followUpOf(pregnancyId);
    expect(dueOn).toBe('2026-05-21');
    const states: string[] = [];
    for (let due: string | null = dueOn; due !== null; ) {
      await laboratory.on(due);
      expect(await laboratory.remindersOf(`follow-up/${id}`)).toHaveLength(1);
      const line = `POST /api/v1/follow-ups/${id}/contacts` as const;
      const { body } = await service.call('reviewer', line, { reached: false });
      states.push(body.state);
      due = body.dueOn;
    }
    const round = ['DUE', 'DUE'];
    expect(states).toEqual([...round, 'SCHEDULED', ...round, 'SCHEDULED', ...round, 'LOST']);
    expect(laboratory.clock().getTime()).toBeGreaterThan(Date.parse('2026-12-31'));
    const { body } = await service.call('reviewer', `GET /api/v1/pregnancies/${pregnancyId}`);
    expect(body.state).toBe('LOST');
  });
});

describe('a redraw', () => {
  it('is asked for with the decision, its notice due ten working days after the draw', async () => {
    await laboratory.on('2026-04-23');
    const number = 'N20260420105';
    const registration = { identifier: { type: 'passport', value: 'P20260420105' } };
    const { pregnancyId } = await registerCase(service, { number, registration });
    const { reviewId } = await analyseCase(service, { number });
    await service.call('reviewer', `POST /api/v1/reviews/${reviewId}/decision`, {
      ...{ decision: 'redraw', comment: '胎儿DNA浓度不足' },
    });
    const { body } = await service.call('reviewer', 'GET /api/v1/redraws?state=REQUESTED');
    const [{ id, dueOn }] = body.items;
    // Twelve days of Labour Day and weekends lie between.
    expect(dueOn).toBe('2026-05-07');
    await laboratory.on('2026-05-07');
    expect(await laboratory.remindersOf(`redraw/${id}`)).toHaveLength(1);
    const line = `POST /api/v1/redraws/${id}/steps` as const;
    const told = await service.call('reviewer', line, { event: 'notify' });
    expect(told.body).toMatchObject({ state: 'NOTIFIED' });
    await service.call('technician', `POST /api/v1/pregnancies/${pregnancyId}/specimens`, {
      ...{ number: 'N20260507001', drawnOn: '2026-05-07', receivedOn: '2026-05-07' },
      ...{ parentNumber: number, rejectionReason: 'haemolysis' },
    });
    const answered = await service.call('reviewer', `GET /api/v1/redraws/${id}`);
    expect(answered.body).toMatchObject({ state: 'REDRAWN', dueOn: null });
    const { body: again } = await service.call('reviewer', 'GET /api/v1/redraws?state=REQUESTED');
    expect(again.items[0]).toMatchObject({
      ...{ specimenNumber: 'N20260507001', reason: 'haemolysis' },
    });
    const declined = { event: 'decline', note: '不愿再抽血' };
    const at = `POST /api/v1/redraws/${again.items[0].id}/steps` as const;
    expect((await service.call('reviewer', at, declined)).body.state).toBe('DECLINED');
    expect(await laboratory.followUpOf(pregnancyId)).toMatchObject({
      reason: 'no-call',
      state: 'SCHEDULED',
    });
  });
});
