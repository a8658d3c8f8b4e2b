import { type Kysely, sql, type Transaction } from 'kysely';
import type { CheckpointKey } from '../security/checkpoint-key.ts';
import { advisoryLocks } from './advisory-locks.ts';
import { appendCheckpoint, type ChainState, lastCheckpoint } from './checkpoint-files.ts';

/** A checkpoint is due after so many events, or so long after the last if there are any. */
const eventCountDue = 1000;
const millisecondsDue = 5 * 60_000;

interface KeepOptions<Tables> {
  readonly kysely: Kysely<Tables>;
  /** Where the lines go: best a folder that the database's administrators cannot write to. */
  readonly folder: string;
  readonly key: CheckpointKey;
  readonly clock: () => Date;
  readonly log: { warn(details: object, message: string): void };
}

/**
 * Notes outside the database how the audit chain stands, whenever asked and it is due, and at last:
 * a chain rewritten from its beginning agrees with itself, but not with what was signed before. Of
 * the processes on one database one writes at a time, whoever finds the lock free.
 */
export function keepCheckpoints<Tables>(options: KeepOptions<Tables>): {
  note(): Promise<void>;
  stop(): Promise<void>;
} {
  const { kysely, folder, key, clock, log } = options;
  let last = lastCheckpoint(folder, key.id);
  let running: Promise<void> = Promise.resolve();
  const isDue = (end: ChainEnd) => {
    const age = clock().getTime() - Date.parse(last?.at ?? new Date(0).toISOString());
    return end.sequence - (last?.sequence ?? 0) >= eventCountDue || age >= millisecondsDue;
  };
  const note = async (isLast: boolean) => {
    const due = (end: ChainEnd) => end.sequence > (last?.sequence ?? 0) && (isLast || isDue(end));
    if (!due(await chainEnd(kysely))) return;
    await kysely.transaction().execute(async (tx) => {
      if (!(await takeTurn(tx))) return;
      // Another process of this key may have written since.
      last = lastCheckpoint(folder, key.id);
      const end = await chainEnd(tx);
      if (!due(end)) return;
      const state = { ...end, at: clock().toISOString() };
      appendCheckpoint(folder, key, state);
      last = state;
    });
  };
  const noteSafely = (isLast: boolean) => {
    running = running
      .then(() => note(isLast))
      .catch((error: unknown) => log.warn({ err: error }, 'no audit checkpoint could be written'));
    return running;
  };
  return { note: () => noteSafely(false), stop: () => noteSafely(true) };
}

/** False while another process writes; the turn ends with the transaction. */
async function takeTurn<Tables>(tx: Transaction<Tables>): Promise<boolean> {
  const { rows } = await sql<{ held: boolean }>`
    select pg_try_advisory_xact_lock(${advisoryLocks.checkpoint}::bigint) as held`.execute(tx);
  return rows[0].held;
}

type ChainEnd = Pick<ChainState, 'sequence' | 'hash'>;

async function chainEnd<Tables>(db: Kysely<Tables>): Promise<ChainEnd> {
  const { rows } = await sql<{ sequence: number | string; hash: Buffer }>`
    select sequence, hash from audit_event order by sequence desc limit 1`.execute(db);
  return { sequence: Number(rows[0]?.sequence ?? 0), hash: rows[0]?.hash.toString('hex') ?? '' };
}
