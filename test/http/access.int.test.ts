import type { FastifyInstance } from 'fastify';
import Fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authentication } from '../../src/http/authentication.ts';
import { problemCatalogue } from '../../src/http/problem-catalogue.ts';
import { hasPermission, type Permission, type Role, roles } from '../../src/security/roles.ts';
import { type CaseService, caseService } from '../support/case-service.ts';
import { controlRun } from '../support/intake-service.ts';

let service: CaseService;
let app: FastifyInstance;

beforeAll(async () => {
  service = await caseService();
  app = service.app;
});
afterAll(() => service.close());

/** Every route and method of the application, from its own description. */
function described(): { method: string; url: string; permission: Permission | undefined }[] {
  const paths = app.swagger().paths ?? {};
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods ?? {}).map(([method, operation]) => ({
      method: method.toUpperCase(),
      url: path.replaceAll(/\{(\w+)\}/g, ':$1'),
      permission: (operation as { 'x-permission'?: Permission })['x-permission'],
    })),
  );
}

const anonymous = ['/health/live', '/health/ready', '/openapi.json', '/problems/:kind'];

/** Whether a request got past the door: whatever it met behind is not 401 or 403. */
async function passes(route: { method: string; url: string }, key: string | null) {
  const answer = await app.inject({
    method: route.method as 'GET',
    url: route.url.replaceAll(/:\w+/g, '00000000-0000-7000-8000-000000000000'),
    headers: key === null ? {} : { authorization: `Bearer ${key}` },
  });
  return { status: answer.statusCode, problem: answer.headers['content-type'] };
}

describe('access', () => {
  it('finds its routes, and describes more than a handful', () => {
    expect(described().length).toBeGreaterThan(15);
  });

  it('asks for a key everywhere but where a machine must look in without one', async () => {
    for (const route of described()) {
      const isOpen = anonymous.includes(route.url);
      if (route.method === 'OPTIONS') continue;
      expect(route.permission === undefined, `${route.method} ${route.url}`).toBe(isOpen);
      const { status } = await passes(route, null);
      expect(status === 401, `${route.method} ${route.url} ${status}`).toBe(!isOpen);
      expect((await passes(route, 'banyan_reviewer_wrong')).status === 401).toBe(!isOpen);
    }
  });

  it.each(roles)('lets the role %s in exactly where the table says', async (role: Role) => {
    for (const route of described()) {
      if (route.permission === undefined) continue;
      const { status, problem } = await passes(route, service.keys[role]);
      const expected = hasPermission(role, route.permission);
      expect(status !== 403, `${role} ${route.method} ${route.url} ${status}`).toBe(expected);
      if (!expected && route.method !== 'HEAD') expect(problem).toMatch(/(?:problem|fhir)\+json/);
    }
  });

  it('refuses a key that was revoked', async () => {
    await service.services.kysely
      .updateTable('api_key')
      .set({ revoked_at: new Date() })
      .where('name', '=', 'platform')
      .execute();
    expect((await service.call('platform', 'GET /api/v1/runs')).status).toBe(401);
  });

  it('does not start with a route that says nothing about who may use it', async () => {
    const bare = Fastify();
    await bare.register(authentication);
    expect(() => bare.get('/forgotten', () => 'open')).toThrow(/must declare a permission/);
  });
});

describe('the page', () => {
  const form = (payload: string, origin: string) => ({
    method: 'POST' as const,
    url: '/sign-in',
    payload,
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin, host: 'localhost:80' },
  });

  it('signs in with a key and stays signed in by a cookie no script can read', async () => {
    const wrong = await app.inject(form('key=wrong', 'http://localhost:80'));
    expect(wrong.statusCode).toBe(401);
    const right = await app.inject(form(`key=${service.keys.technician}`, 'http://localhost:80'));
    expect(right.statusCode).toBe(303);
    const [cookie] = right.cookies;
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', maxAge: 8 * 3600 });
    const headers = { cookie: `${cookie.name}=${cookie.value}`, host: 'localhost:80' };
    const read = await app.inject({ url: '/api/v1/runs', headers });
    expect(read.statusCode).toBe(200);
    const sent = { method: 'POST' as const, url: '/api/v1/runs', payload: {} };
    const foreign = await app.inject({ ...sent, headers: { ...headers, origin: 'http://evil' } });
    expect(foreign.json()).toMatchObject({ status: 403, type: '/problems/cross-site-request' });
    const own = await app.inject({
      ...sent,
      headers: { ...headers, origin: 'http://localhost:80' },
    });
    expect(own.statusCode).toBe(400);
  });

  it('takes no sign-in from another site', async () => {
    const answer = await app.inject(form(`key=${service.keys.reviewer}`, 'http://evil.example'));
    expect(answer.json()).toMatchObject({ type: '/problems/cross-site-request' });
  });

  it('shows the door to a browser, and forbids scripts', async () => {
    const answer = await app.inject({ url: '/api/v1/runs', headers: { accept: 'text/html' } });
    expect(answer.headers.location).toBe('/sign-in');
    const page = await app.inject('/sign-in');
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
  });
});

describe('problems', () => {
  it('has a page for every kind', async () => {
    for (const [kind, { title }] of Object.entries(problemCatalogue)) {
      const page = await app.inject(`/problems/${kind}`);
      expect(page.statusCode, kind).toBe(200);
      expect(page.body).toContain(title);
    }
    expect((await app.inject('/problems/none-such')).statusCode).toBe(404);
  });

  it('tells nothing but the request of a fault of ours', async () => {
    const broken = await caseService({
      clock: () => {
        throw new Error('secret of the inside');
      },
    });
    const answer = await broken.app.inject({
      method: 'POST',
      url: '/api/v1/runs',
      headers: { authorization: `Bearer ${broken.keys.technician}`, 'idempotency-key': 'k' },
      payload: { ...controlRun('F500', ['A']) },
    });
    await broken.close();
    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toContain('secret');
    expect(answer.json().instance).toMatch(/^urn:banyan:request:/);
  });

  it('names the path of every malformed field', async () => {
    const answer = await service.call('technician', 'POST /api/v1/runs', { instrument: 5 });
    expect(answer.body).toMatchObject({ status: 400, type: '/problems/request-malformed' });
    const paths = answer.body.errors.map(({ path }: { path: string }) => path);
    expect(paths).toContain('body/instrument');
    expect(paths).toContain('body/sampleSheet');
  });
});
