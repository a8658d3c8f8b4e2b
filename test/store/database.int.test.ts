import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, safeInteger } from '../../src/store/database.ts';
import { migrate } from '../../src/store/migrate.ts';
import { migrations } from '../../src/store/migrations/index.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

/** The test's database with nothing in it, which is what migrating starts from. */
async function emptied(): Promise<TestDatabase> {
  const empty = await createTestDatabase();
  await empty.pool.query('drop schema public cascade; create schema public');
  return empty;
}

const tableCount = async (db: Kysely<never>) => {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from pg_tables where schemaname = 'public'`.execute(db);
  return rows[0].count;
};

describe('values of the database', () => {
  it('arrive as numbers, days and times', async () => {
    const { rows } = await database.pool.query(
      `select 9007199254740991::bigint as big, date '1991-03-15' as day,
              timestamptz '2026-01-02 03:04:05.678+08' as time, '\\x0102'::bytea as bytes`,
    );
    expect(rows[0]).toEqual({
      big: 9_007_199_254_740_991,
      day: '1991-03-15',
      time: new Date('2026-01-01T19:04:05.678Z'),
      bytes: Buffer.of(1, 2),
    });
  });

  it('are refused where a number would round them', async () => {
    expect(() => safeInteger('9007199254740992')).toThrow('more than a number keeps exactly');
    await expect(database.pool.query('select 9007199254740993::bigint')).rejects.toThrow(
      '9007199254740993',
    );
    // The connection is still good.
    expect((await database.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });
});

describe('migrating', () => {
  it('applies every migration once, however many start together', async () => {
    const empty = await emptied();
    const others = Array.from({ length: 5 }, () => openDatabase(empty.url));
    try {
      const applied = await Promise.all(others.map(({ kysely }) => migrate(kysely)));
      expect(applied.flat()).toEqual(Object.keys(migrations));
      expect(await migrate(empty.kysely)).toEqual([]);
    } finally {
      await Promise.all(others.map(({ close }) => close()));
      await empty.close();
    }
  });

  it('leaves the database as it was when a migration fails', async () => {
    const empty = await emptied();
    try {
      const failing = {
        '0001-good': migrations['0001-audit-event'],
        '0002-bad': {
          up: async (db: Kysely<never>) => {
            await sql`create table half (n integer)`.execute(db);
            await sql`select nonsense`.execute(db);
          },
        },
      };
      await expect(migrate(empty.kysely, failing)).rejects.toThrow('at 0002-bad');
      const { rows } = await empty.pool.query(
        `select tablename from pg_tables where schemaname = 'public' and tablename !~ '^kysely'`,
      );
      expect(rows).toEqual([]);
      expect(await migrate(empty.kysely)).toEqual(Object.keys(migrations));
      expect(await tableCount(empty.kysely as unknown as Kysely<never>)).toBeGreaterThan(10);
    } finally {
      await empty.close();
    }
  });
});

describe('test databases', () => {
  it('do not see each other', async () => {
    const other = await createTestDatabase();
    try {
      await other.pool.query('create table mine (n integer)');
      await expect(database.pool.query('select * from mine')).rejects.toThrow('does not exist');
    } finally {
      await other.close();
    }
  });
});
