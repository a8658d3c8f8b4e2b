import { randomUUID } from 'node:crypto';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../src/security/roles.ts';
import { type CaseService, caseService, today } from '../support/case-service.ts';

let service: CaseService;
let now = today;
beforeAll(async () => {
  service = await caseService({ clock: () => now });
});
afterAll(() => service.close());

interface Payload {
  /** Sent as the header. */
  readonly 'if-match'?: string;
  readonly [member: string]: unknown;
}

async function ask(
  who: Role | string,
  line: string,
  { 'if-match': version, ...payload }: Payload = {},
) {
  const [method, url] = line.split(' ');
  const keys: Readonly<Record<string, string>> = service.keys;
  const raw = await service.app.inject({
    ...{
      method: method as 'GET',
      url,
      ...(method !== 'GET' && method !== 'DELETE' && { payload }),
    },
    headers: {
      authorization: `Bearer ${keys[who] ?? who}`,
      ...(version !== undefined && { 'if-match': version }),
    },
  });
  return { status: raw.statusCode, body: raw.json() };
}

describe('API keys of machines', () => {
  it('are shown once, rotate with both good for a while, and are revoked at once', async () => {
    const key = { name: 'NextSeq 7', role: 'sequencer' };
    const { body } = await ask('security-administrator', 'POST /api/v1/keys', key);
    const runs = async (secret: string) => (await ask(secret, 'GET /api/v1/runs')).status;
    expect(await runs(body.secret)).toBe(200);
    expect((await ask('security-administrator', 'POST /api/v1/keys', key)).status).toBe(409);
    const rotate = `POST /api/v1/keys/${body.id}/rotate`;
    const rotated = await ask('security-administrator', rotate, { overlapHours: 2 });
    expect([await runs(body.secret), await runs(rotated.body.secret)]).toEqual([200, 200]);
    const before = now;
    now = new Date(now.getTime() + 2 * 3_600_000);
    expect([await runs(body.secret), await runs(rotated.body.secret)]).toEqual([401, 200]);
    now = before;
    const list = await ask('security-administrator', 'GET /api/v1/keys');
    const listed = list.body.items.find(({ id }: { id: string }) => id === body.id);
    expect(listed.secrets.map(({ prefix }: { prefix: string }) => prefix)).toHaveLength(2);
    expect(listed.secrets[0].lastUsedAt).not.toBeNull();
    expect(JSON.stringify(list.body)).not.toContain(body.secret);
    await ask('security-administrator', `POST /api/v1/keys/${body.id}/revoke`, {});
    expect(await runs(rotated.body.secret)).toBe(401);
  });

  it('are made for machines alone, and no secret is kept for repetition', async () => {
    for (const role of ['approver', 'platform', 'security-administrator']) {
      const made = await ask('security-administrator', 'POST /api/v1/keys', { name: 'x', role });
      expect(made.status).toBe(400);
    }
    const repeated = await service.app.inject({
      ...{ method: 'POST', url: '/api/v1/keys', payload: { name: 'y', role: 'sequencer' } },
      headers: {
        ...{ authorization: `Bearer ${service.keys['security-administrator']}` },
        'idempotency-key': 'once',
      },
    });
    expect(repeated.statusCode).toBe(400);
  });
});

describe('accounts', () => {
  async function account(name: string) {
    const { body } = await ask('audit-administrator', 'GET /api/v1/staff');
    return body.items.find((item: { name: string }) => item.name === name);
  }

  it('take two administrators: one makes them, the other gives them rights', async () => {
    const someone = { name: 'lin.yan', displayName: '林燕' };
    expect((await ask('security-administrator', 'POST /api/v1/staff', someone)).status).toBe(403);
    const mass = { ...someone, roles: ['approver'], passwordHash: 'x' };
    expect((await ask('system-administrator', 'POST /api/v1/staff', mass)).status).toBe(400);
    const { body } = await ask('system-administrator', 'POST /api/v1/staff', someone);
    const find = async () => {
      const { body: list } = await ask('audit-administrator', 'GET /api/v1/staff');
      return list.items.find(({ id }: { id: string }) => id === body.id);
    };
    expect((await find()).roles).toEqual([]);
    const give = (who: Role, roles: string[]) =>
      ask(who, `PUT /api/v1/staff/${body.id}/roles`, { roles, reason: 'hired as reviewer' });
    expect((await give('system-administrator', ['reviewer'])).status).toBe(403);
    expect((await give('security-administrator', ['reviewer', 'auditor'])).status).toBe(422);
    expect((await give('security-administrator', ['reviewer'])).status).toBe(200);
    expect((await find()).roles).toEqual(['reviewer']);
  });

  it('take a change only of who saw what is there, and an older second factor gives no role', async () => {
    const line = `PATCH /api/v1/staff/${(await account('approver')).id}`;
    const { version } = await account('approver');
    const licence = { number: '110350100001', from: '2026-01-01', to: '2030-12-31' };
    const change = () => ask('system-administrator', line, { licence, 'if-match': version });
    expect((await change()).status).toBe(200);
    expect(await account('approver')).toMatchObject({ licence });
    expect((await change()).status).toBe(412);
    const give = `PUT /api/v1/staff/${(await account('technician')).id}/roles`;
    const roles = { roles: ['technician', 'reviewer'], reason: 'two hats' };
    const seen = { ...roles, 'if-match': version };
    expect((await ask('security-administrator', give, seen)).status).toBe(412);
    const before = now;
    now = new Date(now.getTime() + 16 * 60_000);
    const late = await ask('security-administrator', give, roles);
    now = before;
    expect(late.body).toMatchObject({ status: 403, type: '/problems/second-factor-needed' });
  });

  it('cannot be changed by their own holders', async () => {
    const { body } = await ask('audit-administrator', 'GET /api/v1/staff');
    const own = body.items.find(({ name }: { name: string }) => name === 'security-administrator');
    const grab = { roles: ['security-administrator'], reason: 'for me' };
    const answer = await ask('security-administrator', `PUT /api/v1/staff/${own.id}/roles`, grab);
    expect(answer.status).toBe(409);
  });

  it('get a right beside their roles for hours, with a reason, and only if they read samples', async () => {
    const { body } = await ask('audit-administrator', 'GET /api/v1/staff');
    const idOf = (role: string) =>
      body.items.find(({ name }: { name: string }) => name === role).id;
    const grant = { permission: 'restricted.read', reason: 'court order 12/2026', hours: 2 };
    const give = (role: string) =>
      ask('security-administrator', `POST /api/v1/staff/${idOf(role)}/grants`, grant);
    expect((await give('county-finance')).status).toBe(422);
    expect((await give('reviewer')).status).toBe(201);
    const grants = async () => (await ask('reviewer', 'GET /api/v1/session')).body.grants;
    expect(await grants()).toEqual(['restricted.read']);
    await service.services.kysely.updateTable('staff_grant').set({ expires_at: now }).execute();
    expect(await grants()).toEqual([]);
  });

  it('show the rights in force, which are taken back by hand or end with the roles', async () => {
    const { id } = await account('laboratory-manager');
    const path = `/api/v1/staff/${id}`;
    const grant = { permission: 'restricted.read', reason: 'court order 13/2026', hours: 2 };
    const give = () => ask('security-administrator', `POST ${path}/grants`, grant);
    const held = async () => (await ask('laboratory-manager', 'GET /api/v1/session')).body.grants;
    const { body: given } = await give();
    const { hours: _, ...shown } = grant;
    const { grants } = await account('laboratory-manager');
    expect(grants).toEqual([{ ...shown, ...given }]);
    const end = (who: Role) => ask(who, `DELETE ${path}/grants/${given.id}`);
    expect((await end('system-administrator')).status).toBe(403);
    const other = (await account('reviewer')).id;
    const misled = `DELETE /api/v1/staff/${other}/grants/${given.id}`;
    expect((await ask('security-administrator', misled)).status).toBe(404);
    expect((await end('security-administrator')).status).toBe(200);
    expect((await end('security-administrator')).status).toBe(404);
    expect(await held()).toEqual([]);
    await give();
    const change = { roles: ['county-finance'], reason: 'left the laboratory' };
    await ask('security-administrator', `PUT ${path}/roles`, change);
    expect(await held()).toEqual([]);
    const { body } = await ask('audit-administrator', `GET /api/v1/audit?subject=staff/${id}`);
    expect(body.items.map(({ action }: { action: string }) => action)).toEqual([
      ...['staff.set-roles', 'staff.grant', 'staff.end-grant', 'staff.grant'],
    ]);
    expect(body.items[0].detail.ended).toEqual(['restricted.read']);
  });
});

describe('SMART backend services', () => {
  const endpoint = 'http://localhost:80/oauth/token';
  let client: { id: string; key: CryptoKey };

  beforeAll(async () => {
    const pair = await generateKeyPair('ES384');
    const key: JWK = { ...(await exportJWK(pair.publicKey)), kid: 'k1' };
    const { body } = await ask('security-administrator', 'POST /api/v1/clients', {
      ...{ name: 'platform one', jwks: { keys: [key] } },
    });
    client = { id: body.id, key: pair.privateKey };
  });

  /** An assertion that is right but for what is changed. */
  function assertion(change: Record<string, unknown> = {}, key = client.key) {
    const seconds = Math.floor(now.getTime() / 1000);
    const claims = {
      ...{ iss: client.id, sub: client.id, aud: endpoint, jti: randomUUID(), exp: seconds + 240 },
      ...change,
    };
    return new SignJWT(claims).setProtectedHeader({ alg: 'ES384', kid: 'k1' }).sign(key);
  }

  async function token(signed: string, change: Record<string, string> = {}) {
    const form = {
      ...{ grant_type: 'client_credentials', scope: 'system/*.read', client_assertion: signed },
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      ...change,
    };
    const raw = await service.app.inject({
      ...{ method: 'POST', url: '/oauth/token', payload: new URLSearchParams(form).toString() },
      headers: { 'content-type': 'application/x-www-form-urlencoded', host: 'localhost:80' },
    });
    return { status: raw.statusCode, body: raw.json() };
  }

  it('give a token for a few minutes, which pulls and does nothing else', async () => {
    const { status, body } = await token(await assertion());
    expect([status, body.token_type, body.expires_in]).toEqual([200, 'bearer', 300]);
    expect((await ask(body.access_token, 'GET /fhir/DiagnosticReport')).status).toBe(200);
    expect((await ask(body.access_token, 'GET /api/v1/runs')).status).toBe(403);
    const before = now;
    now = new Date(now.getTime() + 300_000);
    expect((await ask(body.access_token, 'GET /fhir/DiagnosticReport')).status).toBe(401);
    now = before;
  });

  it('refuse what is replayed, late, too long, for another, by another or without a name', async () => {
    const used = await assertion();
    expect((await token(used)).status).toBe(200);
    const seconds = Math.floor(now.getTime() / 1000);
    const stranger = await generateKeyPair('ES384');
    const bad = {
      replayed: used,
      late: await assertion({ exp: seconds - 60 }),
      long: await assertion({ exp: seconds + 900 }),
      elsewhere: await assertion({ aud: 'https://other.example/oauth/token' }),
      unsigned: `${used.split('.').slice(0, 2).join('.')}.`,
      stranger: await assertion({}, stranger.privateKey),
      nameless: await assertion({ jti: undefined }),
      another: await assertion({ sub: randomUUID() }),
      nobody: await assertion({ iss: randomUUID() }),
      nonsense: 'nonsense',
    };
    for (const [words, signed] of Object.entries(bad)) {
      expect(await token(signed), words).toEqual({
        status: 401,
        body: { error: 'invalid_client' },
      });
    }
    const scope = { scope: 'system/*.write' };
    expect((await token(await assertion(), scope)).body.error).toBe('invalid_scope');
    expect((await token('x'.repeat(20_000))).body).toEqual({ error: 'invalid_request' });
    const grant = { grant_type: 'password' };
    expect((await token(await assertion(), grant)).body.error).toBe('unsupported_grant_type');
  });

  it('take one of two that are sent at once, and register no private key', async () => {
    const signed = await assertion();
    const both = await Promise.all([token(signed), token(signed)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401]);
    const pair = await generateKeyPair('ES384', { extractable: true });
    const jwks = { keys: [{ ...(await exportJWK(pair.privateKey)), kid: 'k' }] };
    const made = await ask('security-administrator', 'POST /api/v1/clients', { name: 'p', jwks });
    expect(made.body.detail).toContain('is private');
  });

  it('end with their client', async () => {
    const { body } = await token(await assertion());
    await ask('security-administrator', `POST /api/v1/clients/${client.id}/revoke`, {});
    expect((await ask(body.access_token, 'GET /fhir/DiagnosticReport')).status).toBe(401);
    expect((await token(await assertion())).status).toBe(401);
  });
});
