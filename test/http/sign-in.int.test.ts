import { hash } from '@node-rs/argon2';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addStaff } from '../../src/http/actions/manage-staff.ts';
import { totpCode } from '../../src/security/totp.ts';
import { type CaseService, caseService, today } from '../support/case-service.ts';

let service: CaseService;
let now = today;
const owner = { actorId: null, name: 'owner' };

beforeAll(async () => {
  service = await caseService({ clock: () => now });
});
beforeEach(async () => {
  // A day between the tests: what one failed is forgotten in the next.
  now = new Date(now.getTime() + 25 * 3_600_000);
  await service.services.kysely.deleteFrom('sign_in_throttle').execute();
});
afterAll(() => service.close());

const wait = (seconds: number) => {
  now = new Date(now.getTime() + seconds * 1000);
};

/** One request with a session's token, or with none. */
async function send(line: string, body?: object, token?: string) {
  const [method, url] = line.split(' ');
  const raw = await service.app.inject({
    ...{ method: method as 'GET', url, remoteAddress: '10.0.0.1' },
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    ...(body && { payload: body }),
  });
  return { status: raw.statusCode, body: raw.json(), headers: raw.headers };
}

let made = 0;

/** An account as its maker hands it over. */
async function hire(roles: ('technician' | 'approver' | 'reviewer')[] = ['technician']) {
  made += 1;
  const staff = { name: `person${made}`, displayName: `人${made}`, roles, licence: null };
  const { id, firstPassword } = await addStaff(service.services, owner, staff);
  return { id, name: staff.name, password: firstPassword };
}

const path = '/api/v1/session';
const open = (name: string, password: string) => send('POST /api/v1/sessions', { name, password });

/** The first sign-in to its end. */
async function settle({ name, password }: { name: string; password: string }) {
  const opened = await open(name, password);
  const { secret } = (await send(`POST ${path}/factor/enrolment`, {}, opened.body.token)).body;
  const code = totpCode(secret, now);
  const enrolled = (
    await send(`POST ${path}/factor/enrolment/confirm`, { code }, opened.body.token)
  ).body;
  const next = 'an orange boat at dawn';
  const change = { current: password, next };
  const { token } = (await send(`POST ${path}/password`, change, enrolled.token)).body;
  return { name, password: next, secret, token, recoveryCodes: enrolled.recoveryCodes as string[] };
}

async function actions(): Promise<string[]> {
  const { rows } = await service.database.pool.query<{ action: string }>(
    'select action from audit_event order by sequence',
  );
  return rows.map(({ action }) => action);
}

describe('a first sign-in', () => {
  it('asks for a second factor and an own password, and renews the token at every step', async () => {
    const person = await hire();
    const first = await open(person.name, person.password);
    expect(first.body.session).toMatchObject({ step: 'enrol-factor', factorAt: null });
    const early = await send('GET /api/v1/runs', undefined, first.body.token);
    expect(early.body.type).toBe('/problems/enrolment-needed');
    const enrolment = await send(`POST ${path}/factor/enrolment`, {}, first.body.token);
    expect(enrolment.body.uri).toContain(`secret=${enrolment.body.secret}`);
    const code = totpCode(enrolment.body.secret, now);
    const confirm = (given: string) =>
      send(`POST ${path}/factor/enrolment/confirm`, { code: given }, first.body.token);
    expect((await confirm('000000')).status).toBe(401);
    const enrolled = await confirm(code);
    expect(enrolled.body.recoveryCodes).toHaveLength(10);
    expect(enrolled.body.session.step).toBe('change-password');
    expect((await send(`GET ${path}`, undefined, first.body.token)).status).toBe(401);
    const change = async (next: string) =>
      send(`POST ${path}/password`, { current: person.password, next }, enrolled.body.token);
    expect((await change('short')).body).toMatchObject({ fault: 'too-short' });
    expect((await change('Password123456')).body).toMatchObject({ fault: 'common' });
    expect((await change(`my ${person.name} is good`)).body).toMatchObject({
      fault: 'names-the-account',
    });
    const guess = { current: 'a guess', next: 'an orange boat at dawn' };
    expect((await send(`POST ${path}/password`, guess, enrolled.body.token)).status).toBe(401);
    expect((await actions()).at(-1)).toBe('password.refuse-change');
    const changed = await change('an orange boat at dawn');
    expect(changed.body.session.step).toBe('signed-in');
    expect((await send(`GET ${path}`, undefined, enrolled.body.token)).status).toBe(401);
    expect((await send('GET /api/v1/runs', undefined, changed.body.token)).status).toBe(200);
    const wanted = ['sign-in.password', 'factor.set-up', 'password.change'];
    expect(await actions()).toEqual(expect.arrayContaining(wanted));
  });
});

describe('a later sign-in', () => {
  it('takes a code once, a recovery code once, and no old token after it', async () => {
    const person = await settle(await hire());
    const code = totpCode(person.secret, now);
    const opened = (await open(person.name, person.password)).body;
    expect(opened.session.step).toBe('second-factor');
    const half = await send('GET /api/v1/runs', undefined, opened.token);
    expect(half.body.type).toBe('/problems/second-factor-needed');
    // The code that set the factor up was used by that.
    expect((await send(`POST ${path}/factor`, { code }, opened.token)).status).toBe(401);
    wait(30);
    const later = { code: totpCode(person.secret, now) };
    const given = await send(`POST ${path}/factor`, later, opened.token);
    expect(given.body.session.step).toBe('signed-in');
    expect((await send(`GET ${path}`, undefined, opened.token)).status).toBe(401);
    const twice = (await open(person.name, person.password)).body.token;
    expect((await send(`POST ${path}/factor`, later, twice)).status).toBe(401);
    const recovery = { code: person.recoveryCodes[0].toUpperCase() };
    expect((await send(`POST ${path}/factor`, recovery, twice)).status).toBe(200);
    const thrice = (await open(person.name, person.password)).body.token;
    expect((await send(`POST ${path}/factor`, recovery, thrice)).status).toBe(401);
  });

  it('fixes no session: a cookie brought along is not the one that leaves', async () => {
    const person = await settle(await hire());
    const planted = `banyan_session_${'A'.repeat(43)}`;
    const answer = await service.app.inject({
      ...{ method: 'POST', url: '/sign-in', headers: formHeaders(`banyan_session=${planted}`) },
      payload: new URLSearchParams({ name: person.name, password: person.password }).toString(),
    });
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/second-factor']);
    const [cookie] = answer.cookies;
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' });
    expect(cookie.value).not.toBe(planted);
    expect((await send(`GET ${path}`, undefined, planted)).status).toBe(401);
    wait(30);
    const given = await service.app.inject({
      ...{ method: 'POST', url: '/second-factor' },
      headers: formHeaders(`banyan_session=${cookie.value}`),
      payload: `code=${totpCode(person.secret, now)}`,
    });
    expect([given.statusCode, given.headers.location]).toEqual([303, '/']);
    expect(given.cookies[0].value).not.toBe(cookie.value);
    expect((await send(`GET ${path}`, undefined, cookie.value)).status).toBe(401);
  });

  it('ends by idleness, by age, by its owner, and when the account is closed', async () => {
    const { kysely } = service.services;
    const one = await settle(await hire());
    const isIn = async () => (await send(`GET ${path}`, undefined, one.token)).status === 200;
    wait(29 * 60);
    expect(await isIn()).toBe(true);
    wait(29 * 60);
    expect(await isIn()).toBe(true);
    wait(31 * 60);
    expect(await isIn()).toBe(false);
    const two = await settle(await hire());
    for (let hour = 0; hour < 24; hour += 1) {
      wait(29 * 60);
      await send(`GET ${path}`, undefined, two.token);
    }
    wait(29 * 60);
    expect((await send(`GET ${path}`, undefined, two.token)).status).toBe(401);
    const three = await settle(await hire());
    expect((await send(`DELETE ${path}`, undefined, three.token)).status).toBe(200);
    expect((await send(`GET ${path}`, undefined, three.token)).status).toBe(401);
    const four = await settle(await hire());
    await kysely.updateTable('staff').set({ active: false }).execute();
    expect((await send(`GET ${path}`, undefined, four.token)).status).toBe(401);
    await kysely.updateTable('staff').set({ active: true }).execute();
  });

  it('hashes a password anew whose parameters are of yesterday', async () => {
    const { kysely } = service.services;
    const { id, name } = await hire();
    const weak = await hash('an orange boat at dawn', { memoryCost: 8192, timeCost: 1 });
    await kysely.updateTable('staff').set({ password_hash: weak }).where('id', '=', id).execute();
    expect((await open(name, 'an orange boat at dawn')).status).toBe(201);
    const row = kysely.selectFrom('staff').select('password_hash').where('id', '=', id);
    const { password_hash: stored } = await row.executeTakeFirstOrThrow();
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect((await open(name, 'an orange boat at dawn')).status).toBe(201);
  });
});

describe('guessing', () => {
  it('is answered alike, whether there is such an account or not, and locks alike', async () => {
    const { name } = await hire();
    for (const guessed of [name, 'nobody.at.all']) {
      const answers = [];
      for (let i = 0; i < 7; i += 1) answers.push(await open(guessed, `guess ${i}`));
      expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 429, 429]);
      expect(answers[0].body.detail).toBe('the name or the password is wrong');
      expect(answers[6].headers['retry-after']).toBe('30');
      wait(31);
      expect((await open(guessed, 'guess')).status).toBe(401);
      expect((await open(guessed, 'guess')).headers['retry-after']).toBe('60');
    }
    expect(await actions()).toContain('sign-in.lock');
    const { rows } = await service.database.pool.query(
      "select 1 from audit_event where (subject || detail) like '%nobody.at.all%'",
    );
    expect(rows).toEqual([]);
  });

  it('is counted one by one, though sent at once', async () => {
    const { name } = await hire();
    const answers = await Promise.all(Array.from({ length: 12 }, () => open(name, 'guess')));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
  });

  it('takes as long for an unknown name as for a known one', async () => {
    const known = await Promise.all(Array.from({ length: 7 }, () => hire()));
    const times = { known: [] as number[], unknown: [] as number[] };
    const measure = async (kind: keyof typeof times, name: string) => {
      const from = performance.now();
      await open(name, 'a wrong password');
      times[kind].push(performance.now() - from);
    };
    for (const [i, { name }] of known.entries()) {
      await measure('known', name);
      await measure('unknown', `unknown${i}`);
    }
    const median = (list: number[]) => list.sort((a, b) => a - b)[3];
    const ratio = median(times.unknown) / median(times.known);
    expect(ratio).toBeGreaterThan(0.2);
    expect(ratio).toBeLessThan(5);
  });

  it('at the second factor locks it too', async () => {
    const person = await settle(await hire());
    const { token } = (await open(person.name, person.password)).body;
    const statuses = [];
    for (let i = 0; i < 6; i += 1) {
      statuses.push((await send(`POST ${path}/factor`, { code: 'abcd-efgh' }, token)).status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
  });
});

describe('a signature', () => {
  it('needs a person whose second factor is fresh', async () => {
    const person = await settle(await hire(['approver']));
    const sign = () => send(`POST /api/v1/reviews/${crypto.randomUUID()}/sign`, {}, person.token);
    expect((await sign()).status).toBe(404);
    wait(15 * 60 + 1);
    expect((await sign()).body.type).toBe('/problems/second-factor-needed');
    const code = totpCode(person.secret, now);
    const { token } = (await send(`POST ${path}/factor`, { code }, person.token)).body;
    expect((await send('GET /api/v1/runs', undefined, person.token)).status).toBe(401);
    const fresh = await send(`POST /api/v1/reviews/${crypto.randomUUID()}/sign`, {}, token);
    expect(fresh.status).toBe(404);
  });
});

function formHeaders(cookie: string) {
  return {
    ...{ 'content-type': 'application/x-www-form-urlencoded', cookie },
    ...{ host: 'banyan.test', origin: 'http://banyan.test' },
  };
}
