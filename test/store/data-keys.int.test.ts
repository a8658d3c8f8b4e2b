import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { blindIndex } from '../../src/security/blind-index.ts';
import { envelope } from '../../src/security/envelope.ts';
import { masterKey, openMasterKey } from '../../src/security/master-key.ts';
import { settleMasterKey } from '../../src/security/master-key-rotation.ts';
import { appendAuditEvents, verifyAuditChain } from '../../src/store/audit-store.ts';
import { masterKeyIdOf, openDataKeys, rewrapDataKeys } from '../../src/store/data-keys.ts';
import { prepareHome } from '../../src/store/home-folder.ts';
import { rotateMasterKey } from '../../src/store/rotate-master-key.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.close());

const context = { recordClass: 'person.identity', recordId: 'one' };
const first = masterKey(Buffer.alloc(32, 1));
const second = masterKey(Buffer.alloc(32, 2));
const now = new Date('2026-01-01T00:00:00Z');

describe('the data keys', () => {
  it('are made once, random, and belong to one master key', async () => {
    const { kysely } = database;
    const [one, other] = await Promise.all([
      openDataKeys(kysely, { master: first }),
      openDataKeys(kysely, { master: first }),
    ]);
    const sealed = one.sealer.sealText('林小燕', context);
    expect(other.sealer.openText(sealed, context)).toBe('林小燕');
    expect(other.blindIndex('person', '1')).toEqual(one.blindIndex('person', '1'));
    expect(() => envelope(first).openText(sealed, context)).toThrow('another master key');
    await expect(openDataKeys(kysely, { master: second })).rejects.toThrow(
      `sealed with master key ${first.id}, not ${second.id}`,
    );
  });

  it('of a database from before there were any are the master key itself', async () => {
    const { kysely } = database;
    await sql`insert into master_key_name (key_id) values (${first.id})`.execute(kysely);
    const sealed = envelope(first).sealText('林小燕', context);
    await openDataKeys(kysely, { master: first });
    await rewrapDataKeys(kysely, { from: first, to: second, newDataKey: false, now });
    const keys = await openDataKeys(kysely, { master: second });
    expect(keys.sealer.openText(sealed, context)).toBe('林小燕');
    expect(keys.blindIndex('person', '1')).toEqual(blindIndex(first)('person', '1'));
  });

  it('survive a rotation: what was sealed opens, what is looked up is found, nobody is cut off', async () => {
    const { kysely } = database;
    const before = await openDataKeys(kysely, { master: first });
    const sealed = before.sealer.sealText('before', context);
    await rewrapDataKeys(kysely, { from: first, to: second, newDataKey: false, now });
    const after = await openDataKeys(kysely, { master: second });
    expect(after.sealer.openText(sealed, context)).toBe('before');
    expect(after.blindIndex('person', '1')).toEqual(before.blindIndex('person', '1'));
    // A process that runs on opens what a newer one seals, and the other way round.
    expect(before.sealer.openText(after.sealer.sealText('after', context), context)).toBe('after');
    await expect(openDataKeys(kysely, { master: first })).rejects.toThrow('sealed with master key');
    const { rows } = await database.pool.query('select action, detail from audit_event');
    expect(rows).toMatchObject([{ action: 'master-key.rotate' }]);
    expect(await verifyAuditChain(kysely)).toMatchObject({ ok: true, eventCount: 1 });
  });

  it('take a new data key in, and keep the old ones for what they sealed', async () => {
    const { kysely } = database;
    const before = await openDataKeys(kysely, { master: first });
    const sealed = before.sealer.sealText('before', context);
    await rewrapDataKeys(kysely, { from: first, to: second, newDataKey: true, now: new Date() });
    const after = await openDataKeys(kysely, { master: second });
    expect(after.sealer.openText(sealed, context)).toBe('before');
    const fresh = after.sealer.sealText('after', context);
    expect(fresh.subarray(0, 5)).not.toEqual(sealed.subarray(0, 5));
    expect(() => before.sealer.openText(fresh, context)).toThrow('another master key');
    expect(after.sealer.openText(fresh, context)).toBe('after');
  });
});

describe('rotating the master key of a home', () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'banyan-rotate-'));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  it('changes the file last, keeps the old one apart, and ends after a crash', async () => {
    const config = readConfig({}, { BANYAN_HOME: join(home, 'home') });
    if (!config.ok) throw new Error(config.message);
    const { folders } = config.value;
    prepareHome(folders);
    const file = (name: string) => join(folders.secrets, name);
    const old = openMasterKey(folders.secrets);
    await openDataKeys(database.kysely, { master: old });
    const rotated = await rotateMasterKey(database, { folders, newDataKey: false, now });
    expect(rotated).toMatchObject({ from: old.id, keyCount: 2 });
    expect(openMasterKey(folders.secrets).id).toBe(rotated.to);
    expect(readdirSync(folders.secrets).sort()).toEqual([
      ...['master.key', `master.key.${old.id}.retired`],
    ]);
    // The crash: the database knows the new key, the files stand as before.
    renameSync(file('master.key'), file('master.key.next'));
    renameSync(file(`master.key.${old.id}.retired`), file('master.key'));
    settleMasterKey(folders.secrets, await masterKeyIdOf(database.kysely));
    expect(openMasterKey(folders.secrets).id).toBe(rotated.to);
    expect(existsSync(file('master.key.next'))).toBe(false);
    expect(readFileSync(file(`master.key.${old.id}.retired`), 'utf8')).toHaveLength(45);
  });
});

describe('a home made with the suite sm', () => {
  it('seals with SM4, chains with SM3, and refuses the other suite', async () => {
    const { kysely } = database;
    const { sealer, suite } = await openDataKeys(kysely, { master: first, suite: 'sm' });
    expect(suite).toBe('sm');
    const sealed = sealer.sealText('林小燕', context);
    expect(sealed[0]).toBe(2);
    expect((await openDataKeys(kysely, { master: first })).suite).toBe('sm');
    await expect(openDataKeys(kysely, { master: first, suite: 'standard' })).rejects.toThrow(
      'the database was made with BANYAN_CRYPTO=sm',
    );
    const event = { at: now, actor: 'a', action: 'b', subject: 'c', detail: { n: 1 } };
    await kysely.transaction().execute((tx) => appendAuditEvents(tx, [event, event]));
    expect(await verifyAuditChain(kysely)).toMatchObject({ ok: true, eventCount: 2 });
  });
});
