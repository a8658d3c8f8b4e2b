import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CaseService, caseService } from '../../support/case-service.ts';

let service: CaseService;
let pages: string[];
beforeAll(async () => {
  service = await caseService();
  pages = ['/account', '/second-factor', '/sign-in', '/set-up', '/nowhere'];
});
afterAll(() => service.close());

const look = (url: string, headers: Record<string, string> = {}) =>
  service.app.inject({
    url,
    headers: { authorization: `Bearer ${service.keys.approver}`, accept: 'text/html', ...headers },
  });

describe('pages', () => {
  it('carry no script and load nothing from elsewhere', async () => {
    for (const url of pages) {
      const { headers, body } = await look(url);
      const policy = String(headers['content-security-policy']);
      expect(policy, url).toContain("default-src 'none'");
      expect(policy, url).toContain("frame-ancestors 'none'");
      expect(policy, url).not.toMatch(/unsafe|https?:|\*/);
      expect(headers['x-content-type-options'], url).toBe('nosniff');
      expect(body, url).not.toMatch(/<script|<iframe|<object|<embed|<base\b|\son\w+=|javascript:/i);
      expect(body, url).not.toMatch(/(?:src|action|poster)="(?:https?:)?\/\//i);
      expect(body, url).not.toMatch(/<link[^>]+href="(?:https?:)?\/\//i);
    }
  });

  it('take no language and no address into a header or a page as it came', async () => {
    const evil = encodeURIComponent('en\r\nset-cookie: banyan_session=stolen');
    const answer = await look(`/runs?lang=${evil}`);
    expect(JSON.stringify(answer.headers)).not.toContain('stolen');
    const shown = await look(`/${encodeURIComponent('<img src=x onerror=alert(1)>')}`);
    expect(shown.body).not.toContain('<img');
  });
});

describe('other origins', () => {
  it('are given nothing: no answer names one as allowed', async () => {
    for (const url of [
      '/api/v1/runs',
      '/api/v1/uploads',
      '/sign-in',
      '/openapi.json',
      '/metrics',
    ]) {
      for (const method of ['GET', 'OPTIONS', 'POST'] as const) {
        const answer = await service.app.inject({
          ...{ method, url },
          headers: {
            ...{ origin: 'https://evil.example', 'access-control-request-method': 'POST' },
            authorization: `Bearer ${service.keys.technician}`,
          },
        });
        expect(answer.headers['access-control-allow-origin'], `${method} ${url}`).toBeUndefined();
        expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
      }
    }
  });
});
