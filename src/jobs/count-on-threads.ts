import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { CountBinsTask } from '../../workers/count-bins.ts';
import type { HelpAnswer, HelpTask } from '../../workers/help-count.ts';
import type { LeadCountTask } from '../../workers/lead-count.ts';
import type { BinCounts } from '../analysis/bin-counts/bin-counts.ts';
import type { Result } from '../analysis/data-problem.ts';
import { workerEntry } from './worker-entry.ts';

type Count = Result<BinCounts>;

/** Room to pass the longest record (32 MiB) from lane to lane; only what is used is taken. */
const relaySizeMax = 64 * 1024 * 1024;

/**
 * Counts one sample on this thread and, if its file allows, others beside: `threads` of them decode,
 * this one included, and one takes the file's hash: where no core is left for it, the first helper
 * before it decodes. Threads are started for the file and end with it. What cannot be read twice (a
 * pipe), or is several files, is counted by this thread alone.
 */
export async function countOnThreads(task: CountBinsTask, threads: number): Promise<Count> {
  const [file] = task.files;
  if (task.files.length !== 1 || !(await isFile(file))) {
    return (await entry<(task: CountBinsTask) => Count>('count-bins'))(task);
  }
  const relay = new SharedArrayBuffer(128, { maxByteLength: relaySizeMax });
  const helpers = dutiesOf(threads, relay).map((duty) => startHelper({ ...task, ...duty }));
  const answers = Promise.all(helpers.map(({ answer }) => answer));
  // Heard by the lead, which may not be loaded yet.
  answers.catch(() => undefined);
  try {
    const leadCount = await entry<(task: LeadCountTask) => Promise<Count>>('lead-count');
    return await leadCount({ ...task, relay, helpers: answers });
  } finally {
    await Promise.all(helpers.map(({ worker }) => worker.terminate()));
  }
}

/** What each helper does: one takes the hash, and decodes too if there is no core for another. */
function dutiesOf(threads: number, relay: SharedArrayBuffer) {
  const lanes = Array.from({ length: threads - 1 }, () => ({ hashes: false, relay }));
  const [first, ...others] = lanes;
  const isCoreLeft = threads < availableParallelism();
  return first === undefined || isCoreLeft
    ? [{ hashes: true }, ...lanes]
    : [{ ...first, hashes: true }, ...others];
}

function startHelper(task: HelpTask): { worker: Worker; answer: Promise<HelpAnswer> } {
  const worker = new Worker(workerEntry('help-count'), { workerData: task });
  const answer = new Promise<HelpAnswer>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('a thread that helped to count has ended early')));
  });
  return { worker, answer };
}

/** Loaded when it is needed, as a pool does for its threads. */
async function entry<F>(name: string): Promise<F> {
  const loaded: { readonly default: F } = await import(workerEntry(name).href);
  return loaded.default;
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
