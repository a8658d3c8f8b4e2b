import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type AuditEvent,
  appendAfter,
  appendAuditEvents,
  verifyAuditChain,
} from '../../src/store/audit-store.ts';
import { readAudit } from '../../src/store/read-audit.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

function reading(subject: string): AuditEvent {
  return { at: new Date(), actor: 'reviewer', action: 'report.read', subject, detail: {} };
}

describe('audited readings', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.close());

  const append = (...events: AuditEvent[]) =>
    database.kysely.transaction().execute((tx) => appendAuditEvents(tx, events));

  async function isThere(subject: string): Promise<boolean> {
    const { rows } = await sql`
      select 1 from audit_event where subject = ${subject}`.execute(database.kysely);
    return rows.length === 1;
  }

  it('are committed before their reader goes on, once each, among other appenders', async () => {
    const [here, there] = [readAudit(database.kysely), readAudit(database.kysely)];
    const read = async (n: number) => {
      await (n % 2 === 0 ? here : there)(reading(`report/${n}`));
      expect(await isThere(`report/${n}`)).toBe(true);
    };
    for (let first = 0; first < 600; first += 200) {
      const readers = Array.from({ length: 200 }, (_, i) => read(first + i));
      await Promise.all([...readers, append(reading(`writer/${first}`))]);
    }
    const verdict = await verifyAuditChain(database.kysely);
    expect(verdict).toMatchObject({ ok: true, eventCount: 603 });
  });

  it('that cannot be kept fail for those they met, and for nobody after them', async () => {
    const read = readAudit(database.kysely);
    await read(reading('report/good'));
    const met = Promise.allSettled([read(reading('report/\0')), read(reading('report/met'))]);
    expect((await met).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await isThere('report/met')).toBe(false);
    await read(reading('report/after'));
    await read(reading('report/last'));
    expect(await verifyAuditChain(database.kysely)).toMatchObject({ ok: true });
  });

  it('follow only the end that was seen', async () => {
    const seen = await append(reading('report/seen'));
    if (!seen) throw new Error('nothing was appended');
    await append(reading('report/between'));
    expect(await appendAfter(database.kysely, seen, [reading('report/late')])).toBeNull();
    expect(await isThere('report/late')).toBe(false);
    const end = await append(reading('report/end'));
    const next = end && (await appendAfter(database.kysely, end, [reading('report/next')]));
    expect(next).toMatchObject({ sequence: (end?.sequence ?? 0) + 1, suite: 'standard' });
    expect(await verifyAuditChain(database.kysely)).toMatchObject({ ok: true });
  });
});
