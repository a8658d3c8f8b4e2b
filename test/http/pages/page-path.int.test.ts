import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoRegistration } from '../../../src/cli/demo/demo-registration.ts';
import type { Role } from '../../../src/security/roles.ts';
import { uuidV7 } from '../../../src/security/uuid-v7.ts';
import { insertReview } from '../../../src/store/review-store.ts';
import {
  analyseCase,
  type CaseService,
  caseService,
  registerCase,
  today,
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

const another = {
  ...{ name: '黄丽娟', birthYear: 1995, poor: false, trisomy21Denominator: null },
  amountMinorUnits: 0,
};

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

/** What the page's form sends along. */
function versionIn(page: string): string {
  const value = /name="version" value="([^"]+)"/.exec(page)?.[1] ?? '';
  return new URLSearchParams({ version: value.replaceAll('&quot;', '"') }).toString();
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

    const seen = versionIn(open.body);
    const approve = `decision=approve&comment=&${seen}`;
    const foreign = {
      cookie: reviewer,
      form: approve,
      from: 'http://evil.test',
    };
    expect((await send(decision, foreign)).statusCode).toBe(403);
    const mute = await send(decision, {
      ...{ cookie: reviewer, form: `decision=redraw&comment=&${seen}` },
    });
    expect(mute.statusCode).toBe(422);
    expect(mute.body).toContain('role="alert"');
    const blind = await send(decision, { cookie: reviewer, form: 'decision=approve&comment=' });
    expect(blind.statusCode).toBe(400);
    const done = await send(decision, { cookie: reviewer, form: approve });
    expect([done.statusCode, done.headers.location]).toEqual([303, page]);
    const early = await send(`/samples/${sampleId}/sign`, {
      cookie: reviewer,
      form: `checked=yes&${seen}`,
    });
    expect(early.statusCode).toBe(403);

    const approver = signedIn('approver');
    const toSign = (await send(page, { cookie: approver })).body;
    expect(toSign).toContain(`${page}/sign`);
    const unchecked = await send(`${page}/sign`, { cookie: approver, form: versionIn(toSign) });
    expect(unchecked.statusCode).toBe(400);
    const signature = { cookie: approver, form: `checked=yes&${versionIn(toSign)}` };
    const signed = await send(`${page}/sign`, signature);
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

  it('let nobody decide or sign what has changed since the page was opened', async () => {
    const { number } = await registerCase(service, {
      number: 'N20260420002',
      registration: demoRegistration(another, 1, today),
    });
    const { sampleId: id, reviewId } = await analyseCase(service, { number });
    const page = `/samples/${id}`;
    const [first, second] = [signedIn('reviewer'), signedIn('reviewer')];
    const opened = versionIn((await send(page, { cookie: first })).body);
    const decide = (choice: string, version: string) =>
      send(`${page}/decision`, {
        ...{ cookie: second, form: `decision=${choice}&comment=why&${version}` },
      });
    // What it was opened for is no longer what would be decided: as if a late file had come.
    const { kysely } = service.services;
    const result = await kysely
      .selectFrom('analysis_result')
      .selectAll()
      .where('sample_id', '=', id)
      .executeTakeFirstOrThrow();
    const later = {
      ...result,
      id: uuidV7(),
      body_sha256: 'e'.repeat(64),
      input_sha256: 'f'.repeat(64),
    };
    await kysely.insertInto('analysis_result').values(later).execute();
    await kysely
      .updateTable('review')
      .set({ state: 'SUPERSEDED' })
      .where('id', '=', reviewId)
      .execute();
    const reasons: string[] = [];
    await insertReview(kysely, {
      ...{ id: uuidV7(), sampleId: id, analysisResultId: later.id, reasons },
      place: { isHighRisk: false, dueOn: '2026-05-08' },
    });
    const stale = await decide('approve', opened);
    expect(stale.statusCode).toBe(412);
    expect(stale.body).toContain('他人已作更改或结果已更新');
    const now = versionIn(stale.body);
    expect(now).not.toBe(opened);
    expect((await decide('approve', now)).statusCode).toBe(303);
    const approver = signedIn('approver');
    const sign = (version: string) =>
      send(`${page}/sign`, { cookie: approver, form: `checked=yes&${version}` });
    const unsigned = await sign(now);
    expect(unsigned.statusCode).toBe(412);
    expect((await sign(versionIn(unsigned.body))).statusCode).toBe(303);
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
