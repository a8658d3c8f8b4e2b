import { Worker } from 'node:worker_threads';
import type { ModelFiles } from '../../src/analysis/reference-model/serialise-reference-model.ts';
import type { Scenario, StudyKind } from './scenario.ts';
import { openStudyCache } from './study-cache.ts';
import type { StudyRow } from './study-row.ts';
import type { StudyTask } from './study-worker.ts';

/** How many samples of each kind are judged. */
export type CohortSizes = ReadonlyMap<StudyKind, number>;

export interface StudyOutcome {
  readonly scenario: Scenario;
  readonly files: Pick<ModelFiles, 'modelJson' | 'modelBin'>;
  readonly trainMilliseconds: number;
  readonly rows: ReadonlyMap<StudyKind, readonly StudyRow[]>;
}

const chunk = 100;

interface Answer {
  readonly files?: Pick<ModelFiles, 'modelJson' | 'modelBin'>;
  readonly milliseconds?: number;
  readonly rows?: StudyRow[];
}

export interface StudyOptions {
  readonly threads: number;
  /** Keeps simulated counts in `.cache/`, for runs that change nothing but the analysis. */
  readonly isKept: boolean;
  /** Keeps finished parts, so that the study goes on where it stopped. */
  readonly isResumed?: boolean;
  readonly onProgress?: (done: number, all: number) => void;
}

type Remember = <T>(question: unknown, compute: () => Promise<T>) => Promise<T>;

/**
 * Trains every laboratory's model once and scores the cohorts of its scenarios, on as many threads
 * as are given.
 */
export async function runStudy(
  scenarios: readonly Scenario[],
  sizes: CohortSizes,
  options: StudyOptions,
): Promise<StudyOutcome[]> {
  const pool = createPool(options.threads);
  const remember: Remember = options.isResumed
    ? openStudyCache().remember
    : (_question, compute) => compute();
  const models = new Map<string, Promise<Answer>>();
  let done = 0;
  const all = scenarios.length * [...sizes.values()].reduce((sum, count) => sum + count, 0);
  const outcomes = scenarios.map(async (scenario) => {
    const { isKept } = options;
    const laboratory = { ...scenario, name: '', reads: 0 };
    const key = JSON.stringify(laboratory);
    const training =
      models.get(key) ?? remember(key, () => pool.run({ job: 'train', scenario, isKept }));
    models.set(key, training);
    const { files, milliseconds } = await training;
    const parts = partsOf(sizes).map(async ({ kind, ...part }) => {
      const task = { job: 'score', scenario, isKept, files: files!, kind, ...part } as const;
      const question = [laboratory, scenario.reads, kind, part];
      const { rows } = await remember(question, () => pool.run(task));
      done += rows!.length;
      options.onProgress?.(done, all);
      return { kind, rows: rows! };
    });
    const rows = new Map<StudyKind, StudyRow[]>();
    for (const part of await Promise.all(parts)) {
      rows.set(part.kind, [...(rows.get(part.kind) ?? []), ...part.rows]);
    }
    return { scenario, files: files!, trainMilliseconds: milliseconds!, rows };
  });
  const finished = await Promise.all(outcomes);
  await pool.close();
  return finished;
}

function partsOf(sizes: CohortSizes) {
  return [...sizes].flatMap(([kind, count]) =>
    Array.from({ length: Math.ceil(count / chunk) }, (_, k) => {
      const from = k * chunk;
      return { kind, count, from, to: Math.min(count, from + chunk) };
    }),
  );
}

interface Waiting {
  readonly task: StudyTask;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

/** First come, first served; each thread holds one task. */
function createPool(threads: number) {
  const queue: Waiting[] = [];
  const idle: Worker[] = [];
  const workers: Worker[] = [];
  const next = (worker: Worker) => {
    const waiting = queue.shift();
    if (waiting === undefined) {
      idle.push(worker);
      return;
    }
    worker.removeAllListeners();
    worker.once('error', waiting.reject);
    worker.once('message', (answer: Answer) => {
      waiting.resolve(answer);
      setImmediate(() => next(worker));
    });
    worker.postMessage(waiting.task);
  };
  for (let i = 0; i < threads; i++) {
    workers.push(new Worker(new URL('./study-worker.ts', import.meta.url)));
  }
  idle.push(...workers);
  return {
    run(task: StudyTask): Promise<Answer> {
      return new Promise((resolve, reject) => {
        // Scoring goes first, so that few models wait in memory.
        const waiting = { task, resolve, reject };
        if (task.job === 'score') queue.unshift(waiting);
        else queue.push(waiting);
        const worker = idle.pop();
        if (worker) next(worker);
      });
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}
