import { afterAll, beforeAll, expect, it } from 'vitest';
import { updateStaff } from '../../src/store/staff-store.ts';
import { type CaseService, caseService, reviewedCase, today } from '../support/case-service.ts';
import { callerOf } from '../support/credentials.ts';

let service: CaseService;
let now = today;

beforeAll(async () => {
  service = await caseService({ clock: () => now });
});
afterAll(() => service.close());

it('takes a signature only of whoever is licensed on that day, in Fuzhou', async () => {
  const { kysely } = service.services;
  const { actorId } = await callerOf(kysely, 'approver');
  const license = (from: string, to: string) =>
    kysely
      .transaction()
      .execute((tx) => updateStaff(tx, actorId, { licence: { number: 'L', from, to } }));
  const { reviewId } = await reviewedCase(service);
  const sign = () => service.call('approver', `POST /api/v1/reviews/${reviewId}/sign`);
  const refused = { status: 403, body: { type: '/problems/licence-invalid' } };
  await kysely.transaction().execute((tx) => updateStaff(tx, actorId, { licence: null }));
  expect(await sign()).toMatchObject(refused);
  await license('2026-04-24', '2027-04-23');
  expect(await sign()).toMatchObject(refused);
  await license('2025-01-01', '2026-04-22');
  const late = await sign();
  expect(late).toMatchObject(refused);
  expect(late.body.detail).toContain('from 2025-01-01 to 2026-04-22, not on 2026-04-23');
  const reports = kysely.selectFrom('report').select('id');
  expect(await reports.execute()).toEqual([]);
  // One second before midnight in Fuzhou, which is not yet midnight in Greenwich.
  await license('2026-04-23', '2026-04-23');
  now = new Date('2026-04-23T15:59:59Z');
  await kysely.updateTable('staff_session').set({ factor_at: now, last_seen_at: now }).execute();
  const { status, body } = await sign();
  expect([status, (await reports.execute()).length]).toEqual([201, 1]);
  // The same signature again finds the same report, whatever became of the licence.
  await license('2025-01-01', '2026-04-22');
  expect(await sign()).toMatchObject({ status: 200, body: { id: body.id } });
});
