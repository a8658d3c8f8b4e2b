import { MessageChannel } from 'node:worker_threads';
import type { TrainedFiles, TrainReferenceTask } from '../../workers/train-reference.ts';
import type { Result } from '../analysis/data-problem.ts';
import type { WorkerPool } from './worker-pool.ts';

/** Words of the crew's memory before those of the helpers; the first says that one has died. */
const fixedWords = 8;

/**
 * Trains a reference model on several threads of the pool: the first leads, the others do parts of
 * its steps as they come free. The model has the same bytes on any number of threads.
 */
export async function trainOnThreads(
  pool: WorkerPool,
  task: Omit<TrainReferenceTask, 'link'>,
  threads: number,
): Promise<Result<TrainedFiles>> {
  const channels = Array.from({ length: threads - 1 }, () => new MessageChannel());
  const wordCount = fixedWords + channels.length;
  const words = new SharedArrayBuffer(wordCount * Int32Array.BYTES_PER_ELEMENT);
  const ports = channels.map(({ port1 }) => port1);
  // First in the queue: the helpers wait for it, and would keep it from the only thread.
  const link = { words, ports };
  const training = pool.run('train-reference', { ...task, link }, { transfer: ports });
  const helpers = channels.map(({ port2: port }, place) =>
    pool
      .run('help-train', { link: { words, port, place } }, { transfer: [port] })
      .catch((error: unknown) => {
        Atomics.store(new Int32Array(words), 0, 1);
        throw error;
      }),
  );
  const [trained] = await Promise.all([training, ...helpers]);
  return trained;
}
