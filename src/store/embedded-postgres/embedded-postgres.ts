import { createHmac, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ensureSecretFile, openSecretsFolder, readSecretFile } from '../../security/secret-file.ts';
import { SetupProblem } from '../../security/setup-problem.ts';
import { applicationName, ensureApplication } from './application-database.ts';
import {
  reachableFolder as defaultReachableFolder,
  ensureCluster,
  placeClusterFolder,
} from './cluster-folder.ts';
import { serverAccount } from './server-account.ts';
import { holdServer, type ServerHold } from './server-hold.ts';
import { clusterIdentifier } from './server-identity.ts';
import { packagedServer, prepareServerPrograms } from './server-programs.ts';

/** Where the supervisor writes its few lines; a pino logger fits. */
export interface SupervisorLog {
  info(message: string): void;
  warn(message: string): void;
}

export interface EmbeddedPostgresOptions {
  /** Holds the cluster; part of the backup set. */
  readonly dataFolder: string;
  /** Holds the database password; beside, never inside, the backup set. */
  readonly secretsFolder: string;
  readonly log: SupervisorLog;
  /**
   * Copies of the server's programs, where they are needed. Default: `runtime` beside the secrets.
   */
  readonly runtimeFolder?: string;
  /** As root: where data goes if the server's account cannot walk to `dataFolder`. */
  readonly reachableFolder?: string;
  /** False only in tests: no fsync, and a crash of the machine may lose the cluster. */
  readonly durable?: boolean;
}

export interface EmbeddedPostgres {
  /** The service's own database, as a role that is no superuser. */
  readonly url: string;
  /** The database `postgres` as the superuser: to make databases and backups. */
  readonly adminUrl: string;
  /** Whether the server was already running. */
  readonly adopted: boolean;
  readonly systemIdentifier: string;
  /** Lets go of the server, and stops it unless another process still uses it. */
  stop(): Promise<void>;
}

/** The secret file of the superuser's password. */
export const databasePasswordName = 'database-password';
const superuser = 'banyan_admin';

/**
 * Starts the PostgreSQL 18 that comes with the npm packages, or adopts the one that outlived an
 * earlier process. While it is held, a server that dies is started again on the same port.
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const { dataFolder, secretsFolder, log, durable = true } = options;
  const runtimeFolder = options.runtimeFolder ?? join(dirname(secretsFolder), 'runtime');
  const reachableFolder = options.reachableFolder ?? defaultReachableFolder;
  const account = serverAccount(join(dataFolder, 'cluster'));
  const place = placeClusterFolder(dataFolder, { account, reachableFolder });
  const password = databasePassword(secretsFolder, existsSync(place.cluster));
  const programs = prepareServerPrograms(packagedServer(), {
    account,
    copyFolder: place.folder.startsWith(reachableFolder) ? dirname(place.folder) : runtimeFolder,
  });
  ensureCluster(place, { account, programs, password, user: superuser, durable });
  if (account?.name === 'nobody') {
    log.warn(
      'the database runs as nobody, for want of an account postgres: give it one of its own',
    );
  }
  const hold = await holdServer({
    start: { place, programs, account, durable },
    login: { user: superuser, password },
    log,
  });
  // Its own, so that an address of the service's database that leaks does not open the server.
  const applicationPassword = createHmac('sha256', password).update(applicationName).digest('hex');
  await ensureApplication(hold.adminUrl, applicationPassword);
  return held(hold, {
    password: applicationPassword,
    systemIdentifier: clusterIdentifier(place.cluster),
  });
}

function held(
  hold: ServerHold,
  { password, systemIdentifier }: { password: string; systemIdentifier: string },
): EmbeddedPostgres {
  const address = `127.0.0.1:${hold.port}`;
  return {
    url: `postgresql://${applicationName}:${password}@${address}/${applicationName}`,
    adminUrl: hold.adminUrl,
    adopted: hold.adopted,
    systemIdentifier,
    stop: hold.release,
  };
}

/**
 * Made with the cluster; a cluster whose password is gone is not given a new one behind our back.
 */
function databasePassword(secretsFolder: string, clusterExists: boolean): string {
  openSecretsFolder(secretsFolder);
  if (clusterExists && readSecretFile(secretsFolder, databasePasswordName) === null) {
    throw new SetupProblem(
      `${join(secretsFolder, databasePasswordName)} is missing, but the database exists: put it back`,
    );
  }
  const make = () => `${randomBytes(32).toString('base64url')}\n`;
  return ensureSecretFile(secretsFolder, databasePasswordName, make).text.trim();
}
