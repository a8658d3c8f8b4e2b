import type { Kysely } from 'kysely';
import { fromKysely, PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import type { Tables } from '../store/tables.ts';

/** What a job of each queue is about. */
interface JobData {
  readonly 'count-bins': { readonly runFileId: string };
  readonly 'score-sample': { readonly binCountsId: string };
}

type JobName = keyof JobData;

/** Handles one job; may run again after a crash, so its effect must not depend on how often. */
type JobHandler<Name extends JobName> = (data: JobData[Name]) => Promise<void>;

/** The durable queue in the database. */
export interface JobQueue {
  /** Adds a job that exists if and only if `transaction` commits. */
  enqueue<Name extends JobName>(
    transaction: Kysely<Tables>,
    name: Name,
    data: JobData[Name],
  ): Promise<void>;
  /** Starts taking jobs of a queue, at most `concurrency` at once. */
  work<Name extends JobName>(
    name: Name,
    concurrency: number,
    handler: JobHandler<Name>,
  ): Promise<void>;
  /** Lets running jobs finish for a moment; what is left is tried again by whoever starts next. */
  stop(): Promise<void>;
}

/** A job without a sign of life for so long is given to another worker. */
const heartbeatSeconds = 10;
const monitorIntervalSeconds = 3;
const pollingIntervalSeconds = 0.5;
const stopMilliseconds = 5_000;

const queues = {
  'count-bins': { expireInSeconds: 4 * 3600 },
  'score-sample': { expireInSeconds: 3600 },
} as const satisfies Record<JobName, { expireInSeconds: number }>;

/** Opens the queue on a database and makes its tables and queues where they are missing. */
export async function openJobQueue({
  connectionString,
  log,
}: {
  connectionString: string;
  log: Logger;
}): Promise<JobQueue> {
  const boss = new PgBoss({
    connectionString,
    max: 4,
    monitorIntervalSeconds,
    superviseIntervalSeconds: monitorIntervalSeconds,
    schedule: false,
  });
  boss.on('error', (error) => log.error({ err: error }, 'job queue'));
  await boss.start();
  for (const [name, { expireInSeconds }] of Object.entries(queues)) {
    // "short": one waiting job for one file, however often it is asked for.
    await boss.createQueue(name, {
      policy: 'short',
      expireInSeconds,
      heartbeatSeconds,
      retryLimit: 20,
      retryDelay: 1,
      retryBackoff: true,
      retryDelayMax: 60,
    });
  }
  return jobQueue(boss, log);
}

function jobQueue(boss: PgBoss, log: Logger): JobQueue {
  return {
    enqueue: async (transaction, name, data) => {
      const singletonKey = Object.values(data).join(' ');
      await boss.send(name, data, { singletonKey, db: fromKysely(transaction) });
    },
    work: async <Name extends JobName>(
      name: Name,
      concurrency: number,
      handler: JobHandler<Name>,
    ) => {
      await boss.work<JobData[Name]>(
        name,
        { localConcurrency: concurrency, pollingIntervalSeconds },
        async ([job]) => {
          await handler(job.data).catch((error: unknown) => {
            log.error({ err: error, job: name, jobId: job.id }, 'job failed, to be tried again');
            throw error;
          });
        },
      );
    },
    stop: () => boss.stop({ graceful: true, timeout: stopMilliseconds }),
  };
}
