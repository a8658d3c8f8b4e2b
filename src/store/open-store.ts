import type { HomeFolders } from '../config.ts';
import { type OpenDatabase, openDatabase } from './database.ts';
import {
  type SupervisorLog,
  startEmbeddedPostgres,
} from './embedded-postgres/embedded-postgres.ts';

/** The database of a home: its own server, held while it is open, or that of `DATABASE_URL`. */
export interface OpenStore extends OpenDatabase {
  readonly url: string;
  /** The superuser's address on our own server; null on one that is not ours. */
  readonly adminUrl: string | null;
}

interface StoreOptions {
  readonly folders: HomeFolders;
  readonly databaseUrl: string | null;
  readonly log: SupervisorLog;
  readonly onConnectionLost?: (error: Error) => void;
}

/** Opens the database of a home; our own server is started, or adopted if it runs already. */
export async function openStore(options: StoreOptions): Promise<OpenStore> {
  const { folders, databaseUrl, log } = options;
  const opened = (url: string) =>
    openDatabase(url, { onConnectionLost: options.onConnectionLost ?? (() => undefined) });
  if (databaseUrl !== null) return { ...opened(databaseUrl), url: databaseUrl, adminUrl: null };
  const server = await startEmbeddedPostgres({
    dataFolder: folders.postgres,
    secretsFolder: folders.secrets,
    runtimeFolder: folders.runtime,
    log,
  });
  const database = opened(server.url);
  const close = async () => {
    await database.close();
    await server.stop();
  };
  return { ...database, url: server.url, adminUrl: server.adminUrl, close };
}
