import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Decoded } from '../analysis/bin-counts/decoded-sums.ts';
import type { Config } from '../config.ts';
import type { TraceExporter } from '../jobs/export-traces.ts';
import type { JobQueue } from '../jobs/job-queue.ts';
import type { ReportPrinter } from '../jobs/report-printer.ts';
import type { WorkerPool } from '../jobs/worker-pool.ts';
import type { BlindIndex } from '../security/blind-index.ts';
import type { Envelope } from '../security/envelope.ts';
import type { Tables } from '../store/tables.ts';
import type { UploadLocker } from '../store/upload-locker.ts';

/** Who is told of an upload's bytes. */
export interface Arrivals {
  /** More of it may be there. */
  nudge(uploadId: string): void;
  /** It is whole and in the run. */
  whole(uploadId: string): void;
}

/** Everything a route may reach, made once by `startServer` and decorated as `app.services`. */
export interface Services {
  readonly config: Config;
  readonly kysely: Kysely<Tables>;
  readonly jobs: JobQueue;
  /** Seals personal and restricted data. */
  readonly sealer: Envelope;
  /** Keyed hash that finds a person again without storing the number. */
  readonly blindIndex: BlindIndex;
  readonly arrivals: Arrivals;
  readonly uploadLocker: UploadLocker;
  readonly printer: ReportPrinter;
  /** How the pool of database connections stands, for who watches it. */
  readonly connections?: () => { busy: number; idle: number; waiting: number };
  /** What this process's threads have decoded. */
  readonly decoded?: () => Decoded;
  /** Null or absent: nobody wants traces. */
  readonly traces?: TraceExporter | null;
  /** Threads for what a page asks to be computed at once. */
  readonly pool: WorkerPool;
  readonly clock: () => Date;
  readonly log: Logger;
}

declare module 'fastify' {
  interface FastifyInstance {
    services: Services;
  }
}
