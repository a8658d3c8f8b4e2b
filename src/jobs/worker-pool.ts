import { availableParallelism } from 'node:os';
import type { MessagePort } from 'node:worker_threads';
import { Piscina } from 'piscina';
import type { CountBinsTask } from '../../workers/count-bins.ts';
import type { CountSampleTask } from '../../workers/count-sample.ts';
import type { FollowUploadAnswer, FollowUploadTask } from '../../workers/follow-upload.ts';
import type { HelpTrainTask } from '../../workers/help-train.ts';
import type { ScoreSampleTask } from '../../workers/score-sample.ts';
import type { TrainedFiles, TrainReferenceTask } from '../../workers/train-reference.ts';
import type { AnalysisResult } from '../analysis/analysis-result.ts';
import type { BinCounts } from '../analysis/bin-counts/bin-counts.ts';
import type { Result } from '../analysis/data-problem.ts';

/** What each thread entry `workers/<name>` takes and answers. */
export interface WorkerTasks {
  'count-bins': { task: CountBinsTask; answer: Result<BinCounts> };
  'help-count': { task: CountBinsTask; answer: undefined };
  'count-sample': { task: CountSampleTask; answer: Result<BinCounts> };
  'follow-upload': { task: FollowUploadTask; answer: FollowUploadAnswer };
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

const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js';

/**
 * Threads for the work that would block the event loop. Tasks wait in order when all threads are
 * busy; a task's fault rejects its promise and leaves the pool alive, bad data is a value in the
 * answer.
 */
export function createWorkerPool({ threads = availableParallelism() } = {}): WorkerPool {
  const pool = new Piscina({ minThreads: 0, maxThreads: threads, idleTimeout: 10_000 });
  return {
    run: async (name, task, { signal, transfer = [] } = {}) => {
      const transferList = [...transfer];
      return pool.run(task, { filename: entryOf(name), transferList, ...(signal && { signal }) });
    },
    close: () => pool.close(),
  };
}

/** The entry beside this file's own tree: `.ts` from the source, `.js` from `dist/`. */
function entryOf(name: keyof WorkerTasks): string {
  return new URL(`../../workers/${name}${extension}`, import.meta.url).href;
}
