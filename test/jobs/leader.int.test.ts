import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLeader } from '../../src/jobs/leader.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { until } from '../support/intake-service.ts';

const log = { info: () => undefined, warn: () => undefined };

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

function candidate() {
  const done: number[] = [];
  const duty = { name: 'count', everyMilliseconds: 100, run: async () => done.push(Date.now()) };
  return { done, ...startLeader({ url: database.url, duties: [duty], log }) };
}

const leads = (one: { isLeading: () => boolean }) =>
  until(
    async () => one.isLeading(),
    (isLeading) => isLeading,
  );

describe('startLeader', () => {
  it('lets one of several do the duties, and another when it stops', async () => {
    const first = candidate();
    await leads(first);
    const second = candidate();
    await delay(1200);
    expect(second.isLeading()).toBe(false);
    expect(second.done).toEqual([]);
    expect(first.done.length).toBeGreaterThan(1);
    await first.stop();
    await leads(second);
    await until(
      async () => second.done.length,
      (times) => times > 0,
    );
    await second.stop();
  });

  it('loses the lead with its connection; somebody leads again within seconds', async () => {
    const [first, second] = [candidate(), candidate()];
    await until(
      async () => first.isLeading() || second.isLeading(),
      (isLed) => isLed,
    );
    const [leader, other] = first.isLeading() ? [first, second] : [second, first];
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'banyan leader' and datname = current_database()
        and pid in (select pid from pg_locks where locktype = 'advisory' and granted)`.execute(
      database.kysely,
    );
    await until(
      async () => leader.isLeading() !== other.isLeading(),
      (isOne) => isOne,
      10,
    );
    await Promise.all([first.stop(), second.stop()]);
  });
});
