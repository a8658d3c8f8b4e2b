import { afterAll, beforeAll, expect, it } from 'vitest';
import { takeAttempt } from '../../src/store/throttle-store.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

it('an attempt that comes a moment after a later one is not made to wait for it', async () => {
  const rule = { free: 3, firstSeconds: 30, lastSeconds: 3600 };
  const take = (ms: number) =>
    takeAttempt(database.kysely, {
      ...{ subject: Buffer.alloc(32, 1), rule, now: new Date(Date.UTC(2026, 0, 1) + ms) },
    });
  expect(await take(5)).toEqual({ waitSeconds: 0, failures: 1 });
  expect(await take(4)).toEqual({ waitSeconds: 0, failures: 2 });
  expect(await take(3)).toEqual({ waitSeconds: 0, failures: 3 });
  expect(await take(6)).toEqual({ waitSeconds: 30, failures: 3 });
});
