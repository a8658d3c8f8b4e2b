import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCheckpointKey } from '../../src/security/checkpoint-key.ts';
import { openSecretsFolder } from '../../src/security/secret-file.ts';
import { appendAuditEvents } from '../../src/store/audit-store.ts';
import { keepCheckpoints } from '../../src/store/keep-checkpoints.ts';
import { type CaseService, caseService, today } from '../support/case-service.ts';

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
  const verify = () => service.call('audit-administrator', 'GET /api/v1/audit/verification');

  it('holds the chain against the checkpoints, once however many ask', async () => {
    const { kysely, config } = service.services;
    openSecretsFolder(config.folders.secrets);
    const key = openCheckpointKey(config.folders.secrets);
    const log = { warn: (details: object) => expect(details).toBeUndefined() };
    const folder = config.folders.checkpoints;
    await keepCheckpoints({ kysely, folder, key, log, clock: () => today }).stop();
    const answers = await Promise.all([verify(), verify(), verify()]);
    const [{ body }] = answers;
    expect(body).toMatchObject({ ok: true, checkpointCount: 1, matchedCheckpointCount: 1 });
    expect(body.lastHash).toMatch(/^[0-9a-f]{64}$/);
    expect(body.eventCount).toBeGreaterThanOrEqual(body.witnessedSequence);
    expect(answers.map((answer) => answer.body.lastHash)).toEqual(Array(3).fill(body.lastHash));
    const { items } = await list('action=audit.verify&limit=1');
    expect(items[0].detail).toEqual({ ok: true, eventCount: body.eventCount });
  });

  it('names the event that somebody changed', async () => {
    const client = new Client({ connectionString: service.database.adminUrl });
    await client.connect();
    await client.query(`set session_replication_role = replica;
      update audit_event set actor = 'chen' where sequence = 7`);
    await client.end();
    const { status, body } = await verify();
    expect([status, body.ok, body.matchedCheckpointCount]).toEqual([200, false, 0]);
    expect(body.faults).toEqual([
      { kind: 'chain-broken', sequence: 7, detail: 'event was changed' },
    ]);
  });
});
