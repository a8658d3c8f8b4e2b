import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig, type Settings } from '../../src/config.ts';
import {
  addStaff,
  linkStaff,
  resetPassword,
  setRoles,
} from '../../src/http/actions/manage-staff.ts';
import { oidcSubject } from '../../src/security/oidc-settings.ts';
import type { Role } from '../../src/security/roles.ts';
import { getStaff, updateStaff } from '../../src/store/staff-store.ts';
import { type CaseService, caseService } from '../support/case-service.ts';
import { callerOf, signedIn } from '../support/credentials.ts';
import {
  clientSecret,
  type IdentityProvider,
  type Person,
  startIdentityProvider,
} from '../support/identity-provider.ts';

const outside = 'https://banyan.test';
const path = '/sign-in/oidc';
const owner = { actorId: null, name: 'owner' };
let folder: string;
let provider: IdentityProvider;
const services: CaseService[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'banyan-oidc-'));
  await writeFile(join(folder, 'secret'), `${clientSecret}\n`);
  provider = await startIdentityProvider(`${outside}${path}/callback`);
});
afterAll(async () => {
  await Promise.all(services.map((service) => service.close()));
  await provider.close();
  await rm(folder, { recursive: true });
});

/** A service that knows the provider; its clock is the provider's. */
async function serviceWith(settings: Settings = {}): Promise<CaseService> {
  const config = readConfig({
    ...{ BANYAN_HOME: folder, BANYAN_PUBLIC_URL: outside, BANYAN_OIDC_ISSUER: provider.issuer },
    ...{ BANYAN_OIDC_CLIENT: 'banyan', BANYAN_OIDC_SECRET_FILE: join(folder, 'secret') },
    ...settings,
  });
  if (!config.ok) throw new Error(config.message);
  const service = await caseService({ config: config.value, clock: () => new Date() });
  services.push(service);
  return service;
}

let made = 0;

/** An account that is linked to a subject of the provider. */
async function linked({ services: of }: CaseService, roles: Role[] = ['technician']) {
  made += 1;
  const [name, subject] = [`linked${made}`, `subject-${made}`];
  const { id } = await addStaff(of, owner, { name, displayName: name, roles, licence: null });
  await linkStaff(of, owner, { id, oidcSubject: oidcSubject(provider.issuer, subject) });
  return { id, name, subject };
}

async function start({ app }: CaseService) {
  const answer = await app.inject({ url: path, headers: { host: 'banyan.test' } });
  expect(answer.statusCode).toBe(303);
  const [cookie] = answer.cookies;
  return { location: new URL(String(answer.headers.location)), cookie };
}

async function comeBack({ app }: CaseService, back: URL, cookie?: { name: string; value: string }) {
  const cookies = cookie === undefined ? {} : { [cookie.name]: cookie.value };
  const url = `${back.pathname}${back.search}`;
  const answer = await app.inject({ url, cookies, headers: { host: 'banyan.test' } });
  const session = answer.cookies.find(({ name }) => name === '__Host-banyan_session');
  return { answer, status: answer.statusCode, token: session?.value };
}

async function signInAs(service: CaseService, person: Person) {
  const { location, cookie } = await start(service);
  return comeBack(service, await provider.visit(location.href, person), cookie);
}

async function stepOf({ app }: CaseService, token: string | undefined) {
  const headers = { authorization: `Bearer ${token}` };
  return (await app.inject({ url: '/api/v1/session', headers })).json();
}

async function lastEvent({ database }: CaseService) {
  const { rows } = await database.pool.query(
    'select actor, action, subject from audit_event order by sequence desc limit 1',
  );
  return rows[0];
}

describe('signing in elsewhere', () => {
  it('is off unless an issuer is configured', async () => {
    const service = await caseService();
    services.push(service);
    expect((await service.app.inject(path)).statusCode).toBe(404);
    expect((await service.app.inject('/sign-in')).body).not.toContain(path);
    const line = `PUT /api/v1/staff/${crypto.randomUUID()}/identity`;
    const answer = await service.call('system-administrator', line as 'GET /', { subject: 'x' });
    expect(answer.status).toBe(409);
  });

  it('binds an attempt to browser, state, nonce and verifier, and asks for no old sign-in', async () => {
    const service = await serviceWith();
    expect((await service.app.inject('/sign-in')).body).toContain(`href="${path}"`);
    const { location, cookie } = await start(service);
    expect(Object.fromEntries(location.searchParams)).toMatchObject({
      ...{ response_type: 'code', code_challenge_method: 'S256', max_age: '900', scope: 'openid' },
      redirect_uri: `${outside}${path}/callback`,
    });
    expect(cookie).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Lax', path });
    const { state, nonce } = Object.fromEntries(location.searchParams);
    for (const secret of [state, nonce]) expect(cookie.value).not.toContain(secret);
  });

  it('opens a session that still lacks the second factor, and leads on from our own site', async () => {
    const service = await serviceWith();
    const person = await linked(service);
    const { status, token, answer } = await signInAs(service, person);
    expect([status, answer.headers.refresh]).toEqual([200, '0; url=/second-factor/set-up']);
    expect(await stepOf(service, token)).toMatchObject({ name: person.name, step: 'enrol-factor' });
    const event = {
      actor: person.name,
      action: 'sign-in.elsewhere',
      subject: `staff/${person.id}`,
    };
    expect(await lastEvent(service)).toEqual(event);
    const second = await signInAs(service, { ...person, amr: ['mfa'] });
    // Nobody configured that the provider's factor counts.
    expect(await stepOf(service, second.token)).toMatchObject({ step: 'enrol-factor' });
    expect(second.token).not.toBe(token);
  });

  it('refuses another state, nonce, verifier, issuer or browser, and a code that was used', async () => {
    const service = await serviceWith();
    const person = await linked(service);
    const attempts: [string, (to: URL) => void, (back: URL) => void][] = [
      ['state', () => undefined, (back) => back.searchParams.set('state', 'x'.repeat(43))],
      ['nonce', (to) => to.searchParams.set('nonce', 'other'), () => undefined],
      ['verifier', (to) => to.searchParams.set('code_challenge', 'A'.repeat(43)), () => undefined],
      ['issuer', () => undefined, (back) => back.searchParams.set('iss', 'https://evil.test')],
      ['code', () => undefined, (back) => back.searchParams.set('code', 'guess')],
    ];
    for (const [what, before, after] of attempts) {
      const { location, cookie } = await start(service);
      before(location);
      const back = await provider.visit(location.href, person);
      after(back);
      const { status, token } = await comeBack(service, back, cookie);
      expect([what, status, token]).toEqual([what, 401, undefined]);
    }
    const { location, cookie } = await start(service);
    const back = await provider.visit(location.href, person);
    expect((await comeBack(service, back)).status).toBe(401);
    expect((await comeBack(service, back, (await start(service)).cookie)).status).toBe(401);
    expect((await comeBack(service, back, cookie)).status).toBe(200);
    expect((await comeBack(service, back, cookie)).status).toBe(401);
    expect(await lastEvent(service)).toMatchObject({ actor: 'nobody', action: 'sign-in.refuse' });
  });

  it('refuses a subject that nobody linked and a closed account, and makes no account', async () => {
    const service = await serviceWith();
    const { kysely } = service.services;
    const person = await linked(service);
    const staff = () => kysely.selectFrom('staff').select('id').execute();
    const before = (await staff()).length;
    const unlinked = await signInAs(service, { subject: 'a stranger' });
    expect([unlinked.status, unlinked.token]).toEqual([401, undefined]);
    expect(unlinked.answer.body).toContain('请联系系统管理员');
    expect(await staff()).toHaveLength(before);
    await kysely.transaction().execute((tx) => updateStaff(tx, person.id, { active: false }));
    const closed = await signInAs(service, person);
    expect([closed.status, closed.token]).toEqual([401, undefined]);
    expect(await lastEvent(service)).toMatchObject({ subject: `staff/${person.id}` });
  });

  it('counts the provider’s factor where configured, but never in place of our own', async () => {
    const service = await serviceWith({ BANYAN_OIDC_FACTOR: 'amr=mfa' });
    const person = await linked(service);
    const weak = await signInAs(service, { ...person, amr: ['pwd'] });
    expect((await stepOf(service, weak.token)).step).toBe('enrol-factor');
    const strong = await signInAs(service, { ...person, amr: ['pwd', 'mfa'] });
    expect((await stepOf(service, strong.token)).step).toBe('signed-in');
    const { kysely } = service.services;
    await kysely
      .transaction()
      .execute((tx) => updateStaff(tx, person.id, { totpSealed: Buffer.alloc(1) }));
    const own = await signInAs(service, { ...person, amr: ['mfa'] });
    expect((await stepOf(service, own.token)).step).toBe('second-factor');
  });

  it('takes roles from a claim only by the mapping, and none that exclude each other', async () => {
    const mapping = { BANYAN_OIDC_ROLES: 'lab=technician,sign=approver,watch=auditor' };
    const service = await serviceWith({ ...mapping, BANYAN_OIDC_ROLES_CLAIM: 'groups' });
    const person = await linked(service, ['reviewer']);
    const roles = async () => (await getStaff(service.services.kysely, person.id))?.roles;
    await signInAs(service, { ...person, groups: ['lab', 'sign', 'reviewer', 'other'] });
    expect(new Set(await roles())).toEqual(new Set(['technician', 'approver']));
    const both = await signInAs(service, { ...person, groups: ['lab', 'watch'] });
    expect(both.status).toBe(401);
    expect(await roles()).toHaveLength(2);
    await signInAs(service, { ...person, groups: [] });
    expect(await roles()).toEqual([]);
    const plain = await serviceWith();
    const other = await linked(plain, ['reviewer']);
    await signInAs(plain, { ...other, groups: ['lab', 'sign'] });
    expect((await getStaff(plain.services.kysely, other.id))?.roles).toEqual(['reviewer']);
  });

  it('is set up by the system administrator alone, one account an identity', async () => {
    const service = await serviceWith();
    const administrator = 'system-administrator';
    const [one, two] = [await linked(service), await linked(service)];
    const tokens = await service.services.kysely.transaction().execute(async (tx) => {
      const now = new Date();
      const sign = (role: Role) => signedIn(tx, { name: `now.${role}`, roles: [role], now });
      return { system: await sign(administrator), security: await sign('security-administrator') };
    });
    const link = (who: keyof typeof tokens, id: string, subject: string | null) =>
      service.app.inject({
        ...{ method: 'PUT', url: `/api/v1/staff/${id}/identity`, payload: { subject } },
        headers: { authorization: `Bearer ${tokens[who]}` },
      });
    expect((await link('security', one.id, 'x')).statusCode).toBe(403);
    expect((await link('system', two.id, one.subject)).statusCode).toBe(409);
    // Guarded by its link alone: changing that takes two administrators.
    expect((await link('system', one.id, null)).statusCode).toBe(409);
    expect((await link('system', one.id, 'my own')).statusCode).toBe(409);
    const { actorId } = await callerOf(service.services.kysely, administrator);
    const manager = { actorId, name: administrator };
    await expect(resetPassword(service.services, manager, one.id)).rejects.toThrow('roles');
    await setRoles(service.services, owner, { id: one.id, roles: [], reason: 'link changes' });
    expect((await link('system', one.id, null)).statusCode).toBe(200);
    expect((await signInAs(service, one)).status).toBe(401);
    await setRoles(service.services, owner, { id: two.id, roles: [], reason: 'link changes' });
    expect((await link('system', two.id, one.subject)).statusCode).toBe(200);
    const listed = await service.app.inject({
      ...{ url: '/api/v1/staff', headers: { authorization: `Bearer ${tokens.system}` } },
    });
    expect(listed.json()).toMatchObject({
      hasIdentityProvider: true,
      items: expect.arrayContaining([
        expect.objectContaining({ id: one.id, identitySubject: null }),
        expect.objectContaining({ id: two.id, identitySubject: one.subject }),
      ]),
    });
    const { token } = await signInAs(service, one);
    expect((await stepOf(service, token)).name).toBe(two.name);
  });
});

describe('the settings of a provider', () => {
  it.each([
    [{ BANYAN_OIDC_ISSUER: 'http://login.example' }, /ISSUER .*https/],
    [{ BANYAN_OIDC_CLIENT: '' }, /CLIENT is needed/],
    [{ BANYAN_OIDC_SECRET_FILE: '/none/such' }, /no secret can be read/],
    [{ BANYAN_OIDC_ROLES: 'a=technician' }, /go together/],
    [{ BANYAN_OIDC_ROLES: 'a=sequencer', BANYAN_OIDC_ROLES_CLAIM: 'g' }, /one of ours/],
    [{ BANYAN_OIDC_FACTOR: 'mfa' }, /amr=VALUE/],
  ])('refuse %j in one line', async (settings, message) => {
    await expect(serviceWith(settings)).rejects.toThrow(message);
  });

  it('that nobody answers for is told as such', async () => {
    const service = await serviceWith({ BANYAN_OIDC_ISSUER: 'http://127.0.0.1:9' });
    expect((await service.app.inject(path)).statusCode).toBe(503);
  });
});
