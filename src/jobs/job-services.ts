import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { AssemblyName } from '../analysis/genome/assembly.ts';
import type { Sealer } from '../store/bin-counts-store.ts';
import type { ObjectStore } from '../store/object-store.ts';
import type { RegisteredModel } from '../store/reference-model-store.ts';
import type { Tables } from '../store/tables.ts';
import type { UploadFolders } from '../store/upload-files.ts';
import type { ArrivalCounts } from './arrival-counts.ts';
import type { CountSettings } from './count-settings.ts';
import type { JobQueue } from './job-queue.ts';
import type { WorkerPool } from './worker-pool.ts';

/** Everything a job may reach, made once by `startServer`. */
export interface JobServices {
  readonly kysely: Kysely<Tables>;
  readonly jobs: JobQueue;
  readonly pool: WorkerPool;
  /** Counts of this process's uploads, made while they come. */
  readonly arrivals: ArrivalCounts;
  readonly sealer: Sealer;
  readonly folders: UploadFolders;
  /** Where verified files go from the folder; null: they stay there. */
  readonly objects: ObjectStore | null;
  readonly clock: () => Date;
  readonly log: Logger;
  readonly softwareVersion: string;
  /** Aborted when the process stops: a job cut short is done again by whoever starts next. */
  readonly signal: AbortSignal;
  /** The model in use, looked up each time; null: samples are counted and wait. */
  readonly model: () => Promise<RegisteredModel | null>;
  /** The folder of models. */
  readonly models: string;
  /** As every model that may come into use meanwhile wants it. */
  readonly counting: CountSettings;
  /** Where the threads add up what they decode. */
  readonly decoded: SharedArrayBuffer;
  /** How many bins of a grid belong to 1–22, which stand before X and Y. */
  readonly autosomeBinCount: (assembly: AssemblyName, binSizeBases: number) => number;
}
