import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../../src/security/roles.ts';
import {
  analyseCase,
  type CaseService,
  caseService,
  registerCase,
} from '../../support/case-service.ts';
import { analysisExample } from '../../support/report-example.ts';

let service: CaseService;
let sampleId: string;
let runId: string;
beforeAll(async () => {
  service = await caseService();
  const { number } = await registerCase(service);
  const result = analysisExample({ T21: 'high-risk' });
  ({ sampleId, runId } = await analyseCase(service, { number, result }));
});
afterAll(() => service.close());

const origin = 'http://banyan.test';

function send(url: string, given: { cookie?: string; form?: string; from?: string } = {}) {
  const { cookie, form, from = origin } = given;
  return service.app.inject({
    method: form === undefined ? 'GET' : 'POST',
    url,
    headers: {
      ...{ host: 'banyan.test', ...(cookie ? { cookie } : {}) },
      ...(form === undefined
        ? {}
        : { origin: from, 'content-type': 'application/x-www-form-urlencoded' }),
    },
    ...(form === undefined ? {} : { payload: form }),
  });
}

function signedIn(role: Role): string {
  return `banyan_session=${service.keys[role]}`;
}

describe('the pages', () => {
  it('lead whoever is not signed in to the door', async () => {
    for (const url of [`/runs/${runId}`, `/samples/${sampleId}`]) {
      const answer = await send(url);
      expect([answer.statusCode, answer.headers.location]).toEqual([303, '/sign-in']);
    }
    expect((await send('/style.css')).headers['content-type']).toContain('text/css');
    const wrong = await send(`/runs/${runId}`, { cookie: 'banyan_session=wrong' });
    expect(wrong.statusCode).toBe(303);
  });

  it('take a case from review to report by forms alone', async () => {
    const reviewer = signedIn('reviewer');
    const decision = `/samples/${sampleId}/decision`;
    const page = `/samples/${sampleId}`;
    expect((await send(`/runs/${runId}`, { cookie: reviewer })).body).toContain('高风险');
    const open = await send(`${page}?lang=en`, { cookie: reviewer });
    expect(open.body).toContain(`action="${decision}"`);
    expect(open.body).not.toContain('/sign"');

    const foreign = {
      cookie: reviewer,
      form: 'decision=approve&comment=',
      from: 'http://evil.test',
    };
    expect((await send(decision, foreign)).statusCode).toBe(403);
    const mute = await send(decision, { cookie: reviewer, form: 'decision=redraw&comment=' });
    expect(mute.statusCode).toBe(422);
    expect(mute.body).toContain('role="alert"');
    const done = await send(decision, { cookie: reviewer, form: 'decision=approve&comment=' });
    expect([done.statusCode, done.headers.location]).toEqual([303, page]);
    const early = await send(`/samples/${sampleId}/sign`, {
      cookie: reviewer,
      form: 'checked=yes',
    });
    expect(early.statusCode).toBe(403);

    const approver = signedIn('approver');
    expect((await send(page, { cookie: approver })).body).toContain(`${page}/sign`);
    const unchecked = await send(`${page}/sign`, { cookie: approver, form: '' });
    expect(unchecked.statusCode).toBe(400);
    const signed = await send(`${page}/sign`, { cookie: approver, form: 'checked=yes' });
    expect(signed.statusCode).toBe(303);
    const issued = await send(`${page}?lang=en`, { cookie: approver });
    const reportUrl = /\/reports\/[0-9a-f-]{36}/.exec(issued.body)?.[0] ?? '';
    expect(issued.body).toContain('500.00 CNY');
    const chinese = await send(reportUrl, { cookie: approver });
    expect(chinese.body).toContain('21三体综合征高风险');
    const english = await send(`${reportUrl}?lang=en`, { cookie: approver });
    expect(english.body).toContain('High risk of trisomy 21');
    expect(english.cookies[0]).toMatchObject({ name: 'banyan_language', value: 'en' });
  });

  it('say what is not there or not allowed', async () => {
    const finance = signedIn('county-finance');
    expect((await send('/', { cookie: finance })).headers.location).toBe('/account');
    expect((await send(`/runs/${runId}`, { cookie: finance })).statusCode).toBe(403);
    const reviewer = signedIn('reviewer');
    const missing = await send('/runs/0199f0a0-0000-7000-8000-000000000001', { cookie: reviewer });
    expect(missing.statusCode).toBe(404);
    expect(missing.headers['content-type']).toContain('text/html');
  });
});
