import type { ScanSums } from '../src/analysis/bam/scan-state.ts';
import { createBinCounter } from '../src/analysis/bin-counts/count-bins.ts';
import { success } from '../src/analysis/data-problem.ts';
import type { CountBinsTask } from './count-bins.ts';
import { readHeader, runLane } from './count-lane.ts';
import { threadKernel } from './kernel.ts';
import { LaneRelay } from './lane-relay.ts';
import { ownThread as thread } from './lane-thread.ts';
import { withFileOpen } from './read-file.ts';

/** Inflates and counts a share of the file that another thread leads; nothing if it is late. */
export async function helpLane(
  task: CountBinsTask,
  memory: SharedArrayBuffer,
): Promise<ScanSums | undefined> {
  const relay = new LaneRelay(memory, thread);
  if (!(await relay.isOpen())) return undefined;
  const sums = await withFileOpen(task.files[0], async (descriptor) => {
    const counter = createBinCounter({ ...task, kernel: threadKernel() });
    const isRead = readHeader(counter, descriptor);
    const scan = counter.scanState();
    if (!isRead || !scan) throw new Error('a helper cannot read the header that was read before');
    const lane = counter.lane();
    scan.clearSums();
    await runLane(lane, { descriptor, relay, thread, progress: task.progress });
    return success(scan.sums());
  });
  if (!sums.ok) throw new Error(`a helper cannot read on: ${sums.problem.detail}`);
  return sums.value;
}
