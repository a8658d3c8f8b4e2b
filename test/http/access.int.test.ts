import type { FastifyInstance } from 'fastify';
import Fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authentication } from '../../src/http/authentication.ts';
import { type ProblemKind, problemCatalogue } from '../../src/http/problem-catalogue.ts';
import { chineseProblems } from '../../src/http/problem-words.ts';
import { hasPermission, type Role, roles, staffRoles } from '../../src/security/roles.ts';
import { type CaseService, caseService } from '../support/case-service.ts';
import { controlRun } from '../support/intake-service.ts';
import { type ListedRoute, listRoutes } from '../support/list-routes.ts';

let service: CaseService;
let app: FastifyInstance;
let routes: readonly ListedRoute[];

beforeAll(async () => {
  const { built, routes: all } = await listRoutes(caseService);
  service = built;
  // Fastify adds a HEAD to every GET, with the same rights.
  const gets = new Set(all.filter(({ method }) => method === 'GET').map(({ url }) => url));
  routes = all.filter(({ method, url }) => method !== 'HEAD' || !gets.has(url));
  app = service.app;
});
afterAll(() => service.close());

/** What anybody may ask for, machines that look in and people at the door. */
const anonymous = [
  ...['/health/live', '/health/ready', '/openapi.json', '/problems/:kind', '/style.css'],
  '/assets/*',
  ...['/sign-in', '/set-up', '/api/v1/set-up', '/api/v1/sessions'],
  ...['/oauth/token', '/.well-known/smart-configuration'],
];

/** Sends a request that means nothing behind the door. */
async function knock(route: ListedRoute, key: string | null) {
  const answer = await app.inject({
    method: route.method as 'GET',
    url: route.url.replaceAll(/:\w+/g, '00000000-0000-7000-8000-000000000000'),
    headers: key === null ? {} : { authorization: `Bearer ${key}` },
  });
  return { status: answer.statusCode, problem: answer.headers['content-type'] };
}

/** Every route in turn with one key; answers where it was judged otherwise than expected. */
async function judge(
  key: string | null,
  expected: (route: ListedRoute) => boolean,
  isRefusal: (status: number) => boolean,
) {
  const wrong: string[] = [];
  for (const route of routes) {
    const { status } = await knock(route, key);
    if (isRefusal(status) === expected(route)) wrong.push(`${route.method} ${route.url} ${status}`);
  }
  return wrong;
}

const isOpen = ({ config }: ListedRoute) => config.anonymous === true;
/** A page leads to the door instead. */
const turnsAway = (status: number) => status === 401 || status === 303;
const isDoor = ({ url }: ListedRoute) => ['/sign-in', '/set-up'].includes(url);

describe('access', () => {
  it('finds every route of the application, pages too', () => {
    expect(routes.length).toBeGreaterThan(60);
    const described = Object.keys(app.swagger().paths ?? {});
    const urls = routes.map(({ url }) => url.replaceAll(/:(\w+)/g, '{$1}'));
    for (const path of described) expect(urls).toContain(path);
  });

  it('is open to anybody only where it must be', () => {
    const open = routes.filter(isOpen).filter(({ method }) => method !== 'OPTIONS');
    expect(new Set(open.map(({ url }) => url))).toEqual(new Set(anonymous));
  });

  it.each([
    ['no key', null],
    ['a key nobody made', `banyan_technician_${'x'.repeat(43)}`],
    ['a session nobody opened', `banyan_session_${'x'.repeat(43)}`],
    ['a token nobody was given', `banyan_access_${'x'.repeat(43)}`],
    ['no token at all', 'nonsense'],
  ])('turns %s away everywhere else', async (_words, key) => {
    const expected = (route: ListedRoute) => isOpen(route) && !isDoor(route);
    const checked = routes.filter((route) => !isDoor(route));
    const wrong: string[] = [];
    for (const route of checked) {
      const { status } = await knock(route, key);
      if (turnsAway(status) === expected(route))
        wrong.push(`${route.method} ${route.url} ${status}`);
    }
    expect(wrong).toEqual([]);
  });

  it.each(roles)('lets the role %s in exactly where the table says', async (role: Role) => {
    const isPerson = staffRoles.includes(role);
    const expected = ({ config }: ListedRoute) =>
      config.permission === undefined
        ? config.anonymous === true || isPerson
        : hasPermission(role, config.permission);
    // Ending one's own session would end the round.
    const ends = ({ url, method }: ListedRoute) =>
      url === '/sign-out' || (url === '/api/v1/session' && method === 'DELETE');
    const all = routes;
    routes = routes.filter((route) => !ends(route));
    const wrong = await judge(service.keys[role], expected, (status) => status === 403);
    routes = all;
    expect(wrong).toEqual([]);
  });

  it('refuses a key, a session and a token that were revoked', async () => {
    const { kysely } = service.services;
    expect((await service.call('sequencer', 'GET /api/v1/runs')).status).toBe(200);
    await kysely.updateTable('api_key').set({ revoked_at: new Date() }).execute();
    expect((await service.call('sequencer', 'GET /api/v1/runs')).status).toBe(401);
    expect((await service.call('platform', 'GET /fhir/DiagnosticReport')).status).toBe(200);
    await kysely.updateTable('oauth_client').set({ revoked_at: new Date() }).execute();
    expect((await service.call('platform', 'GET /fhir/DiagnosticReport')).status).toBe(401);
  });

  it('does not start with a route that says nothing about who may use it', async () => {
    const bare = Fastify();
    await bare.register(authentication);
    expect(() => bare.get('/forgotten', () => 'open')).toThrow(/must declare a permission/);
    const both = { permission: 'run.read', anonymous: true } as const;
    expect(() => bare.get('/both', { config: both }, () => 'open')).toThrow(/must declare/);
  });
});

describe('problems', () => {
  it('has a page for every kind', async () => {
    for (const kind of Object.keys(problemCatalogue) as ProblemKind[]) {
      const words = { en: problemCatalogue[kind], zh: chineseProblems[kind] };
      for (const [language, { title }] of Object.entries(words)) {
        const page = await app.inject(`/problems/${kind}?lang=${language}`);
        expect(page.statusCode, kind).toBe(200);
        expect(page.body).toContain(title);
      }
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
    expect(paths).toContain('body/aligner');
  });
});
