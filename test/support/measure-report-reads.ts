import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import autocannon from 'autocannon';
import { pino } from 'pino';
import { verifyAuditChain } from '../../src/store/audit-store.ts';
import { openDatabase } from '../../src/store/database.ts';
import { startEmbeddedPostgres } from '../../src/store/embedded-postgres/embedded-postgres.ts';
import { migrate } from '../../src/store/migrate.ts';
import { caseService, reviewedCase } from './case-service.ts';
import { signedIn } from './credentials.ts';

/**
 * Measures audited reads of one report over real sockets on a durable database, and counts that
 * every answer has its audit event.
 *
 *   node test/support/measure-report-reads.ts [seconds] [connections]
 */
const seconds = Number(process.argv[2] ?? 8);
const connections = Number(process.argv[3] ?? 64);
/** Each key has a rate limit of its own. */
const keyCount = 200;

const folder = await mkdtemp(join(tmpdir(), 'banyan-measure-'));
await chmod(folder, 0o711);
const server = await startEmbeddedPostgres({
  dataFolder: join(folder, 'data'),
  secretsFolder: join(folder, 'secrets'),
  log: { info: () => undefined, warn: console.warn },
});
const opened = openDatabase(server.url);
await migrate(opened.kysely);
const log = pino({ level: 'silent' });
const service = await caseService(
  { log },
  { ...opened, url: server.url, adminUrl: server.adminUrl },
);
const { reviewId } = await reviewedCase(service);
const { body } = await service.call('approver', `POST /api/v1/reviews/${reviewId}/sign`);
const keys = await makeKeys();
const url = await service.app.listen({ host: '127.0.0.1', port: 0 });
const before = await eventCount();
const usedBefore = performance.eventLoopUtilization();
const result = await autocannon({
  ...{ url, connections, duration: seconds, workers: 1 },
  requests: keys.map((key) => ({
    method: 'GET' as const,
    path: `/api/v1/reports/${body.id}`,
    headers: { authorization: `Bearer ${key}` },
  })),
});
const { utilization } = performance.eventLoopUtilization(usedBefore);
const events = (await eventCount()) - before;
const verdict = await verifyAuditChain(service.services.kysely);
process.stdout.write(
  `${JSON.stringify({
    ...{ readsPerSecond: Math.round(result.requests.average), answered: result['2xx'] },
    ...{ refused: result.non2xx, errors: result.errors, events, chain: verdict.ok },
    ...{ p50: result.latency.p50, p99: result.latency.p99, loop: Number(utilization.toFixed(2)) },
  })}\n`,
);
await service.close();
await server.stop();
await rm(folder, { recursive: true, force: true });

/** Sessions of as many approvers. */
async function makeKeys(): Promise<string[]> {
  const { kysely, clock } = service.services;
  return kysely.transaction().execute(async (tx) => {
    const made: string[] = [];
    for (let n = 0; n < keyCount; n += 1) {
      made.push(await signedIn(tx, { name: `approver-${n}`, roles: ['approver'], now: clock() }));
    }
    return made;
  });
}

async function eventCount(): Promise<number> {
  const { rows } = await opened.pool.query('select count(*) as count from audit_event');
  return Number(rows[0].count);
}
