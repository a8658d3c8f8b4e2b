import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoRegistration } from '../../src/cli/demo/demo-registration.ts';
import { entityTag, holdsTag } from '../../src/http/entity-tag.ts';
import { reportAnswer } from '../../src/http/schemas/report.ts';
import {
  analyseCase,
  type CaseService,
  caseService,
  registerCase,
  reviewedCase,
  today,
} from '../support/case-service.ts';

let service: CaseService;
beforeAll(async () => {
  service = await caseService();
});
afterAll(() => service.close());

type Sent = { headers?: Record<string, string>; payload?: { decision: string; comment: string } };

const send = (role: 'reviewer' | 'approver', line: string, { headers, payload }: Sent = {}) => {
  const [method, url] = line.split(' ') as ['GET' | 'POST', string];
  return service.app.inject({
    ...{ method, url, ...(payload && { payload }) },
    headers: { authorization: `Bearer ${service.keys[role]}`, ...headers },
  });
};

describe('entity tags', () => {
  it('computes the worked example', () => {
    expect(entityTag('PENDING')).toBe('"MyARuRzNmIdZLNcHLxLaOH"');
    expect(entityTag('a', 'b')).not.toBe(entityTag('ab'));
  });

  it('finds a tag in a list, weak or strong, or the star', () => {
    expect(holdsTag('"a", W/"b"', '"b"')).toBe(true);
    expect(holdsTag('*', '"b"')).toBe(true);
    expect(holdsTag('"bb"', '"b"')).toBe(false);
  });
});

describe('a report', () => {
  it('is sent as it was sealed, and not again to who has it; either is audited', async () => {
    const { reviewId } = await reviewedCase(service);
    const signed = await send('approver', `POST /api/v1/reviews/${reviewId}/sign`);
    const line = `GET /api/v1/reports/${signed.json().id}`;
    const first = await send('approver', line);
    expect(first.headers['content-type']).toBe('application/json; charset=utf-8');
    const { content, bodySha256, issuedAt } = first.json();
    const sealed = first.body.slice(first.body.indexOf('"content":') + 10, -1);
    expect(createHash('sha256').update(sealed).digest('hex')).toBe(bodySha256);
    expect(signed.json()).toEqual(first.json());
    const parsed = reportAnswer.parse({ ...Object(first.json()), issuedAt: new Date(issuedAt) });
    expect(parsed.content).toEqual(content);
    const shouted = line.replace(signed.json().id, signed.json().id.toUpperCase());
    const known = { 'if-none-match': String(first.headers.etag) };
    const again = await send('approver', shouted, { headers: known });
    expect([again.statusCode, again.body]).toEqual([304, '']);
    const { rows } = await service.database.pool.query(
      "select subject from audit_event where action = 'report.read'",
    );
    expect(rows).toHaveLength(2);
  });
});

/** Another than the one of the report before. */
const person = {
  ...{ name: '黄丽娟', birthYear: 1995, poor: false, trisomy21Denominator: null },
  amountMinorUnits: 0,
};

describe('a review', () => {
  it('is decided and signed only by who saw it as it is, if he names what he saw', async () => {
    const { number } = await registerCase(service, {
      number: 'N20260420002',
      registration: demoRegistration(person, 1, today),
    });
    const { reviewId } = await analyseCase(service, { number });
    const line = `/api/v1/reviews/${reviewId}`;
    const seen = String((await send('reviewer', `GET ${line}`)).headers.etag);
    const decision = { decision: 'approve', comment: '' };
    const decide = (tag: string) =>
      send('reviewer', `POST ${line}/decision`, {
        headers: { 'if-match': tag },
        payload: decision,
      });
    const refused = await decide('"another"');
    expect(refused.statusCode).toBe(412);
    expect(refused.json()).toMatchObject({ type: '/problems/version-changed', current: seen });
    const decided = await decide(seen);
    expect(decided.statusCode).toBe(200);
    // The answer may have been lost: the same again is found, whatever was seen.
    expect((await decide(seen)).statusCode).toBe(200);
    const sign = (tag: string) =>
      send('approver', `POST ${line}/sign`, { headers: { 'if-match': tag } });
    expect((await sign(seen)).statusCode).toBe(412);
    expect((await sign(String(decided.headers.etag))).statusCode).toBe(201);
    expect((await sign(seen)).statusCode).toBe(200);
  });
});
