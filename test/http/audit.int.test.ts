import { sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCheckpointKey } from '../../src/security/checkpoint-key.ts';
import { openSecretsFolder } from '../../src/security/secret-file.ts';
import { appendAuditEvents } from '../../src/store/audit-store.ts';
import { startVerification } from '../../src/store/audit-verification-store.ts';
import { keepCheckpoints } from '../../src/store/keep-checkpoints.ts';
import { type CaseService, caseService, today } from '../support/case-service.ts';
import { until } from '../support/intake-service.ts';

let service: CaseService;

beforeAll(async () => {
  service = await caseService();
  await append(30);
});
afterAll(() => service.close());

/** Events of a day each, by two actors in turns. */
async function append(count: number): Promise<void> {
  const events = Array.from({ length: count }, (_, i) => ({
    ...{ at: new Date(Date.UTC(2026, 0, 1 + i)), actor: i % 2 === 0 ? 'li' : 'chen' },
    ...{ action: i < 3 ? 'staff.set-roles' : 'report.read', subject: `report/${i}` },
    detail: (i < 3 ? { reason: '她的电话 13812345678' } : {}) as Record<string, string>,
  }));
  const { kysely } = service.services;
  await kysely.transaction().execute((tx) => appendAuditEvents(tx, events));
}

async function list(query: string) {
  const { status, body } = await service.call('auditor', `GET /api/v1/audit?${query}`);
  expect(status).toBe(200);
  return body as { items: Record<string, unknown>[]; next: string | null };
}

const subjects = ({ items }: { items: Record<string, unknown>[] }) =>
  items.map(({ subject }) => subject);

describe('the list of events', () => {
  it('gives every event once, the newest first, page by page', async () => {
    const seen: unknown[] = [];
    let query = 'action=report.read&limit=10';
    for (;;) {
      const page = await list(query);
      seen.push(...subjects(page));
      if (page.next === null) break;
      query = `action=report.read&limit=10&cursor=${page.next}`;
    }
    expect(seen).toEqual(Array.from({ length: 27 }, (_, i) => `report/${29 - i}`));
  });

  it('is narrowed by subject, actor and time, together too', async () => {
    expect(subjects(await list('subject=report/7'))).toEqual(['report/7']);
    expect(subjects(await list('actor=chen&from=2026-01-04&to=2026-01-08'))).toEqual([
      'report/5',
      'report/3',
    ]);
    expect((await list('actor=nobody.here')).items).toEqual([]);
    // The first moment counts, the last does not.
    expect(subjects(await list('action=report.read&to=2026-01-05'))).toEqual(['report/3']);
    for (const wrong of ['cursor=0', 'cursor=x', 'limit=1000', 'from=yesterday', 'actor=%00']) {
      expect((await service.call('auditor', `GET /api/v1/audit?${wrong}`)).status).toBe(400);
    }
  });

  it('masks numbers that somebody typed into a reason, and shows no hash', async () => {
    const { items } = await list('action=staff.set-roles');
    expect(items.map(({ detail }) => detail)).toEqual(
      Array.from({ length: 3 }, () => ({ reason: '她的电话 *********78' })),
    );
    expect(Object.keys(items[0])).not.toContain('hash');
  });

  it('is chained itself, without what was typed into the filters', async () => {
    await list('subject=350102199103150028&limit=3');
    const { items } = await list('action=audit.read&limit=1');
    expect(items[0]).toMatchObject({ actor: 'auditor', subject: 'audit' });
    expect(items[0].detail).toEqual({ filters: ['subject'], count: 0, from: null });
    expect(JSON.stringify(await list('limit=200'))).not.toContain('350102199103150028');
  });
});

describe('the verification', () => {
  const path = '/api/v1/audit/verification';
  const start = () => service.call('audit-administrator', `POST ${path}`);
  const look = () => service.call('audit-administrator', `GET ${path}`);
  const ended = () => until(look, ({ body }) => body.latest.state !== 'running');

  it('is told of before the first walk', async () => {
    expect((await look()).body).toEqual({ latest: null });
  });

  it('holds the chain against the checkpoints, once however many ask', async () => {
    const { kysely, config } = service.services;
    openSecretsFolder(config.folders.secrets);
    const key = openCheckpointKey(config.folders.secrets);
    const log = { warn: (details: object) => expect(details).toBeUndefined() };
    const folder = config.folders.checkpoints;
    await keepCheckpoints({ kysely, folder, key, log, clock: () => today }).stop();
    const answers = await Promise.all([start(), start(), start()]);
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(answers[0].body.latest.totalCount).toBeGreaterThanOrEqual(30);
    const { latest } = (await ended()).body;
    expect(latest).toMatchObject({ state: 'done', startedBy: 'audit-administrator' });
    const { result } = latest;
    expect(result).toMatchObject({ ok: true, checkpointCount: 1, matchedCheckpointCount: 1 });
    expect(result.lastHash).toMatch(/^[0-9a-f]{64}$/);
    expect(result.eventCount).toBeGreaterThanOrEqual(result.witnessedSequence);
    expect(latest.checkedCount).toBe(result.eventCount);
    const { items } = await list('action=audit.verify');
    expect(items.map(({ detail }) => detail)).toEqual(
      Array(items.length).fill({ ok: true, eventCount: expect.any(Number) }),
    );
    const { rows } = await sql<object>`select from audit_verification`.execute(kysely);
    expect(rows).toHaveLength(items.length);
  });

  it('is given up where its process died, and begun again', async () => {
    const { kysely } = service.services;
    await kysely.transaction().execute(async (tx) => {
      await startVerification(tx, 'a dead process');
      await sql`update audit_verification set seen_at = now() - interval '31 s', checked_count = 12
        where ended_at is null`.execute(tx);
    });
    expect((await look()).body.latest).toMatchObject({ state: 'given-up', checkedCount: 12 });
    expect((await start()).body.latest).toMatchObject({ startedBy: 'audit-administrator' });
    expect((await ended()).body.latest).toMatchObject({ state: 'done', result: { ok: true } });
  });

  it('names the event that somebody changed', async () => {
    const client = new Client({ connectionString: service.database.adminUrl });
    await client.connect();
    await client.query(`set session_replication_role = replica;
      update audit_event set actor = 'chen' where sequence = 7`);
    await client.end();
    await start();
    const { state, result } = (await ended()).body.latest;
    expect([state, result.ok, result.matchedCheckpointCount]).toEqual(['done', false, 0]);
    expect(result.faults).toEqual([
      { kind: 'chain-broken', sequence: 7, detail: 'event was changed' },
    ]);
  });
});
