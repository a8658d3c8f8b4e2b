import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CheckpointKey, openCheckpointKey } from '../../src/security/checkpoint-key.ts';
import { openSecretsFolder } from '../../src/security/secret-file.ts';
import { type AuditEvent, appendAuditEvents } from '../../src/store/audit-store.ts';
import { keepCheckpoints } from '../../src/store/keep-checkpoints.ts';
import { verifyAudit } from '../../src/store/verify-audit.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
let folder: string;
let key: CheckpointKey;
beforeEach(async () => {
  database = await createTestDatabase();
  folder = mkdtempSync(join(tmpdir(), 'banyan-checkpoints-'));
  openSecretsFolder(join(folder, 'secrets'));
  key = openCheckpointKey(join(folder, 'secrets'));
});
afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const checkpointsFolder = () => join(folder, 'checkpoints');
const linesFile = () => join(checkpointsFolder(), `${key.id}.checkpoints`);

function event(n: number, actor = 'technician'): AuditEvent {
  const at = new Date(Date.UTC(2026, 0, 1, 0, 0, n));
  return { at, actor, action: 'run.read', subject: `run/${n}`, detail: { n } };
}

async function append(from: number, to: number, actor?: string): Promise<void> {
  const events = Array.from({ length: to - from }, (_, i) => event(from + i, actor));
  await database.kysely.transaction().execute((tx) => appendAuditEvents(tx, events));
}

/** What a service does when it ends: notes how the chain stands. */
async function checkpoint(): Promise<void> {
  const log = { warn: (details: object) => expect(details).toBeUndefined() };
  const clock = () => new Date('2026-01-02T00:00:00Z');
  const { kysely } = database;
  await keepCheckpoints({ kysely, folder: checkpointsFolder(), key, clock, log }).stop();
}

/** As an administrator of the database could. */
async function tamper(statement: string): Promise<void> {
  const client = new Client({ connectionString: database.adminUrl });
  await client.connect();
  await client.query(`set session_replication_role = replica; ${statement}`);
  await client.end();
}

const verify = () => verifyAudit(database.kysely, { checkpointsFolder: checkpointsFolder() });

describe('the audit chain and its checkpoints', () => {
  it('hold, up to the last checkpoint by witness and beyond it by themselves', async () => {
    await append(0, 10);
    await checkpoint();
    await append(10, 15);
    await checkpoint();
    await append(15, 18);
    expect(await verify()).toMatchObject({
      ...{ ok: true, eventCount: 18, checkpointCount: 2, witnessedSequence: 15 },
      ...{ keyIds: [key.id], faults: [] },
    });
    // Nothing new: nothing is written.
    const before = readFileSync(linesFile(), 'utf8');
    await tamper('delete from audit_event where sequence > 15');
    await checkpoint();
    expect(readFileSync(linesFile(), 'utf8')).toBe(before);
  });

  it('catch a chain that was rewritten from its start and agrees with itself', async () => {
    await append(0, 10);
    await checkpoint();
    await tamper('truncate audit_event');
    await append(0, 10, 'somebody-else');
    expect(await verify()).toMatchObject({
      ok: false,
      faults: [{ kind: 'chain-rewritten', sequence: 10 }],
    });
  });

  it('catch an end that was cut, also one that was grown again', async () => {
    await append(0, 10);
    await checkpoint();
    await tamper('delete from audit_event where sequence > 7');
    expect(await verify()).toMatchObject({
      ok: false,
      faults: [{ kind: 'end-cut', sequence: 7 }],
    });
    await append(7, 12, 'somebody-else');
    expect(await verify()).toMatchObject({
      ok: false,
      faults: [{ kind: 'chain-rewritten', sequence: 10 }],
    });
  });

  it('catch an event changed in place', async () => {
    await append(0, 10);
    await checkpoint();
    await tamper(`update audit_event set actor = 'x' where sequence = 4`);
    expect(await verify()).toMatchObject({
      ok: false,
      faults: [{ kind: 'chain-broken', sequence: 4, detail: 'event was changed' }],
    });
  });

  it('catch a changed line, a foreign key, and a line signed by nobody', async () => {
    await append(0, 10);
    await checkpoint();
    const line = readFileSync(linesFile(), 'utf8');
    writeFileSync(linesFile(), line.replace('"sequence":10', '"sequence":9'));
    expect((await verify()).faults).toMatchObject([{ kind: 'checkpoint-invalid' }]);
    writeFileSync(linesFile(), `${line}nonsense\n`);
    expect((await verify()).faults[0].detail).toContain('line 2: the signature does not hold');
    writeFileSync(linesFile(), line);
    openSecretsFolder(join(folder, 'other'));
    const other = openCheckpointKey(join(folder, 'other'));
    writeFileSync(join(checkpointsFolder(), `${key.id}.pem`), other.publicPem);
    expect((await verify()).faults[0].detail).toContain('is missing or another');
  });

  it('take a torn last line for not written, and go on after it', async () => {
    await append(0, 3);
    await checkpoint();
    appendFileSync(linesFile(), '{"at":"2026-');
    expect(await verify()).toMatchObject({ ok: true, checkpointCount: 1 });
    await append(3, 5);
    await checkpoint();
    expect(await verify()).toMatchObject({ ok: true, checkpointCount: 2, witnessedSequence: 5 });
  });
});
