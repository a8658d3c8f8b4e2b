import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CaseService,
  caseService,
  registerCase,
  registrationExample,
} from '../support/case-service.ts';

let service: CaseService;
let line: `POST ${string}`;
beforeAll(async () => {
  service = await caseService();
  const { pregnancyId } = await registerCase(service);
  line = `POST /api/v1/pregnancies/${pregnancyId}/unmasking`;
});
afterAll(() => service.close());

const events = async () => {
  const { rows } = await service.database.pool.query(
    "select actor, detail from audit_event where action = 'person.unmask'",
  );
  return rows.map(({ actor, detail }) => ({ actor, ...JSON.parse(detail) }));
};

describe('an identity in full', () => {
  it('needs the permission and a reason of the list, or nothing is shown or audited', async () => {
    for (const role of ['technician', 'reviewer', 'approver', 'sequencer'] as const) {
      const refused = await service.call(role, line, { reason: 'contact-person' });
      expect(refused.status, role).toBe(403);
    }
    for (const body of [{}, { reason: 'because' }, { reason: '林小燕' }]) {
      expect((await service.call('laboratory-manager', line, body)).status).toBe(400);
    }
    expect(await events()).toEqual([]);
  });

  it('is shown once for each event, kept by nobody, and told to no log', async () => {
    const authorization = `Bearer ${service.keys['laboratory-manager']}`;
    const ask = (more = {}) =>
      service.app.inject({
        ...{ method: 'POST', url: line.slice(5), headers: { authorization, ...more } },
        payload: { reason: 'contact-person' },
      });
    const shown = await ask();
    const { name, identifier, phone, birthDate } = registrationExample();
    expect(shown.statusCode).toBe(200);
    expect(shown.json()).toEqual({ name, identifier, phone, birthDate });
    expect(shown.headers['cache-control']).toBe('no-store');
    expect((await ask({ 'idempotency-key': 'unmask-1' })).statusCode).toBe(400);
    expect(await events()).toMatchObject([{ reason: 'contact-person' }]);
    const { rows } = await service.database.pool.query('select body from idempotent_answer');
    expect(rows.map(({ body }) => body).join()).not.toContain(name);
    expect(service.logged.join()).not.toContain(name);
  });

  it('is not shown of a pregnancy nobody registered', async () => {
    const none = line.replace(/[0-9a-f-]{36}/, '00000000-0000-7000-8000-000000000000');
    const answer = await service.call('laboratory-manager', none as typeof line, {
      reason: 'contact-person',
    });
    expect(answer.status).toBe(404);
  });
});
