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
let reportId: string;
beforeAll(async () => {
  service = await caseService();
  const { number } = await registerCase(service);
  const result = analysisExample({ T21: 'high-risk' });
  const { reviewId, ...made } = await analyseCase(service, { number, result });
  ({ sampleId, runId } = made);
  const decision = { decision: 'approve', comment: '' };
  await service.call('reviewer', `POST /api/v1/reviews/${reviewId}/decision`, decision);
  const { body } = await service.call('approver', `POST /api/v1/reviews/${reviewId}/sign`);
  reportId = body.id;
});
afterAll(() => service.close());

function send(url: string, { cookie }: { cookie?: string } = {}) {
  const headers = { host: 'banyan.test', accept: 'text/html', ...(cookie ? { cookie } : {}) };
  return service.app.inject({ url, headers });
}

function signedIn(role: Role): string {
  return `banyan_session=${service.keys[role]}`;
}

describe('the pages', () => {
  it('lead whoever is not signed in to the door', async () => {
    for (const url of ['/', `/runs/${runId}`, `/samples/${sampleId}`, `/reports/${reportId}`]) {
      const answer = await send(url);
      expect([answer.statusCode, answer.headers.location]).toEqual([303, '/sign-in']);
    }
    expect((await send('/style.css')).headers['content-type']).toContain('text/css');
    const wrong = await send(`/reports/${reportId}`, { cookie: 'banyan_session=wrong' });
    expect(wrong.statusCode).toBe(303);
  });

  it('say what is not there or not allowed', async () => {
    const finance = signedIn('county-finance');
    expect((await send('/', { cookie: finance })).headers.location).toBe('/account');
    const api = await send(`/api/v1/overview/reports/${reportId}`, { cookie: finance });
    expect(api.statusCode).toBe(403);
    const missing = await send('/nowhere', { cookie: signedIn('reviewer') });
    expect(missing.statusCode).toBe(404);
    expect(missing.headers['content-type']).toContain('text/html');
  });
});
