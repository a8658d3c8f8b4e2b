import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AuditFilter, selectAuditEvents } from '../../src/store/list-audit-events.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

/** Enough that reading them all is the dearer way. */
const eventCount = 20_000;
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  const client = new Client({ connectionString: database.adminUrl });
  await client.connect();
  await client.query(`
    set session_replication_role = replica;
    insert into audit_event (sequence, at, actor, action, subject, detail, previous_hash, hash)
    select i, timestamptz '2020-01-01' + i * interval '1 hour', 'actor ' || i % 200,
           'action.' || i % 100, 'report/' || i, '{}', sha256((i - 1)::text::bytea),
           sha256(i::text::bytea)
      from generate_series(1, ${eventCount}) as i`);
  await client.query('vacuum analyse audit_event');
  await client.end();
});
afterAll(() => database.close());

/** The indexes that a list is read by, and how many events it goes through. */
async function planOf(filter: AuditFilter, before: number | null = null) {
  const { kysely, pool } = database;
  const query = selectAuditEvents({ filter, before, limit: 50 }).compile(kysely);
  const { rows } = await pool.query({
    text: `explain (analyse, timing off, format json) ${query.sql}`,
    values: [...query.parameters],
  });
  const text = JSON.stringify(rows[0]['QUERY PLAN']);
  const numbers = [...text.matchAll(/"(?:Actual Rows|Rows Removed by \w+(?: \w+)*)":([\d.]+)/g)];
  return {
    indexes: [...text.matchAll(/"Index Name":"(\w+)"/g)].map(([, name]) => name),
    isSequential: text.includes('"Seq Scan"'),
    mostRows: Math.max(...numbers.map(([, count]) => Number(count))),
  };
}

it.each<[what: string, filter: AuditFilter, index: string, mostShare?: number]>([
  ['nothing', {}, 'audit_event_pkey'],
  ['a subject', { subject: 'report/7' }, 'audit_event_subject'],
  ['an actor', { actor: 'actor 7' }, 'audit_event_actor'],
  ['an action', { action: 'action.7' }, 'audit_event_action'],
  // A range of blocks, which times are looked up by, is a third of so few events.
  ['two days', { from: new Date('2020-02-01'), to: new Date('2020-02-03') }, 'audit_event_at', 0.7],
])('reads few events when it is narrowed by %s', async (...[, filter, index, mostShare = 0.1]) => {
  for (const before of [null, eventCount]) {
    const plan = await planOf(filter, before);
    expect(plan.indexes).toEqual([index]);
    expect(plan.isSequential).toBe(false);
    expect(plan.mostRows).toBeLessThan(mostShare * eventCount);
  }
});
