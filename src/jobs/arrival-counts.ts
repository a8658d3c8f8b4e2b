import type { Logger } from 'pino';
import type { FollowUploadTask } from '../../workers/follow-upload.ts';
import { countStatePath, type UploadFolders, uploadPaths } from '../store/upload-files.ts';
import type { CountSettings } from './count-settings.ts';
import type { WorkerPool } from './worker-pool.ts';

/** Uploads one thread follows at a time; each takes some 2 MB of memory. */
const uploadsPerThreadMax = 16;
/** An upload that rested so long makes room for another, milliseconds. */
const restMax = 30_000;

/** Counts uploads while they arrive; where it cannot, the count job reads the whole file. */
export interface ArrivalCounts {
  /** Tells that more of an upload may be there. */
  nudge(uploadId: string): void;
  /** Resolves when all of a whole upload is counted and kept on disk; false if nobody did it. */
  finish(uploadId: string): Promise<boolean>;
  close(): Promise<void>;
}

interface ArrivalOptions extends CountSettings {
  /** Pools of one thread each, which remembers the uploads it follows; none: no following. */
  readonly threads: readonly WorkerPool[];
  readonly folders: UploadFolders;
  readonly softwareVersion: string;
  /** Where decoding is added up. */
  readonly decoded: SharedArrayBuffer;
  readonly log: Logger;
}

interface Arrival {
  readonly thread: WorkerPool;
  hasMore: boolean;
  isOver: boolean;
  running: Promise<void> | null;
  ending: Promise<boolean> | null;
  nudgedAt: number;
}

/** Follows as many uploads as its threads may hold; the others are counted at their end. */
export function createArrivalCounts(options: ArrivalOptions): ArrivalCounts {
  const { threads, log } = options;
  const arrivals = new Map<string, Arrival>();
  const step = (id: string, { thread }: Arrival, name: FollowUploadTask['step']) =>
    thread.run('follow-upload', taskOf(options, id, name));

  async function run(id: string, arrival: Arrival): Promise<void> {
    try {
      while (arrival.hasMore && !arrival.isOver) {
        arrival.hasMore = false;
        const answer = await step(id, arrival, 'go-on');
        if (answer === 'behind') arrival.hasMore = true;
        if (answer === 'refused') arrival.isOver = true;
      }
    } catch (error) {
      arrival.isOver = true;
      log.warn({ err: error, upload: id }, 'an upload is counted at its end, not on the way');
    } finally {
      arrival.running = null;
    }
  }

  /** The upload's place on the thread with the fewest, if one has room. */
  function admit(id: string): Arrival | undefined {
    makeRoom();
    const loads = threads.map((thread) => ({
      thread,
      load: [...arrivals.values()].filter((arrival) => arrival.thread === thread).length,
    }));
    const [least] = loads.sort((one, other) => one.load - other.load);
    if (least === undefined || least.load >= uploadsPerThreadMax) return undefined;
    const arrival = {
      ...{ thread: least.thread, hasMore: false, isOver: false, running: null, ending: null },
      nudgedAt: performance.now(),
    };
    arrivals.set(id, arrival);
    return arrival;
  }

  function makeRoom(): void {
    for (const [id, arrival] of arrivals) {
      if (arrival.running || arrival.ending || performance.now() - arrival.nudgedAt < restMax)
        continue;
      arrivals.delete(id);
      if (!arrival.isOver) void step(id, arrival, 'leave').catch(() => undefined);
    }
  }

  return {
    nudge(id) {
      const arrival = arrivals.get(id) ?? admit(id);
      if (arrival === undefined) return;
      arrival.nudgedAt = performance.now();
      arrival.hasMore = true;
      arrival.running ??= run(id, arrival);
    },
    async finish(id) {
      const arrival = arrivals.get(id);
      if (arrival === undefined) return false;
      arrival.ending ??= end(id, arrival).finally(() => arrivals.delete(id));
      return arrival.ending;
    },
    close: async () => {
      const open = [...arrivals].filter(([, { isOver, ending }]) => !isOver && !ending);
      for (const arrival of arrivals.values()) arrival.isOver = true;
      // A process that is stopped in good order leaves nothing to count again.
      await Promise.allSettled(open.map(([id, arrival]) => step(id, arrival, 'leave')));
      await Promise.all(threads.map((thread) => thread.close()));
    },
  };

  async function end(id: string, arrival: Arrival): Promise<boolean> {
    await arrival.running;
    if (arrival.isOver) return false;
    try {
      for (;;) {
        const answer = await step(id, arrival, 'end');
        if (answer !== 'behind') return answer === 'left';
      }
    } catch (error) {
      log.warn({ err: error, upload: id }, 'an upload is counted at its end, not on the way');
      return false;
    }
  }
}

function taskOf(
  { folders, softwareVersion, ...options }: ArrivalOptions,
  id: string,
  step: FollowUploadTask['step'],
): FollowUploadTask {
  const { binSizeBases, mappingQualityMin, duplicates, decoded } = options;
  return {
    ...{ id, step, softwareVersion, binSizeBases, mappingQualityMin, duplicates, decoded },
    files: uploadPaths(folders, id),
    stateFile: countStatePath(folders, id),
  };
}
