import { sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type AuditEvent,
  appendAuditEvents,
  verifyAuditChain,
} from '../../src/store/audit-store.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

function event(n: number): AuditEvent {
  return {
    at: new Date(Date.UTC(2026, 0, 1, 0, 0, 0, n)),
    actor: 'technician',
    action: 'run.register',
    subject: `run/${n}`,
    detail: { n, note: '已登记', ratio: 0.1 + 0.2 },
  };
}

function append(database: TestDatabase, ...events: AuditEvent[]): Promise<unknown> {
  return database.kysely.transaction().execute((tx) => appendAuditEvents(tx, events));
}

/** Changes what the triggers protect, as a superuser who switches them off could. */
async function tamper(database: TestDatabase, statement: string): Promise<void> {
  const client = new Client({ connectionString: database.adminUrl });
  await client.connect();
  await client.query(`set session_replication_role = replica; ${statement}`);
  await client.end();
}

describe('the audit chain', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.close());

  it('is whole when empty', async () => {
    expect(await verifyAuditChain(database.kysely)).toEqual({
      ok: true,
      eventCount: 0,
      lastHash: '00'.repeat(32),
    });
  });

  it('stays unbroken when several connections append at once', async () => {
    await Promise.all(
      Array.from({ length: 40 }, (_, n) => append(database, event(2 * n), event(2 * n + 1))),
    );
    const verdict = await verifyAuditChain(database.kysely, { pageSize: 7 });
    expect(verdict).toMatchObject({ ok: true, eventCount: 80 });
    const { rows } = await sql<{ count: number }>`
      select count(distinct subject) as count from audit_event`.execute(database.kysely);
    expect(rows[0].count).toBe(80);
  });

  it('leaves no trace of a transaction that was rolled back', async () => {
    const before = await verifyAuditChain(database.kysely);
    await expect(
      database.kysely.transaction().execute(async (tx) => {
        await appendAuditEvents(tx, [event(1000)]);
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    expect(await verifyAuditChain(database.kysely)).toEqual(before);
  });

  it('does nothing for no events', async () => {
    const before = await verifyAuditChain(database.kysely);
    await append(database);
    expect(await verifyAuditChain(database.kysely)).toEqual(before);
  });

  it.each([
    'update audit_event set actor = actor',
    'delete from audit_event where false',
    'truncate audit_event',
  ])('refuses: %s', async (statement) => {
    await expect(database.pool.query(statement)).rejects.toThrow('append-only');
  });

  it('refuses a detail that JSON cannot keep, and appends nothing of the batch', async () => {
    const before = await verifyAuditChain(database.kysely);
    const bad = { ...event(1), detail: { z: Number.NaN } };
    await expect(append(database, event(1), bad)).rejects.toThrow('NaN');
    expect(await verifyAuditChain(database.kysely)).toEqual(before);
  });
});

describe('a chain that was tampered with', () => {
  const cases: [string, string, { sequence: number; reason: string }][] = [
    [
      'a changed actor',
      `update audit_event set actor = 'nobody' where sequence = 3`,
      { sequence: 3, reason: 'event was changed' },
    ],
    [
      'a changed time',
      `update audit_event set at = at + interval '1 ms' where sequence = 1`,
      { sequence: 1, reason: 'event was changed' },
    ],
    [
      'a respelt detail',
      `update audit_event set detail = replace(detail, ':', ': ') where sequence = 5`,
      { sequence: 5, reason: 'event was changed' },
    ],
    [
      'a missing event',
      'delete from audit_event where sequence = 2',
      { sequence: 2, reason: 'event is missing' },
    ],
    [
      'a changed hash',
      `update audit_event set hash = sha256('x') where sequence = 4`,
      { sequence: 4, reason: 'event was changed' },
    ],
    [
      'a broken link',
      `update audit_event set previous_hash = sha256('x') where sequence = 4`,
      { sequence: 4, reason: 'event does not follow the one before it' },
    ],
  ];

  it.each(cases)('is detected: %s', async (_, statement, place) => {
    const database = await createTestDatabase();
    try {
      await append(database, ...Array.from({ length: 6 }, (__, n) => event(n)));
      expect(await verifyAuditChain(database.kysely)).toMatchObject({ ok: true, eventCount: 6 });
      await tamper(database, statement);
      expect(await verifyAuditChain(database.kysely, { pageSize: 2 })).toEqual({
        ok: false,
        ...place,
      });
    } finally {
      await database.close();
    }
  });
});
