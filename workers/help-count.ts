import { closeSync, openSync } from 'node:fs';
import { createBinCounter } from '../src/analysis/bin-counts/count-bins.ts';
import type { CountBinsTask } from './count-bins.ts';
import { readHeader, runLane } from './count-lane.ts';
import { threadKernel } from './kernel.ts';
import { LaneRelay } from './lane-relay.ts';

/** The thread entry of a helper: inflates and counts a share of the file that another counts. */
export default function helpCount(task: CountBinsTask): void {
  const [file] = task.files;
  if (!task.relay) throw new Error('a helper needs a relay');
  const relay = new LaneRelay(task.relay);
  if (!relay.awaitOpening()) return;
  relay.enter();
  try {
    const counter = createBinCounter({ ...task, kernel: threadKernel() });
    const descriptor = openSync(file, 'r');
    const isRead = readHeader(counter, descriptor);
    closeSync(descriptor);
    const scan = counter.scanState();
    if (!isRead || !scan) throw new Error('a helper cannot read the header that was read before');
    const lane = counter.lane();
    scan.clearSums();
    runLane(lane, { file, relay, progress: task.progress });
    relay.leave(scan.sums());
  } catch (error) {
    relay.stop();
    relay.retire();
    throw error;
  }
}
