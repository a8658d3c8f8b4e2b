import { createHash } from 'node:crypto';
import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type { Pool, PoolClient } from 'pg';

/** A statement that comes so often is worth keeping prepared on each connection. */
const usesBeforePrepared = 5;
/** Lists of varying length make ever new texts; what is counted and prepared stays bounded. */
const preparedMax = 200;
const countedMax = 2_000;
const textLengthMax = 8_000;
const isData = /^\s*(?:select|insert|update|delete|with)\b/i;
/** The meaning of a star changes when a newer node migrates the tables. */
const hasStar = /[ .]\*/;

/** A pool whose recurring statements are parsed once a connection instead of once a request. */
export function preparingPool(pool: Pool): PostgresPool {
  const nameOf = statementNames();
  const known = new WeakMap<PoolClient, PostgresPoolClient>();
  return {
    options: pool.options,
    connect: async () => {
      const client = await pool.connect();
      const preparing = known.get(client) ?? preparingClient(client, nameOf);
      known.set(client, preparing);
      return preparing;
    },
    end: () => pool.end(),
  };
}

type NameOf = (text: string) => string | undefined;

function statementNames(): NameOf {
  const uses = new Map<string, number>();
  const names = new Map<string, string>();
  return (text) => {
    const name = names.get(text);
    if (name !== undefined || names.size >= preparedMax) return name;
    if (text.length > textLengthMax || !isData.test(text) || hasStar.test(text)) return undefined;
    const count = (uses.get(text) ?? 0) + 1;
    if (uses.size >= countedMax) uses.clear();
    uses.set(text, count);
    if (count < usesBeforePrepared) return undefined;
    const fresh = createHash('sha256').update(text).digest('base64url').slice(0, 22);
    names.set(text, fresh);
    return fresh;
  };
}

function preparingClient(client: PoolClient, nameOf: NameOf): PostgresPoolClient {
  const query = (text: unknown, values?: readonly unknown[]) => {
    if (typeof text !== 'string') return client.query(text as never);
    const name = nameOf(text);
    const statement = { text, values: [...(values ?? [])] };
    return client.query(name === undefined ? statement : { name, ...statement });
  };
  return {
    query: query as unknown as PostgresPoolClient['query'],
    release: (destroy) => client.release(destroy),
  };
}
