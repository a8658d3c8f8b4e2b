import { availableParallelism } from 'node:os';
import type { MessagePort } from 'node:worker_threads';
import { Piscina } from 'piscina';
import type { ChartDriftTask } from '../../workers/chart-drift.ts';
import type { CheckModelTask } from '../../workers/check-model.ts';
import type { CountBinsTask } from '../../workers/count-bins.ts';
import type { CountSampleTask } from '../../workers/count-sample.ts';
import type { DigestFileTask } from '../../workers/digest-file.ts';
import type { FollowUploadAnswer, FollowUploadTask } from '../../workers/follow-upload.ts';
import type { HelpTrainTask } from '../../workers/help-train.ts';
import type { PrintReportTask } from '../../workers/print-report.ts';
import type { ProfileSampleTask } from '../../workers/profile-sample.ts';
import type { ScoreSampleTask } from '../../workers/score-sample.ts';
import type { TrainedFiles, TrainReferenceTask } from '../../workers/train-reference.ts';
import type { AnalysisResult } from '../analysis/analysis-result.ts';
import type { BinCounts } from '../analysis/bin-counts/bin-counts.ts';
import type { Result } from '../analysis/data-problem.ts';
import type { DriftReport } from '../analysis/drift/drift-report.ts';
import type { SampleProfile } from '../analysis/normalise/sample-profile.ts';
import type { ModelDocument } from '../analysis/reference-model/reference-model.ts';
import { workerEntry } from './worker-entry.ts';

/** What each thread entry `workers/<name>` takes and answers. */
export interface WorkerTasks {
  'chart-drift': { task: ChartDriftTask; answer: DriftReport };
  'check-model': {
    task: CheckModelTask;
    answer: Result<{ document: ModelDocument; sha256: string }>;
  };
  'count-bins': { task: CountBinsTask; answer: Result<BinCounts> };
  'count-sample': { task: CountSampleTask; answer: Result<BinCounts> };
  'digest-file': { task: DigestFileTask; answer: string | null };
  'follow-upload': { task: FollowUploadTask; answer: FollowUploadAnswer };
  'print-report': { task: PrintReportTask; answer: Result<Uint8Array> };
  'profile-sample': { task: ProfileSampleTask; answer: Result<SampleProfile> };
  'score-sample': { task: ScoreSampleTask; answer: Result<AnalysisResult> };
  'train-reference': { task: TrainReferenceTask; answer: Result<TrainedFiles> };
  'help-train': { task: HelpTrainTask; answer: undefined };
}

export interface WorkerPool {
  run<Name extends keyof WorkerTasks>(
    name: Name,
    task: WorkerTasks[Name]['task'],
    options?: { readonly signal?: AbortSignal; readonly transfer?: readonly MessagePort[] },
  ): Promise<WorkerTasks[Name]['answer']>;
  /** Lets running tasks end, then ends the threads. */
  close(): Promise<void>;
}

interface PoolOptions {
  readonly threads?: number;
  /** Whoever answers requests goes first where the processors are short. */
  readonly yields?: boolean;
}

/** A tenth of the share of a thread that does not yield. */
const yieldingNiceness = 10;

/**
 * Piscina asks for an entry by `require` before it imports it; Node aborts the whole process when a
 * thread is ended while a module is being required. So here `require` refuses modules at once.
 */
const importOnly = ['--no-experimental-require-module'];

/** A thread that dies as soon as it starts is not followed by another at once. */
const wakeAfterMilliseconds = 100;

/**
 * Threads for the work that would block the event loop. Tasks wait in order when all threads are
 * busy; a task's fault rejects its promise and leaves the pool alive, bad data is a value in the
 * answer.
 */
export function createWorkerPool({
  threads = availableParallelism(),
  yields = false,
}: PoolOptions = {}): WorkerPool {
  const pool = new Piscina({
    ...{ minThreads: 0, maxThreads: threads, idleTimeout: 10_000 },
    niceIncrement: yields ? yieldingNiceness : 0,
    execArgv: importOnly,
  });
  // Piscina starts threads when tasks come, not when one ends with tasks still waiting for it.
  pool.on('workerDestroy', () => {
    setTimeout(() => {
      if (pool.queueSize === 0 || pool.threads.length >= threads) return;
      // A fault of the new thread shows in the tasks that waited; at a close all of them reject.
      pool.run(null, { filename: workerEntry('wake').href }).catch(() => undefined);
    }, wakeAfterMilliseconds).unref();
  });
  return {
    run: async (name, task, { signal, transfer = [] } = {}) => {
      const transferList = [...transfer];
      const filename = workerEntry(name).href;
      return pool.run(task, { filename, transferList, ...(signal && { signal }) });
    },
    close: () => pool.close(),
  };
}
