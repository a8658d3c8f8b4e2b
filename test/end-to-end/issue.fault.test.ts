import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { simulateFlowCell } from '../../fixtures/simulate/simulate-flow-cell.ts';
import { demoCases } from '../../src/cli/demo/demo-case.ts';
import { type DemoUsers, demoUsers } from '../../src/cli/demo/demo-users.ts';
import { pullAndAcknowledge } from '../../src/cli/demo/finish-cases.ts';
import { followRun } from '../../src/cli/demo/follow-run.ts';
import { registerCases, sendRun } from '../../src/cli/demo/lay-out-flow-cell.ts';
import { passGate } from '../../src/cli/demo/pass-gate.ts';
import { verifyAuditChain } from '../../src/store/audit-store.ts';
import { openDatabase } from '../../src/store/database.ts';
import { startEmbeddedPostgres } from '../../src/store/embedded-postgres/embedded-postgres.ts';
import { type ServeProcess, startServeProcess } from '../support/serve-process.ts';
import { smallLaboratory, writeSmallModel } from '../support/small-model.ts';

const patients = 6;
/** When the power is cut, milliseconds after six signatures were sent at once. */
const cutsAfter = [4, 12, 25];

let folder: string;
let home: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'banyan-issue-'));
  // As root the database runs as another account, which has to walk through.
  await chmod(folder, 0o711);
  home = join(folder, 'home');
  writeSmallModel(join(folder, 'model'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Review {
  readonly id: string;
}
interface Report {
  readonly id: string;
  readonly bodySha256: string;
}

async function start(): Promise<{ service: ServeProcess; users: DemoUsers }> {
  const service = await startServeProcess(home, ['--model', join(folder, 'model')]);
  return { service, users: demoUsers(service.address, await service.laboratory()) };
}

/** Takes a small flow cell to the point where every review waits for its signature. */
async function reviewedRun(users: DemoUsers): Promise<string[]> {
  const flowCell = join(folder, 'flow-cell');
  await mkdir(flowCell);
  const samples = await simulateFlowCell({
    ...{ folder: flowCell, seed: 5, landscape: smallLaboratory, samples: patients },
    ...{ reads: 60_000, threads: 1 },
  });
  const cases = demoCases(samples, new Date().getFullYear());
  await registerCases(users, cases, new Date());
  const runId = await sendRun(users, cases, () => undefined);
  await followRun(users, runId, () => undefined);
  await passGate(users, { runId, cases });
  const { items } = await users.reviewer.get<{ items: Review[] }>('/api/v1/reviews?state=PENDING');
  for (const { id } of items) {
    const decision = { decision: 'no-call', comment: 'too few reads' };
    await users.reviewer.post(`/api/v1/reviews/${id}/decision`, decision);
  }
  return items.map(({ id }) => id);
}

async function sign({ approver }: DemoUsers, reviews: readonly string[]): Promise<Report[]> {
  return Promise.all(reviews.map((id) => approver.post<Report>(`/api/v1/reviews/${id}/sign`, {})));
}

it('kill -9 while reports are issued loses none and doubles none', async () => {
  let { service, users } = await start();
  const reviews = await reviewedRun(users);
  expect(reviews).toHaveLength(patients);
  for (const milliseconds of cutsAfter) {
    const signing = sign(users, reviews).catch(() => null);
    await sleep(milliseconds);
    await service.kill();
    await signing;
    ({ service, users } = await start());
  }
  const signed = await sign(users, reviews);
  expect(await sign(users, reviews)).toEqual(signed);
  const pulled = await pullAndAcknowledge(users);
  expect(new Set(pulled)).toEqual(new Set(signed.map(({ id }) => id)));
  expect(await pullAndAcknowledge(users)).toEqual(pulled);
  expect(await service.stop()).toBe(0);
  await expectOneOfEach();
});

async function expectOneOfEach(): Promise<void> {
  const server = await startEmbeddedPostgres({
    ...{ dataFolder: join(home, 'data', 'postgres'), secretsFolder: join(home, 'secrets') },
    log: { info: () => undefined, warn: () => undefined },
  });
  const { kysely, close } = openDatabase(server.url);
  try {
    const count = async (table: 'report' | 'finding' | 'ledger_entry' | 'claim' | 'outbox') => {
      const row = await kysely
        .selectFrom(table)
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return Number(row.count);
    };
    expect(await count('report')).toBe(patients);
    expect(await count('finding')).toBe(patients);
    // Two of the eight demonstration women in turn are not entitled to the subsidy.
    const entitled = patients - Math.floor((patients + 1) / 4);
    expect(await count('claim')).toBe(entitled);
    expect(await count('ledger_entry')).toBe(entitled);
    const states = await kysely.selectFrom('outbox').select('state').execute();
    expect(states).toEqual(Array.from({ length: patients }, () => ({ state: 'ACKED' })));
    const { rows: issued } = await sql<{ subject: string }>`
      select subject from audit_event where action = 'report.issue'
    `.execute(kysely);
    expect(new Set(issued.map(({ subject }) => subject)).size).toBe(patients);
    expect(issued).toHaveLength(patients);
    expect(await verifyAuditChain(kysely)).toMatchObject({ ok: true });
  } finally {
    await close();
    await server.stop();
  }
}
