import { Kysely, PostgresDialect } from 'kysely';
import { type CustomTypesConfig, Pool, types } from 'pg';
import { preparingPool } from './preparing-pool.ts';
import type { Tables } from './tables.ts';

/** The tables as kysely sees them. */
export type Database = Tables;

/** The service's database: kysely for statements, the pool for whoever brings its own SQL. */
export interface OpenDatabase {
  readonly kysely: Kysely<Database>;
  readonly pool: Pool;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** Connections at most. */
  readonly connectionCountMax?: number;
  /** Told of connections lost while idle; the pool makes new ones by itself. */
  readonly onConnectionLost?: (error: Error) => void;
}

/**
 * Opens a pool on the database. 64-bit whole numbers arrive as numbers, and throw where a number
 * would round them; a calendar day arrives as its text, since a Date would move it by the time
 * zone; times arrive as Date.
 */
export function openDatabase(url: string, options: DatabaseOptions = {}): OpenDatabase {
  const pool = new Pool({
    connectionString: url,
    max: options.connectionCountMax ?? 10,
    application_name: 'banyan',
    connectionTimeoutMillis: 30_000,
    types: columnTypes,
  });
  // Without a listener a server that goes away would end the process.
  pool.on('error', options.onConnectionLost ?? (() => undefined));
  // So would one that goes away between two statements of a transaction: the pool does not listen
  // for a client it has lent; whoever borrowed it learns from the next statement.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const kysely = new Kysely<Database>({
    dialect: new PostgresDialect({ pool: preparingPool(pool) }),
  });
  // Destroying kysely ends the pool.
  return { kysely, pool, close: () => kysely.destroy() };
}

/** A whole number of the database as a number, or an error if it has more than 53 bits. */
export function safeInteger(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value)) return value;
  throw new RangeError(`the database holds ${text}, more than a number keeps exactly`);
}

const columnTypes: CustomTypesConfig = {
  getTypeParser: (oid, format) => {
    if (format === 'binary') return types.getTypeParser(oid, 'binary');
    if (oid === types.builtins.INT8) return safeInteger;
    if (oid === types.builtins.DATE) return (text: string) => text;
    return types.getTypeParser(oid, 'text');
  },
};
