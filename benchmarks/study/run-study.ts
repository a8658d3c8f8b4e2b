import { Worker } from 'node:worker_threads';
import type { ModelFiles } from '../../src/analysis/reference-model/serialise-reference-model.ts';
import type { Scenario, StudyKind } from './scenario.ts';
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

/** Trains every scenario's model and scores its cohorts, on as many threads as are given. */
export async function runStudy(
  scenarios: readonly Scenario[],
  sizes: CohortSizes,
  options: { readonly threads: number; readonly isKept: boolean },
): Promise<StudyOutcome[]> {
  const { isKept } = options;
  const pool = createPool(options.threads);
  const outcomes = scenarios.map(async (scenario) => {
    const trained = await pool.run({ job: 'train', scenario, isKept });
    const files = trained.files!;
    const rows = new Map<StudyKind, StudyRow[]>();
    const parts = [...sizes].flatMap(([kind, count]) =>
      Array.from({ length: Math.ceil(count / chunk) }, async (_, k) => {
        const from = k * chunk;
        const to = Math.min(count, from + chunk);
        const answer = await pool.run({
          job: 'score',
          scenario,
          isKept,
          files,
          kind,
          count,
          from,
          to,
        });
        return { kind, rows: answer.rows! };
      }),
    );
    for (const part of await Promise.all(parts)) {
      rows.set(part.kind, [...(rows.get(part.kind) ?? []), ...part.rows]);
    }
    return { scenario, files, trainMilliseconds: trained.milliseconds!, rows };
  });
  const done = await Promise.all(outcomes);
  await pool.close();
  return done;
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
