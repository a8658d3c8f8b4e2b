import { stat } from 'node:fs/promises';
import type { CountBinsTask } from '../../workers/count-bins.ts';
import type { BinCounts } from '../analysis/bin-counts/bin-counts.ts';
import type { Result } from '../analysis/data-problem.ts';
import { createDigest, hashBeside } from './hash-beside.ts';
import type { WorkerPool } from './worker-pool.ts';

/** Most memory that threads on one file share; only what they use is taken. */
const relaySizeMax = 256 * 1024 * 1024;

/**
 * Counts one sample on several threads of the pool: the first reads and counts, the others help as
 * they come free, and this thread takes the file's hash beside them. What cannot be read twice (a
 * pipe), or is several files, is counted by one thread.
 */
export async function countOnThreads(
  pool: WorkerPool,
  task: CountBinsTask,
  threads: number,
): Promise<Result<BinCounts>> {
  const [file] = task.files;
  if (task.files.length !== 1 || !(await isFile(file))) return pool.run('count-bins', task);
  const digest = createDigest();
  const relay =
    threads > 1 ? new SharedArrayBuffer(128, { maxByteLength: relaySizeMax }) : undefined;
  const shared = { ...task, digest, ...(relay && { relay }) };
  // First in the queue: the helpers wait for it, and would keep it from the only thread.
  const counting = pool.run('count-bins', shared);
  const helpers = Array.from({ length: threads - 1 }, () => pool.run('help-count', shared));
  const [counts] = await Promise.all([counting, hashBeside(file, digest), ...helpers]);
  return counts;
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
