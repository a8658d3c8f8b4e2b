import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { SetupProblem } from '../../security/setup-problem.ts';
import { canReach, type ServerAccount } from './server-account.ts';
import { asAccount, type ServerPrograms } from './server-programs.ts';

const draftPrefix = 'initdb-';
const staleDraftMs = 600_000;

/** As root: where clusters go whose account cannot walk to their home. */
export const reachableFolder = '/var/lib/banyan';

/** Where one cluster lives. */
export interface ClusterFolder {
  /** Holds the cluster and the server's log; not writable by the server's account. */
  readonly folder: string;
  /** PostgreSQL's own data directory. */
  readonly cluster: string;
  readonly log: string;
}

/**
 * The folder for the cluster. As root the server runs as another account, which must be able to
 * walk to its data; where it cannot (a home below /root), the data is placed below
 * `reachableFolder` and `dataFolder` becomes a link to it, which a backup has to follow.
 */
export function placeClusterFolder(
  dataFolder: string,
  options: { account: ServerAccount | null; reachableFolder: string },
): ClusterFolder {
  const { account } = options;
  if (account === null) {
    mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
    return clusterFolder(realpathSync(dataFolder));
  }
  makeWalkable(dirname(dataFolder));
  if (lstatSync(dataFolder, { throwIfNoEntry: false }) === undefined) {
    if (canReach(dirname(dataFolder), account)) makeWalkable(dataFolder);
    else linkTo(options.reachableFolder, dataFolder);
  }
  const folder = realpathSync(dataFolder);
  if (canReach(folder, account)) return clusterFolder(folder);
  throw new SetupProblem(
    `the database's account ${account.name} cannot walk to ${folder}: ` +
      `run chmod o+x on each folder above it, or move the home elsewhere`,
  );
}

/**
 * Makes the cluster if there is none: beside, then renamed, so that a half-made one never starts.
 */
export function ensureCluster(
  { folder, cluster }: ClusterFolder,
  options: {
    readonly account: ServerAccount | null;
    readonly programs: ServerPrograms;
    readonly password: string;
    readonly user: string;
    readonly durable: boolean;
  },
): void {
  removeStaleDrafts(folder);
  if (existsSync(cluster)) {
    assertOwn(cluster, options.account);
    return;
  }
  const draft = mkdtempSync(join(folder, draftPrefix));
  try {
    const passwordFile = join(draft, 'password');
    writeFileSync(passwordFile, options.password, { mode: 0o600, flag: 'wx' });
    giveTo(options.account, [draft, passwordFile]);
    runInitdb(join(draft, 'cluster'), { ...options, passwordFile });
    renameSync(join(draft, 'cluster'), cluster);
    if (options.durable) syncFolder(folder);
  } catch (error) {
    // Another process was quicker.
    if (!existsSync(cluster)) throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/**
 * A cluster made by root belongs to another account: say so, rather than fail in the server's log.
 */
function assertOwn(cluster: string, account: ServerAccount | null): void {
  const { uid } = statSync(cluster);
  const wanted = account?.uid ?? process.getuid?.() ?? uid;
  if (uid === wanted) return;
  throw new SetupProblem(`${cluster} belongs to user ${uid}: start as that user, or as root`);
}

function clusterFolder(folder: string): ClusterFolder {
  return { folder, cluster: join(folder, 'cluster'), log: join(folder, 'server.log') };
}

function runInitdb(
  cluster: string,
  options: {
    readonly account: ServerAccount | null;
    readonly programs: ServerPrograms;
    readonly passwordFile: string;
    readonly user: string;
    readonly durable: boolean;
  },
): void {
  const words = [
    ...['-D', cluster, '-U', options.user, `--pwfile=${options.passwordFile}`],
    ...['--auth=scram-sha-256', '--data-checksums', '--encoding=UTF8', '--locale=C'],
    // The built-in locale sorts alike on every machine; that of the system does not.
    ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
    ...(options.durable ? [] : ['--no-sync']),
  ];
  const { error, status, stderr } = spawnSync(options.programs.initdb, words, {
    ...asAccount(options.account),
    encoding: 'utf8',
  });
  if (error === undefined && status === 0) return;
  throw new Error(`initdb failed: ${error?.message ?? String(stderr).trim()}`);
}

function makeWalkable(folder: string): void {
  if (existsSync(folder)) return;
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o711);
}

function linkTo(reachable: string, dataFolder: string): void {
  const name = createHash('sha256').update(dataFolder).digest('hex').slice(0, 16);
  const place = join(reachable, name, 'postgres');
  makeWalkable(reachable);
  makeWalkable(dirname(place));
  makeWalkable(place);
  symlinkSync(place, dataFolder);
}

function giveTo(account: ServerAccount | null, paths: string[]): void {
  if (account === null) return;
  for (const path of paths) chownSync(path, account.uid, account.gid);
}

/** What a process killed within initdb left behind. */
function removeStaleDrafts(folder: string): void {
  for (const name of readdirSync(folder).filter((entry) => entry.startsWith(draftPrefix))) {
    const path = join(folder, name);
    const madeMs = statSync(path, { throwIfNoEntry: false })?.ctimeMs ?? Date.now();
    if (Date.now() - madeMs > staleDraftMs) rmSync(path, { recursive: true, force: true });
  }
}

function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
}
