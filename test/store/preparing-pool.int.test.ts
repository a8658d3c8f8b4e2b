import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

/** What one connection keeps prepared after the statement ran so often on it. */
async function preparedAfter(times: number, statement: string): Promise<number> {
  return database.kysely.connection().execute(async (db) => {
    for (let n = 0; n < times; n += 1) await sql.raw(statement).execute(db);
    const { rows } = await sql<{ count: number }>`
      select count(*) as count from pg_prepared_statements
       where statement = ${statement}`.execute(db);
    return rows[0].count;
  });
}

describe('a statement', () => {
  it('is kept prepared once it recurs', async () => {
    expect(await preparedAfter(4, 'select role from api_key')).toBe(0);
    expect(await preparedAfter(1, 'select role from api_key')).toBe(1);
  });

  it('is not if a star stands in it: a migration would change what it means', async () => {
    expect(await preparedAfter(9, 'select * from api_key')).toBe(0);
    expect(await preparedAfter(9, 'select api_key.* from api_key')).toBe(0);
  });

  it('survives a column added meanwhile', async () => {
    const statement = 'select id, role from api_key';
    await preparedAfter(6, statement);
    await database.pool.query('alter table api_key add column remark text');
    expect(await preparedAfter(1, statement)).toBe(1);
  });
});
