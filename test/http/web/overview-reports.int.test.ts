import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CaseService, caseService, reviewedCase } from '../../support/case-service.ts';

const path = '/api/v1/overview/reports';
let service: CaseService;
const ids: string[] = [];
beforeAll(async () => {
  service = await caseService();
  for (const number of ['N20260420001', 'N20260420002']) {
    const identifier = { type: 'passport', value: `E${number}` };
    const { reviewId } = await reviewedCase(service, { number, registration: { identifier } });
    const { body } = await service.call('approver', `POST /api/v1/reviews/${reviewId}/sign`);
    ids.push(body.id);
  }
});
afterAll(() => service.close());

it('lists issued versions, the newest first, or those of one tube', async () => {
  const { body } = await service.call('reviewer', `GET ${path}`);
  expect(body.items.map(({ id }: { id: string }) => id)).toEqual(ids.toReversed());
  expect(body.items[0]).toMatchObject({
    ...{ version: 1, state: 'ISSUED', approver: 'approver', proposed: null },
    ...{ specimenNumber: 'N20260420002', publication: 'PUBLISHED' },
  });
  const first = await service.call('reviewer', `GET ${path}?limit=1`);
  const rest = await service.call('reviewer', `GET ${path}?limit=1&cursor=${first.body.next}`);
  expect(rest.body.items[0].id).toBe(ids[0]);
  const tube = await service.call('reviewer', `GET ${path}?number=N20260420001`);
  expect(tube.body.items.map(({ id }: { id: string }) => id)).toEqual([ids[0]]);
});

it('shows a version with what is proposed, its whereabouts, and the money to who may see it', async () => {
  const seen = await service.call('approver', `GET ${path}/${ids[0]}`);
  expect(seen.body).toMatchObject({
    ...{ changes: [], publication: { state: 'PUBLISHED', pulledAt: null } },
    claim: { state: 'DRAFT', amount: '500.00 CNY' },
    versions: [{ id: ids[0], version: 1, state: 'ISSUED' }],
  });
  const proposed = await service.app.inject({
    method: 'POST',
    url: `/api/v1/reports/${ids[0]}/revocations`,
    headers: { authorization: `Bearer ${service.keys.reviewer}`, 'if-match': seen.body.tag },
    payload: { reason: '标本与另一管调换' },
  });
  expect(proposed.statusCode).toBe(201);
  const { body } = await service.call('reviewer', `GET ${path}/${ids[0]}`);
  expect(body).toMatchObject({
    changes: [{ kind: 'revocation', state: 'PROPOSED', reason: '标本与另一管调换' }],
    claim: null,
  });
  const listed = await service.call('reviewer', `GET ${path}?number=N20260420001`);
  expect(listed.body.items[0].proposed).toBe('revocation');
});
