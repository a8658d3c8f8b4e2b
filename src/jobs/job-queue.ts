import type { Kysely } from 'kysely';
import { fromKysely, PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import { jobPriority } from '../store/job-priority.ts';
import { handBackJob } from '../store/job-store.ts';
import type { Tables } from '../store/tables.ts';
import type { TraceExporter } from './export-traces.ts';

/** What a job of each queue is about. */
interface JobData {
  readonly 'count-bins': { readonly runFileId: string };
  readonly 'score-sample': { readonly binCountsId: string };
  readonly 'look-back': { readonly lookBackId: string };
  readonly 'shadow-run': { readonly shadowRunId: string };
}

type JobName = keyof JobData;

/** Names one job of the queue. */
interface QueuedJob {
  readonly name: string;
  readonly id: string;
}

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
  /** Puts a dead job back into the queue; no other is touched. */
  retry(transaction: Kysely<Tables>, job: QueuedJob): Promise<void>;
  /** Takes a job out that waits or runs; no other is touched. */
  cancel(transaction: Kysely<Tables>, job: QueuedJob): Promise<void>;
  /** Takes no more jobs; one whose work is cut short goes back to whoever is free, at once. */
  stop(): Promise<void>;
}

/** A job without a sign of life for so long is given to another worker. */
const heartbeatSeconds = 10;
const monitorIntervalSeconds = 3;
const pollingIntervalSeconds = 0.5;
const stopMilliseconds = 5_000;
/** Ended jobs, the dead among them, stay to be looked at. */
const deleteAfterSeconds = 14 * 86_400;

const queues = {
  'count-bins': { expireInSeconds: 4 * 3600 },
  'score-sample': { expireInSeconds: 3600 },
  'look-back': { expireInSeconds: 3600 },
  'shadow-run': { expireInSeconds: 3600 },
} as const satisfies Record<JobName, { expireInSeconds: number }>;

interface QueueOptions {
  readonly connectionString: string;
  readonly kysely: Kysely<Tables>;
  readonly log: Logger;
  readonly traces?: TraceExporter | null;
  /** Aborted when the process stops. */
  readonly signal: AbortSignal;
}

/** Opens the queue on a database and makes its tables and queues where they are missing. */
export async function openJobQueue(options: QueueOptions): Promise<JobQueue> {
  const { connectionString, log } = options;
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
      deleteAfterSeconds,
      retryLimit: 20,
      retryDelay: 1,
      retryBackoff: true,
      retryDelayMax: 60,
    });
  }
  return jobQueue(boss, options);
}

function jobQueue(boss: PgBoss, { kysely, log, traces, signal }: QueueOptions): JobQueue {
  return {
    enqueue: async (transaction, name, data) => {
      const singletonKey = Object.values(data).join(' ');
      const priority = await jobPriority(transaction, data);
      await boss.send(name, data, { singletonKey, priority, db: fromKysely(transaction) });
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
          const startedAt = performance.now();
          const trace = (hasFailed: boolean) =>
            traces?.record({
              ...{ name, kind: 'consumer', hasFailed, attributes: { attempt: job.retryCount } },
              milliseconds: performance.now() - startedAt,
            });
          await handler(job.data).then(
            () => trace(false),
            async (error: unknown) => {
              trace(true);
              if (signal.aborted) {
                await handBackJob(kysely, { id: job.id, attempt: job.retryCount });
                return;
              }
              log.error({ err: error, job: name, jobId: job.id }, 'job failed, to be tried again');
              throw error;
            },
          );
        },
      );
    },
    retry: async (transaction, { name, id }) =>
      void (await boss.retry(name, id, { db: fromKysely(transaction) })),
    cancel: async (transaction, { name, id }) =>
      void (await boss.cancel(name, id, { db: fromKysely(transaction) })),
    stop: () => boss.stop({ graceful: true, timeout: stopMilliseconds }),
  };
}
