import { sql } from 'kysely';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type JobQueue, openJobQueue } from '../../src/jobs/job-queue.ts';
import { uuidV7 } from '../../src/security/uuid-v7.ts';
import { type JobRow, listJobs } from '../../src/store/job-store.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { until } from '../support/intake-service.ts';

const log = pino({ level: 'silent' });
const runFileId = uuidV7();

let database: TestDatabase;
let open: JobQueue[];

beforeEach(async () => {
  database = await createTestDatabase();
  open = [];
});
afterEach(async () => {
  await Promise.all(open.map((queue) => queue.stop()));
  await database.close();
});

async function openQueue(signal = new AbortController().signal): Promise<JobQueue> {
  const { url: connectionString, kysely } = database;
  const queue = await openJobQueue({ connectionString, kysely, log, signal });
  open.push(queue);
  return queue;
}

/** A handler that tells when it is called and ends when it is told. */
function held() {
  const begun = Promise.withResolvers<void>();
  const ending = Promise.withResolvers<void>();
  const handler = () => {
    begun.resolve();
    return ending.promise;
  };
  return { begun: begun.promise, end: ending.resolve, fail: ending.reject, handler };
}

const jobs = () => listJobs(database.kysely, { state: undefined, after: undefined, limit: 10 });
const onlyJob = (isWanted: (job: JobRow) => boolean) =>
  until(jobs, (rows) => rows.length === 1 && isWanted(rows[0]));

describe('the job queue', () => {
  it('lets the late end of a worker that was given up have no effect', async () => {
    const [first, second] = [await openQueue(), await openQueue()];
    const [zombie, heir] = [held(), held()];
    await first.work('count-bins', 1, zombie.handler);
    await first.enqueue(database.kysely, 'count-bins', { runFileId });
    await zombie.begun;
    // As if the first had been silent for longer than a job may be.
    await sql`update pgboss.job set state = 'retry', start_after = now()`.execute(database.kysely);
    await second.work('count-bins', 1, heir.handler);
    await heir.begun;
    zombie.fail(new Error('the disk of the zombie was full'));
    await first.stop();
    await onlyJob(({ state, cause }) => state === 'running' && cause === null);
    heir.end();
    await onlyJob(({ state }) => state === 'done');
  });

  it('hands a job back at once, without a try, when the process stops', async () => {
    const stopping = new AbortController();
    const [first, second] = [await openQueue(stopping.signal), await openQueue()];
    const [cut, whole] = [held(), held()];
    await first.work('count-bins', 1, cut.handler);
    await first.enqueue(database.kysely, 'count-bins', { runFileId });
    await cut.begun;
    stopping.abort();
    cut.fail(new Error('cut short'));
    await first.stop();
    const [job] = await jobs();
    expect(job).toMatchObject({ state: 'waiting', cause: null });
    await second.work('count-bins', 1, whole.handler);
    await whole.begun;
    whole.end();
    await onlyJob(({ state }) => state === 'done');
  });

  it('keeps the cause of a failed try, and a dead job until a person puts it back', async () => {
    const queue = await openQueue();
    await queue.enqueue(database.kysely, 'count-bins', { runFileId });
    await sql`update pgboss.job set retry_limit = 0`.execute(database.kysely);
    const folder: { isMounted: boolean } = { isMounted: false };
    await queue.work('count-bins', 1, async () => {
      if (!folder.isMounted) throw new Error('the shared folder is not mounted');
    });
    await onlyJob(({ state, cause }) => state === 'dead' && /not mounted/.test(cause ?? ''));
    folder.isMounted = true;
    const [{ id, name, failures }] = await jobs();
    expect(failures).toBe(1);
    await queue.retry(database.kysely, { id, name });
    await onlyJob(({ state, cause }) => state === 'done' && cause === null);
  });
});
