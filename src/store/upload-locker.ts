import { ERRORS, type Lock, type Locker, MemoryLocker } from '@tus/server';
import { Client } from 'pg';

/** Keeps two requests from writing one upload at once, on whatever nodes they arrive. */
export interface UploadLocker extends Locker {
  close(): Promise<void>;
}

type Release = () => Promise<void> | void;

const channel = 'banyan_upload_release';
const waitMilliseconds = 30_000;
const askEveryMilliseconds = 100;
/** Keeps the keys of uploads apart from other advisory locks. */
const keySeed = 7_301_006;

/**
 * Locks uploads by advisory locks of PostgreSQL, held by one connection a process; within the
 * process, where that connection may lock again what it holds, by memory. Who waits asks the holder
 * to let go, as tus does: the sender came back while its old connection seems alive. If the
 * connection is lost, so are its locks: whoever held one is made to stop writing.
 */
export function createUploadLocker(url: string): UploadLocker {
  const memory = new MemoryLocker({ acquireLockTimeout: waitMilliseconds });
  const held = new Map<string, Release>();
  let connecting: Promise<Client> | null = null;

  function connection(): Promise<Client> {
    connecting ??= connect().catch((error: unknown) => {
      connecting = null;
      throw error;
    });
    return connecting;
  }

  async function connect(): Promise<Client> {
    const client = new Client({ connectionString: url, application_name: 'banyan uploads' });
    const lose = () => {
      connecting = null;
      for (const release of held.values()) void release();
    };
    client.on('error', lose);
    client.on('notification', ({ payload }) => void held.get(payload ?? '')?.());
    await client.connect();
    await client.query(`listen ${channel}`);
    return client;
  }

  async function acquire(id: string, stopSignal: AbortSignal): Promise<void> {
    const deadline = performance.now() + waitMilliseconds;
    for (;;) {
      const client = await connection();
      const { rows } = await client.query(
        `select pg_try_advisory_lock(hashtextextended($1, ${keySeed})) as locked`,
        [id],
      );
      if (rows[0].locked) return;
      if (stopSignal.aborted || performance.now() > deadline) throw ERRORS.ERR_LOCK_TIMEOUT;
      await client.query('select pg_notify($1, $2)', [channel, id]);
      await new Promise((resolve) => setTimeout(resolve, askEveryMilliseconds));
    }
  }

  function newLock(id: string): Lock {
    const local = memory.newLock(id);
    return {
      async lock(stopSignal, requestRelease) {
        await local.lock(stopSignal, requestRelease);
        try {
          await acquire(id, stopSignal);
          held.set(id, requestRelease);
        } catch (error) {
          await local.unlock();
          throw error;
        }
      },
      async unlock() {
        held.delete(id);
        try {
          const client = await connection();
          await client.query(`select pg_advisory_unlock(hashtextextended($1, ${keySeed}))`, [id]);
        } finally {
          await local.unlock();
        }
      },
    };
  }

  return {
    newLock,
    close: async () => {
      await (await connecting)?.end();
    },
  };
}
