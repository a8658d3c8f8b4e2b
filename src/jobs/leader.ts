import type { Logger } from 'pino';
import { type LeaderSeat, openLeaderSeat } from '../store/leader-lock.ts';

/** Something that one process does for all, again and again. */
export interface Duty {
  readonly name: string;
  readonly everyMilliseconds: number;
  /** Harmless if another process does it at the same moment, as when the lead has just changed. */
  readonly run: () => Promise<unknown>;
}

interface LeaderOptions {
  readonly url: string;
  readonly duties: readonly Duty[];
  readonly log: Pick<Logger, 'info' | 'warn'>;
}

/** How often one who does not lead asks for the lead, and who leads makes sure of it. */
const askMilliseconds = 1000;

/**
 * Does the duties of all processes on one database in one of them. When that one stops or dies,
 * another leads within some two seconds. Duties are judged by the clock since the lead was taken:
 * each is done at once and then in its time.
 */
export function startLeader({ url, duties, log }: LeaderOptions): {
  readonly isLeading: () => boolean;
  stop(): Promise<void>;
} {
  const stopping = new AbortController();
  const doneAt = new Map<Duty, number>();
  let seat: LeaderSeat | null = null;
  let isLeading = false;

  const lose = () => {
    if (isLeading && !stopping.signal.aborted) log.warn('lost the lead with its connection');
    seat = null;
    isLeading = false;
    doneAt.clear();
  };

  async function step(): Promise<void> {
    seat ??= await openLeaderSeat(url, lose);
    const isOurs = await seat.take();
    if (isOurs && !isLeading) log.info('leads: timers and cleaning are done here');
    isLeading = isOurs;
    for (const duty of isOurs ? duties : []) {
      if (stopping.signal.aborted) return;
      if (performance.now() - (doneAt.get(duty) ?? -Infinity) < duty.everyMilliseconds) continue;
      doneAt.set(duty, performance.now());
      await duty.run().catch((error: unknown) => {
        log.warn({ err: error, duty: duty.name }, 'a duty failed, to be done again in its time');
      });
    }
  }

  async function lead(): Promise<void> {
    while (!stopping.signal.aborted) {
      await step().catch(async (error: unknown) => {
        const broken = seat;
        lose();
        log.warn({ err: error }, 'nobody knows who leads: asking again');
        await broken?.leave().catch(() => undefined);
      });
      await rest(stopping.signal);
    }
    await seat?.leave().catch(() => undefined);
  }

  const leading = lead();
  return {
    isLeading: () => isLeading,
    stop: async () => {
      stopping.abort();
      await leading;
    },
  };
}

function rest(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, askMilliseconds);
    signal.addEventListener('abort', end);
  });
}
