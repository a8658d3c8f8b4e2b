import { randomBytes } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import { type BlindIndex, blindIndex } from '../security/blind-index.ts';
import type { CryptoSuite } from '../security/crypto-suite.ts';
import { type Envelope, envelope } from '../security/envelope.ts';
import { type MasterKey, masterKey } from '../security/master-key.ts';
import { SetupProblem } from '../security/setup-problem.ts';
import { advisoryLocks } from './advisory-locks.ts';
import { appendAuditEvents } from './audit-store.ts';
import type { Tables } from './tables.ts';

/** What fields are sealed and looked up with. */
export interface DataKeys {
  readonly sealer: Envelope;
  readonly blindIndex: BlindIndex;
  readonly suite: CryptoSuite;
}

type Purpose = 'seal' | 'index';
const wrapClass = 'data_key';

interface OpenOptions {
  readonly master: MasterKey;
  /** What a new database is made with; null: the standard, or what it was made with. */
  readonly suite?: CryptoSuite | null;
}

/**
 * Opens the data keys with the master key, or makes them with a new database, which is tied to
 * both master key and suite from then on: a restored backup met by a new key would look whole and
 * open nothing, and two suites in one home could not be told apart by an auditor.
 */
export async function openDataKeys(
  db: Kysely<Tables>,
  { master, suite = null }: OpenOptions,
): Promise<DataKeys> {
  return db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(${advisoryLocks.dataKeys}::bigint)`.execute(tx);
    const found = await tx.selectFrom('master_key_name').select(['key_id', 'suite']).execute();
    const kept = found.at(0)?.suite ?? suite ?? 'standard';
    if (found.length === 0) {
      await tx.insertInto('master_key_name').values({ key_id: master.id, suite: kept }).execute();
    } else assertFits(found[0], { master, suite });
    const isNew = found.length === 0;
    const keys =
      (await listKeys(tx, master, kept)) ?? (await makeKeys(tx, { master, suite: kept, isNew }));
    return dataKeys(keys, kept);
  });
}

/**
 * Wraps every data key under a new master key, in one transaction: no row is sealed anew, running
 * processes go on. With `newDataKey` whatever is sealed by processes started afterwards has a new
 * data key too. Values are still found by the index key, which never changes.
 */
export async function rewrapDataKeys(
  db: Kysely<Tables>,
  { from, to, newDataKey, now }: { from: MasterKey; to: MasterKey; newDataKey: boolean; now: Date },
): Promise<{ readonly keyCount: number }> {
  await openDataKeys(db, { master: from });
  return db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(${advisoryLocks.dataKeys}::bigint)`.execute(tx);
    const { suite } = await tx
      .selectFrom('master_key_name')
      .select('suite')
      .executeTakeFirstOrThrow();
    const keys = (await listKeys(tx, from, suite)) ?? [];
    await tx.deleteFrom('data_key').execute();
    const added = newDataKey ? [{ ...randomKey(), purpose: 'seal' as const, madeAt: now }] : [];
    await insertKeys(tx, [...keys, ...added], { master: to, suite });
    await tx.updateTable('master_key_name').set({ key_id: to.id }).execute();
    const detail = { from: from.id, to: to.id, newDataKey };
    const event = { at: now, actor: 'system', action: 'master-key.rotate', detail };
    await appendAuditEvents(tx, [{ ...event, subject: 'master-key' }]);
    return { keyCount: keys.length + added.length };
  });
}

/** Which master key the database is tied to; null for a new one. */
export async function masterKeyIdOf(db: Kysely<Tables>): Promise<string | null> {
  const row = await db.selectFrom('master_key_name').select('key_id').executeTakeFirst();
  return row?.key_id ?? null;
}

interface DataKey extends MasterKey {
  readonly purpose: Purpose;
  readonly madeAt: Date;
}

function assertFits(
  found: { key_id: string; suite: CryptoSuite },
  { master, suite }: { master: MasterKey; suite: CryptoSuite | null },
): void {
  if (found.key_id !== master.id) {
    throw new SetupProblem(
      `the database was sealed with master key ${found.key_id}, not ${master.id}: ` +
        'put the original master.key back into the folder of secrets',
    );
  }
  if (suite === null || suite === found.suite) return;
  throw new SetupProblem(
    `the database was made with BANYAN_CRYPTO=${found.suite}: ${suite} is for new homes only`,
  );
}

function dataKeys(keys: readonly DataKey[], suite: CryptoSuite): DataKeys {
  const sealing = keys.filter(({ purpose }) => purpose === 'seal');
  const current = sealing.at(-1);
  const index = keys.find(({ purpose }) => purpose === 'index');
  if (current === undefined || index === undefined) throw new Error('a data key is missing');
  return {
    sealer: envelope(current, { older: sealing.slice(0, -1), suite }),
    blindIndex: blindIndex(index, suite),
    suite,
  };
}

/** The keys, the oldest first; null if there are none yet. */
async function listKeys(
  tx: Transaction<Tables>,
  master: MasterKey,
  suite: CryptoSuite,
): Promise<DataKey[] | null> {
  const rows = await tx
    .selectFrom('data_key')
    .select(['id', 'purpose', 'wrapped', 'made_at as madeAt'])
    .orderBy('made_at')
    .execute();
  const { open } = envelope(master, { suite });
  const keys = rows.map(({ id, purpose, wrapped, madeAt }) => ({
    ...{ id, purpose, madeAt },
    bytes: Uint8Array.from(open(wrapped, { recordClass: wrapClass, recordId: `${purpose} ${id}` })),
  }));
  return keys.length === 0 ? null : keys;
}

/**
 * Random keys for a new database. One from before there were data keys was sealed and indexed by
 * the master key itself: that becomes its first data key.
 */
async function makeKeys(
  tx: Transaction<Tables>,
  { master, suite, isNew }: { master: MasterKey; suite: CryptoSuite; isNew: boolean },
): Promise<DataKey[]> {
  const madeAt = new Date();
  const [seal, index] = isNew ? [randomKey(), randomKey()] : [master, indexKeyOf(master)];
  const keys = [
    { ...seal, purpose: 'seal' as const, madeAt },
    { ...index, purpose: 'index' as const, madeAt },
  ];
  await insertKeys(tx, keys, { master, suite });
  return keys;
}

/** The same bytes under another name, since a row's name is its own. */
function indexKeyOf({ id, bytes }: MasterKey): MasterKey {
  const other = (Number.parseInt(id, 16) ^ 1) >>> 0;
  return { id: other.toString(16).padStart(8, '0'), bytes };
}

function randomKey(): MasterKey {
  return masterKey(randomBytes(32));
}

async function insertKeys(
  tx: Transaction<Tables>,
  keys: readonly DataKey[],
  { master, suite }: { master: MasterKey; suite: CryptoSuite },
): Promise<void> {
  const { seal } = envelope(master, { suite });
  const rows = keys.map(({ id, purpose, bytes, madeAt }) => ({
    ...{ id, purpose, made_at: madeAt },
    wrapped: seal(bytes, { recordClass: wrapClass, recordId: `${purpose} ${id}` }),
  }));
  await tx.insertInto('data_key').values(rows).execute();
}
