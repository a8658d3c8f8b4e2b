import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CaseService, caseService } from '../support/case-service.ts';
import { type Description, describedAnswers } from '../support/described-answers.ts';

type Json = Record<string, unknown>;
interface Operation {
  readonly summary?: string;
  readonly parameters?: readonly { in: string; name: string; required?: boolean }[];
  readonly responses: Record<string, { description: string; content?: Json }>;
  readonly 'x-permission'?: string;
  readonly 'x-secret-answer'?: boolean;
  readonly security?: readonly Json[];
}

let service: CaseService;
let description: {
  openapi: string;
  info: Json;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Json };
};

beforeAll(async () => {
  service = await caseService();
  description = JSON.parse((await service.app.inject('/openapi.json')).body);
});
afterAll(() => service.close());

function operations(): [string, string, Operation][] {
  return Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, string, Operation] => [
      path,
      method,
      operation,
    ]),
  );
}

describe('/openapi.json', () => {
  it('is an OpenAPI 3.1 document whose every reference leads somewhere', () => {
    expect(description).toMatchObject({ openapi: '3.1.0', info: { title: 'Banyan' } });
    const text = JSON.stringify(description);
    const named = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)];
    expect(named.length).toBeGreaterThan(20);
    for (const [, name] of named) expect(description.components.schemas, name).toHaveProperty(name);
    for (const name of Object.keys(description.components.schemas)) {
      expect(text.includes(`#/components/schemas/${name}"`), name).toBe(true);
    }
  });

  it('says of every route what it does, who may, its path and what it answers', () => {
    for (const [path, method, operation] of operations()) {
      const route = `${method} ${path}`;
      expect(operation.summary, route).toMatch(/^[A-Z].+/);
      expect(operation['x-permission'] ?? operation.security?.length, route).not.toBeUndefined();
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const described = (operation.parameters ?? []).filter((each) => each.in === 'path');
      expect(
        described.map(({ name }) => name),
        route,
      ).toEqual(inPath);
      expect(
        described.every(({ required }) => required),
        route,
      ).toBe(true);
      for (const [status, { description: words }] of Object.entries(operation.responses)) {
        expect(status, route).toMatch(/^(?:[1-5]\d\d|default)$/);
        expect(words, `${route} ${status}`).toBeTruthy();
      }
    }
  });

  it('describes problems, the key of repetition and the answers of uploads', () => {
    for (const [path, method, { responses, parameters = [] }] of operations()) {
      const route = `${method} ${path}`;
      const media = path.startsWith('/fhir') ? 'fhir' : 'problem';
      expect(Object.keys(responses.default.content ?? {}), route).toEqual([
        `application/${media}+json`,
      ]);
      const answersSecret = description.paths[path][method]['x-secret-answer'] === true;
      const repeats = method === 'post' && path !== '/api/v1/uploads' && !answersSecret;
      expect(
        parameters.some(({ name }) => name === 'idempotency-key'),
        route,
      ).toBe(repeats);
    }
    const upload = description.paths['/api/v1/uploads/{id}'];
    expect(Object.keys(upload.patch.responses)).toEqual(['204', 'default']);
    expect(Object.keys(upload.head.responses)).toEqual(['200', 'default']);
    expect(Object.keys(description.paths['/api/v1/uploads'].post.responses)).toContain('201');
  });

  it('describes the versions that reading tells and writing asks for', () => {
    const heeded = (path: string, method: string) =>
      (description.paths[path][method].parameters ?? [])
        .filter((each) => each.in === 'header' && each.required !== true)
        .map(({ name }) => name);
    for (const path of ['/api/v1/reviews/{id}/decision', '/api/v1/reviews/{id}/sign']) {
      expect(heeded(path, 'post'), path).toEqual(['if-match', 'idempotency-key']);
    }
    const kept = [
      '/api/v1/reports/{id}',
      '/api/v1/samples/{id}/analysis',
      '/fhir/DiagnosticReport',
    ];
    for (const path of kept) {
      expect(heeded(path, 'get'), path).toEqual(['if-none-match']);
      expect(description.paths[path].get.responses, path).toHaveProperty('304');
    }
  });

  it('is what every answer of the tests is held against, and no untrue one passes', () => {
    const judge = describedAnswers(description as unknown as Description);
    const run = { method: 'GET', url: '/api/v1/runs', mediaType: 'application/json' };
    const answer = (body: object) => ({
      ...run,
      status: 200,
      body: Buffer.from(JSON.stringify(body)),
    });
    expect(judge(answer({ items: [], next: null }))).toBeNull();
    expect(judge(answer({ items: [] }))).toMatch(/next/);
    expect(judge(answer({ items: [{}], next: null }))).toMatch(/instrument/);
    expect(judge(answer({ items: [], next: null, more: 1 }))).toMatch(/more/);
    expect(judge({ ...answer({}), status: 201 })).toMatch(/status 201 is not/);
    expect(judge({ ...answer({}), mediaType: 'text/html' })).toMatch(/media type/);
    expect(judge({ ...answer({}), method: 'PUT' })).toMatch(/route is not/);
    const problem = {
      title: '',
      detail: '',
      instance: '',
      remedy: '',
      type: '/problems/not-found',
    };
    const refused = (body: object) => ({
      ...{ ...answer(body), status: 404, mediaType: 'application/problem+json' },
    });
    expect(judge(refused({ ...problem, status: 404 }))).toBeNull();
    expect(judge(refused({ ...problem, status: 403 }))).toMatch(/says 403/);
    expect(judge(refused({ ...problem, status: 404, type: '/problems/odd' }))).toMatch(/odd/);
    expect(judge(refused({ ...problem, status: '404' }))).toMatch(/number/);
    const report = { method: 'GET', url: '/api/v1/reports/:id', mediaType: null };
    expect(judge({ ...report, status: 304, body: Buffer.from('') })).toBeNull();
    expect(judge({ ...report, status: 304, body: Buffer.from('x') })).toMatch(/a body is not/);
  });

  it('describes no page and nothing that is not served', () => {
    for (const [path] of operations()) {
      expect(path).toMatch(
        /^\/(?:api\/v1|fhir|oauth\/token|\.well-known|health|metrics|openapi\.json|problems)/,
      );
    }
  });
});
