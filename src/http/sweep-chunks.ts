import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Taken bytes after which their chunks are let go; some 2 ms of work on a busy heap. */
const sweepEveryBytes = 16 * 2 ** 20;

type Collect = (options: { readonly type: 'minor' }) => void;

let collect: Collect | undefined;
let takenBytes = 0;

/**
 * Has the chunks of written parts freed, by a collection of the young objects alone. Node's parser
 * copies a body into chunks of its own, V8 counts them as memory in use, and would, for want of
 * young objects to collect, mark the whole heap anew for every 50 MB that come.
 */
export function sweepChunks(sizeBytes: number): void {
  takenBytes += sizeBytes;
  if (takenBytes < sweepEveryBytes) return;
  takenBytes = 0;
  collect ??= minorCollector();
  collect({ type: 'minor' });
}

/** V8 hands its collector to contexts that are made while the flag is set. */
function minorCollector(): Collect {
  setFlagsFromString('--expose-gc');
  const collector: Collect = runInNewContext('gc');
  setFlagsFromString('--no-expose-gc');
  return collector;
}
