import { chmodSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { readLockFile } from '../../src/store/embedded-postgres/server-identity.ts';
import { openStore } from '../../src/store/open-store.ts';
import { verifyAudit } from '../../src/store/verify-audit.ts';
import { controlRun, until } from '../support/intake-service.ts';
import { type ServeProcess, startServeProcess } from '../support/serve-process.ts';

const kills = 2;
let folder: string;
let home: string;
let service: ServeProcess;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'banyan-server-death-'));
  // As root the database runs as another account, which has to walk through.
  chmodSync(folder, 0o711);
  home = join(folder, 'home');
  service = await startServeProcess(home);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const postmaster = () =>
  readLockFile(join(realpathSync(join(home, 'data', 'postgres')), 'cluster'))?.processId;

async function ask(key: string, flowcell: string | null): Promise<Response> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  if (flowcell === null) return fetch(`${service.address}/api/v1/pregnancies`, { headers });
  const body = JSON.stringify(controlRun(flowcell, ['one']));
  return fetch(`${service.address}/api/v1/runs`, { method: 'POST', headers, body });
}

describe('kill -9 of the database server under load', () => {
  const acknowledged: string[] = [];
  const seen = new Map<number, number>();
  let reads = 0;

  it('costs nobody more than a 503 that says when to come again', async () => {
    const key = await service.key('technician');
    const over = new AbortController();
    const load = async (name: string | null) => {
      for (let n = 0; !over.signal.aborted; n += 1) {
        const flowcell = name && `${name}-${n}`;
        const answer = await ask(key, flowcell);
        seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1);
        if (answer.status === 503) expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
        if (answer.status === 503) await delay(20);
        if (answer.status === 201 && flowcell) acknowledged.push(flowcell);
        if (answer.status === 200) reads += 1;
        await answer.arrayBuffer();
      }
    };
    const working = Promise.all([load('A'), load('B'), load(null), load(null)]);
    for (let kill = 0; kill < kills; kill += 1) {
      const before = acknowledged.length;
      await until(
        () => Promise.resolve(acknowledged.length),
        (count) => count > before + 5,
        60,
      );
      const killed = postmaster();
      process.kill(killed ?? 0, 'SIGKILL');
      // It comes back by itself, as another process.
      await until(
        () => Promise.resolve(postmaster()),
        (now) => now !== killed,
        60,
      );
    }
    const before = acknowledged.length;
    await until(
      () => Promise.resolve(acknowledged.length),
      (count) => count > before + 5,
      60,
    );
    over.abort();
    await working;
    expect([...seen.keys()].filter((status) => ![200, 201, 503].includes(status))).toEqual([]);
    expect(seen.get(503)).toBeGreaterThan(0);
  });

  it('loses no acknowledged row and breaks no audit chain', async () => {
    expect(await service.stop()).toBe(0);
    const config = readConfig({}, { BANYAN_HOME: home });
    if (!config.ok) throw new Error(config.message);
    const { folders } = config.value;
    const log = { info: () => undefined, warn: () => undefined };
    const store = await openStore({ folders, databaseUrl: null, log });
    try {
      const rows = await store.kysely.selectFrom('run').select('flowcell').execute();
      const kept = new Set(rows.map(({ flowcell }) => flowcell));
      expect(acknowledged.filter((flowcell) => !kept.has(flowcell))).toEqual([]);
      const { rows: audited } = await store.pool.query(
        "select count(*) as count from audit_event where action = 'pregnancy.list'",
      );
      expect(Number(audited[0].count)).toBeGreaterThanOrEqual(reads);
      const { checkpoints: checkpointsFolder } = folders;
      const verification = await verifyAudit(store.kysely, { checkpointsFolder });
      expect(verification).toMatchObject({ ok: true, faults: [] });
      expect(verification.witnessedSequence).toBe(verification.eventCount);
    } finally {
      await store.close();
    }
  });
});
