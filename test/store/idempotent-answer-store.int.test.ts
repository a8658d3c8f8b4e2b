import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { uuidV7 } from '../../src/security/uuid-v7.ts';
import { advisoryLocks } from '../../src/store/advisory-locks.ts';
import {
  claimAnswer,
  forgetAnswer,
  forgetUnanswered,
  keepAnswer,
} from '../../src/store/idempotent-answer-store.ts';
import { sweepExpired } from '../../src/store/sweep-expired.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
const actorId = uuidV7();
const now = new Date('2026-04-23T02:00:00Z');
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const requestSha256 = Buffer.alloc(32, 1);
const key = { actorId, idempotencyKey: 'k' };

beforeAll(async () => {
  database = await createTestDatabase();
  await database.kysely
    .insertInto('actor')
    .values({ id: actorId, kind: 'staff', name: 'n', display_name: 'n' })
    .execute();
});
beforeEach(() => database.kysely.deleteFrom('idempotent_answer').execute());
afterAll(() => database.close());

const claim = (at = now) => claimAnswer(database.kysely, { ...key, requestSha256, now: at });

describe('the answers kept for repetition', () => {
  it('are claimed once, however many ask at the same moment', async () => {
    const states = await Promise.all(Array.from({ length: 8 }, () => claim()));
    expect(states.filter(({ state }) => state === 'claimed')).toHaveLength(1);
    await keepAnswer(database.kysely, key, { status: 201, contentType: 'a/b', body: 'x' });
    expect(await claim()).toMatchObject({ state: 'kept', status: 201, body: 'x' });
  });

  it('never take a twin for another request, though the first is refused meanwhile', async () => {
    const ask = async () => {
      const kept = await claim();
      if (kept.state === 'claimed') await forgetAnswer(database.kysely, key);
      return kept;
    };
    const asked = Array.from({ length: 40 }, ask);
    for (const kept of await Promise.all(asked)) {
      if (kept.state !== 'claimed') expect(kept.requestSha256).toEqual(requestSha256);
    }
  });

  it('of a killed process are free at the next start, unless another process lives', async () => {
    await claim();
    const other = new Client({ connectionString: database.adminUrl });
    await other.connect();
    await other.query('select pg_advisory_lock_shared($1)', [advisoryLocks.embeddedServer]);
    await forgetUnanswered(database.kysely, later(1));
    expect(await claim(later(1))).toMatchObject({ state: 'in-flight' });
    await other.query('select pg_advisory_unlock_shared($1)', [advisoryLocks.embeddedServer]);
    await other.end();
    await forgetUnanswered(database.kysely, later(1));
    expect(await claim(later(1))).toEqual({ state: 'claimed' });
  });

  it('are taken over after half a minute, and swept after a week', async () => {
    await claim();
    expect(await claim(later(29))).toMatchObject({ state: 'in-flight' });
    expect(await claim(later(31))).toEqual({ state: 'claimed' });
    await keepAnswer(database.kysely, key, { status: 200, contentType: 'a/b', body: 'x' });
    const next = { ...key, idempotencyKey: 'next', requestSha256, now: later(8 * 86_400) };
    await claimAnswer(database.kysely, next);
    await sweepExpired(database.kysely, next.now);
    const rows = await database.kysely.selectFrom('idempotent_answer').selectAll().execute();
    expect(rows.map((row) => row.idempotency_key)).toEqual(['next']);
  });
});
