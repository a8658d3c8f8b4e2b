import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bearerHash, bearerToken } from '../../src/security/bearer-token.ts';
import { uuidV7 } from '../../src/security/uuid-v7.ts';
import { findCallerByKey, listKeys } from '../../src/store/api-key-store.ts';
import { migrate } from '../../src/store/migrate.ts';
import { migrations } from '../../src/store/migrations/index.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  await database.pool.query('drop schema public cascade; create schema public');
});
afterAll(() => database.close());

it('takes over a database whose keys acted for people', async () => {
  const { kysely, pool } = database;
  const early = Object.entries(migrations).filter(([name]) => name < '0007');
  expect(await migrate(kysely, Object.fromEntries(early))).toHaveLength(6);
  const secrets = new Map<string, string>();
  for (const role of ['sequencer', 'technician', 'reviewer', 'approver', 'platform'] as const) {
    const secret = bearerToken(role);
    secrets.set(role, secret);
    await pool.query('insert into api_key (id, name, role, key_sha256) values ($1, $2, $3, $4)', [
      ...[uuidV7(), `old ${role}`, role, createHash('sha256').update(secret).digest()],
    ]);
  }
  const runId = uuidV7();
  const aligner = { name: 'bwa', version: '0.7.18', reference: 'GRCh38', duplicateMarking: 'none' };
  await pool.query(
    `insert into run (id, instrument, flowcell, aligner, state, registered_by, registered_at)
     select $1, 'NextSeq-1', 'OLD', $2, 'REGISTERED', id, now() from api_key where role = 'technician'`,
    [runId, JSON.stringify(aligner)],
  );
  const late = Object.keys(migrations).filter((name) => name >= '0007');
  expect(await migrate(kysely)).toEqual(late);
  const now = new Date();
  const opens = async (role: string) =>
    (await findCallerByKey(kysely, { keySha256: bearerHash(secrets.get(role) ?? ''), now }))?.name;
  expect(await opens('sequencer')).toBe('old sequencer');
  for (const role of ['technician', 'reviewer', 'approver', 'platform']) {
    expect([role, await opens(role)]).toEqual([role, undefined]);
  }
  const keys = await listKeys(kysely);
  expect(keys.filter(({ revokedAt }) => revokedAt === null)).toHaveLength(1);
  expect(keys.every(({ secrets: held }) => held.length === 1)).toBe(true);
  const { rows } = await pool.query(
    'select actor.name, actor.kind from run join actor on actor.id = run.registered_by',
  );
  expect(rows).toEqual([{ name: 'old technician', kind: 'api-key' }]);
});
