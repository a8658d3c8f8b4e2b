import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasPermission, type Permission, type Role, roles } from '../../../src/security/roles.ts';
import { type CaseService, caseService, grantRestricted } from '../../support/case-service.ts';

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: unknown;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

interface Operation {
  readonly requestBody?: { readonly content: Readonly<Record<string, { schema: Schema }>> };
  readonly 'x-permission'?: Permission | 'session';
}

let service: CaseService;
let schemas: Readonly<Record<string, Schema>>;
let writes: [string, string, Schema, Operation][];

/** RFC 6749 § 3.2: a token endpoint ignores parameters it does not know. */
const ignoresUnknown = ['/oauth/token'];
/** Free by their nature: keys of another's making. */
const freeForm = ['jwks'];

beforeAll(async () => {
  service = await caseService();
  await grantRestricted(service, 'reviewer');
  const description = (await service.app.inject('/openapi.json')).json();
  schemas = description.components.schemas;
  const paths: [string, Record<string, Operation>][] = Object.entries(description.paths);
  writes = paths
    .filter(([path]) => !ignoresUnknown.includes(path))
    .flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, operation]) => {
        const schema = operation.requestBody?.content['application/json']?.schema;
        return schema ? [[method, path, schema, operation] as (typeof writes)[number]] : [];
      }),
    );
});
afterAll(() => service.close());

/** Where a schema takes members that it does not name. */
function openObjects(schema: Schema, path: string): string[] {
  const named = schema.$ref?.split('/').at(-1);
  if (named !== undefined) return openObjects(schemas[named], path);
  const { properties = {}, items, anyOf = [], oneOf = [], allOf = [] } = schema;
  const inner = [
    ...Object.entries(properties)
      .filter(([name]) => !freeForm.includes(name))
      .flatMap(([name, each]) => openObjects(each, `${path}/${name}`)),
    ...(items ? openObjects(items, `${path}/*`) : []),
    ...[...anyOf, ...oneOf, ...allOf].flatMap((each) => openObjects(each, path)),
  ];
  const isOpen = schema.type === 'object' && schema.additionalProperties !== false;
  return isOpen ? [path, ...inner] : inner;
}

/** Somebody who may: the body is judged only then. */
function callerOf({ 'x-permission': permission }: Operation): string | null {
  if (permission === undefined) return null;
  // No role holds it: the reviewer was given it.
  if (permission === 'restricted.read') return service.keys.reviewer;
  const may = (role: Role) => permission === 'session' || hasPermission(role, permission);
  return service.keys[roles.find(may) ?? 'technician'];
}

describe('mass assignment', () => {
  it('is described as refused at every depth of every body', () => {
    expect(writes.length).toBeGreaterThan(12);
    const open = writes.flatMap(([method, path, schema]) =>
      openObjects(schema, `${method} ${path}`),
    );
    expect(open).toEqual([]);
  });

  it('is refused: every write names a member it does not know, and takes nothing', async () => {
    for (const [method, path, , operation] of writes) {
      const key = callerOf(operation);
      const answer = await service.app.inject({
        method: method as 'POST',
        url: path.replaceAll(/\{\w+\}/g, '00000000-0000-7000-8000-000000000000'),
        payload: { isAdministrator: true },
        ...(key !== null && { headers: { authorization: `Bearer ${key}` } }),
      });
      expect(answer.statusCode, `${method} ${path}: ${answer.body}`).toBe(400);
      expect(answer.body, `${method} ${path}`).toContain('isAdministrator');
    }
  });
});
