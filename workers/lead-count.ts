import { basename } from 'node:path';
import { addScanSums } from '../src/analysis/bam/add-scan-sums.ts';
import type { BinCounts } from '../src/analysis/bin-counts/bin-counts.ts';
import { toBinCounts } from '../src/analysis/bin-counts/bin-tally.ts';
import { createBinCounter } from '../src/analysis/bin-counts/count-bins.ts';
import { type DataProblem, failure, type Result, success } from '../src/analysis/data-problem.ts';

import type { CountBinsTask } from './count-bins.ts';
import { readHeader, runLane } from './count-lane.ts';
import { identityOf } from './hash-file.ts';
import type { HelpAnswer } from './help-count.ts';
import { threadKernel } from './kernel.ts';
import { LaneRelay } from './lane-relay.ts';
import { createSharedThread } from './lane-thread.ts';
import { withFileOpen } from './read-file.ts';

export interface LeadCountTask extends CountBinsTask {
  /** What the helpers were started with. */
  readonly relay: SharedArrayBuffer;
  /** What they have counted, and one of them the file's hash; rejects if one dies. */
  readonly helpers: Promise<readonly HelpAnswer[]>;
}

/**
 * Counts one file on the thread that calls, whose event loop goes on; the first lane, which reads
 * the header, lets the helpers in, and adds up what all have counted.
 */
export default async function leadCount(task: LeadCountTask): Promise<Result<BinCounts>> {
  const [file] = task.files;
  const thread = createSharedThread();
  const relay = new LaneRelay(task.relay, thread);
  task.helpers.catch(() => relay.stop());
  try {
    const counts = await withFileOpen(file, (descriptor) =>
      countInLanes(task, { descriptor, relay, thread, progress: task.progress }),
    );
    return counts.ok ? counts : failure({ ...counts.problem, file: basename(file) });
  } finally {
    // Whatever happened, no helper waits for more.
    relay.stop();
  }
}

async function countInLanes(
  task: LeadCountTask,
  place: Parameters<typeof runLane>[1],
): Promise<Result<BinCounts>> {
  const { descriptor, relay } = place;
  const counter = createBinCounter({ ...task, kernel: threadKernel() });
  const isRead = readHeader(counter, descriptor);
  const scan = counter.scanState();
  if (!isRead || !scan) return failure(problemOf(counter.finish()));
  const lane = counter.lane();
  relay.open(lane.start);
  await runLane(lane, place);
  // A helper may still be at the last stretch, and find what is wrong with it.
  const helpers = relay.problem() ? [] : await task.helpers;
  const problem = relay.problem();
  if (problem) return failure(problem);
  if (!relay.isWhole()) throw new Error('a lane ended before the file did');
  const sums = helpers.reduce(
    (sum, { sums }) => (sums ? addScanSums(sum, sums) : sum),
    scan.sums(),
  );
  const tally = counter.tallyOf(sums);
  if (!tally.ok) return tally;
  const digest = helpers.find((help) => help.digest)?.digest;
  if (digest?.identity !== identityOf(descriptor)) return failure(changed());
  const source = { file: basename(task.files[0]), sha256: digest.sha256 };
  return success(toBinCounts(tally.value, task.sample, [source]));
}

function problemOf(result: Result<unknown>): DataProblem {
  if (result.ok) throw new Error('a header that was not read has no problem');
  return result.problem;
}

function changed(): DataProblem {
  const detail = 'the file cannot be read twice, or changed while it was read';
  return { kind: 'file-unreadable', detail };
}
