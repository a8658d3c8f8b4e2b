import { Client } from 'pg';
import { advisoryLocks } from './advisory-locks.ts';

/** A place in the line of those who would lead. */
export interface LeaderSeat {
  /** Asks for the lead; true if it is ours now, or was already. Throws when the session is gone. */
  take(): Promise<boolean>;
  /** Gives up the lead, or the place in the line. */
  leave(): Promise<void>;
}

/**
 * Takes a place in the line. The lead is an advisory lock of one session: it goes when the process
 * dies, when its connection breaks, and after some ten seconds of silence on the network, which the
 * server is told to notice; nobody needs a clock for it.
 */
export async function openLeaderSeat(url: string, onLost: () => void): Promise<LeaderSeat> {
  const client = new Client({
    ...{ connectionString: url, application_name: 'banyan leader', keepAlive: true },
    connectionTimeoutMillis: 5000,
  });
  client.on('error', onLost);
  await client.connect();
  await client.query(
    `set tcp_keepalives_idle = 4; set tcp_keepalives_interval = 2; set tcp_keepalives_count = 3`,
  );
  let isOurs = false;
  return {
    take: async () => {
      const asked = isOurs ? 'select true as held' : `select pg_try_advisory_lock($1) as held`;
      const { rows } = await client.query(asked, isOurs ? [] : [advisoryLocks.leader]);
      isOurs = rows[0].held;
      return isOurs;
    },
    leave: () => client.end(),
  };
}
