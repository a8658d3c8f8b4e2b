import { createHook } from 'node:async_hooks';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { addStaff } from '../../../src/http/actions/manage-staff.ts';
import { uuidV7 } from '../../../src/security/uuid-v7.ts';
import { insertStaff } from '../../../src/store/staff-store.ts';
import { type CaseService, caseService, today } from '../../support/case-service.ts';

// What is done is only counted. The hashing library leaves its works on other threads without a
// name, and is the only one that does.
let hashes = 0;
const works = createHook({
  init(_id, type) {
    if (type === 'undefined') hashes++;
  },
}).enable();
const asked = vi.spyOn(pg.Client.prototype, 'query');

let service: CaseService;
let names: Readonly<Record<string, string>>;
beforeAll(async () => {
  service = await caseService();
  names = await makeAccounts();
  // Whoever comes first makes what everybody needs.
  await attempt('first');
});
afterAll(async () => {
  works.disable();
  asked.mockRestore();
  await service.close();
});

/** Accounts of every kind that a stranger could try to tell from none. */
async function makeAccounts(): Promise<typeof names> {
  const { services } = service;
  const manager = { actorId: null, name: 'owner' };
  const account = { displayName: '林燕', roles: ['reviewer'], licence: null } as const;
  await addStaff(services, manager, { ...account, name: 'open' });
  const { id } = await addStaff(services, manager, { ...account, name: 'closed' });
  await services.kysely.updateTable('staff').set({ active: false }).where('id', '=', id).execute();
  await services.kysely.transaction().execute((tx) =>
    insertStaff(tx, {
      ...{ ...account, id: uuidV7(), name: 'elsewhere', now: today },
      ...{ passwordHash: null, oidcSubject: 'https://identity.example lin' },
    }),
  );
  return { unknown: 'unknown', open: 'open', closed: 'closed', elsewhere: 'elsewhere' };
}

/** A wrong password: what was answered, and every piece of work that was done for it. */
async function attempt(name: string) {
  hashes = 0;
  asked.mockClear();
  const answer = await service.app.inject({
    ...{ method: 'POST', url: '/api/v1/sessions' },
    payload: { name, password: 'a wrong password' },
  });
  const texts = asked.mock.calls.map(([query]) =>
    typeof query === 'string' ? query : (query as { text: string }).text,
  );
  // The queue keeps itself in order meanwhile.
  const statements = texts.filter((text) => !/pgboss|^\s*(?:begin|commit)/i.test(text));
  const { instance: _, ...body } = answer.json();
  const headers = Object.entries(answer.headers).filter(
    ([header]) => !/^(?:date|x-ratelimit-.*)$/.test(header),
  );
  return { body, headers, statements, hashes };
}

describe('a stranger at the door', () => {
  it('makes the same work and gets the same answer, whatever account there is', async () => {
    const unknown = await attempt(names.unknown);
    expect(unknown.hashes).toBe(1);
    expect(unknown.statements.length).toBeGreaterThan(4);
    expect(unknown.body.type).toBe('/problems/sign-in-refused');
    for (const kind of ['open', 'closed', 'elsewhere']) {
      expect(await attempt(names[kind]), kind).toEqual(unknown);
    }
  });

  it('is locked out of a name that nobody has as of one that somebody has', async () => {
    const locked = async (name: string) => {
      for (let tries = 0; tries < 5; tries++) await attempt(name);
      return attempt(name);
    };
    const unknown = await locked('nobody');
    expect(unknown.body.type).toBe('/problems/sign-in-locked');
    expect(unknown.hashes).toBe(0);
    expect(await locked('elsewhere')).toEqual(unknown);
  });
});
