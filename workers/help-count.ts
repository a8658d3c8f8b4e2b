import { parentPort, workerData } from 'node:worker_threads';
import type { ScanSums } from '../src/analysis/bam/scan-state.ts';
import type { CountBinsTask } from './count-bins.ts';
import { type FileDigest, hashFile } from './hash-file.ts';

/** What a thread that helps to count one file is started with. */
export interface HelpTask extends CountBinsTask {
  readonly hashes: boolean;
  /** Where it joins in as a lane (`lane-relay.ts`), if it shall. */
  readonly relay?: SharedArrayBuffer;
}

/** Its only message. */
export interface HelpAnswer {
  readonly digest?: FileDigest;
  readonly sums?: ScanSums;
}

const { hashes, relay, ...task } = workerData as HelpTask;
// The hash first: it is also what reads the file ahead.
const digest = hashes ? hashFile(task.files[0]) : undefined;
const sums = relay && (await (await import('./help-lane.ts')).helpLane(task, relay));
parentPort?.postMessage({ digest, sums } satisfies HelpAnswer);
