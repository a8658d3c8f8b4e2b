import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { HomeFolders } from '../../config.ts';
import type { CheckpointKey } from '../../security/checkpoint-key.ts';
import type { MasterKey } from '../../security/master-key.ts';
import { SetupProblem } from '../../security/setup-problem.ts';
import { uuidV7 } from '../../security/uuid-v7.ts';
import { appendAuditEvents } from '../audit-store.ts';
import { clusterIdentifier } from '../embedded-postgres/server-identity.ts';
import { keepCheckpoints } from '../keep-checkpoints.ts';
import type { OpenStore } from '../open-store.ts';
import { type BackupContent, manifestPath, manifestText } from './backup-manifest.ts';
import { copyCluster } from './copy-cluster.ts';
import { type CopiedFolder, copyFolder, sizeOfFolder } from './copy-folder.ts';

interface BackupOptions {
  readonly store: OpenStore & { readonly adminUrl: string };
  readonly folders: HomeFolders;
  readonly masterKey: MasterKey;
  readonly checkpointKey: CheckpointKey;
  /** Missing or empty. */
  readonly to: string;
  readonly clock: () => Date;
  readonly softwareVersion: string;
  readonly onProgress: (doneBytes: number, totalBytes: number) => void;
}

/**
 * Backs a home up while the service writes. The order makes every part agree with the database as
 * of its end: checkpoints before it (none may witness what it does not hold), run files after it
 * (whatever it names is there). The manifest is written last; until then the folder is no backup.
 */
export async function makeBackup(options: BackupOptions): Promise<BackupContent> {
  const { store, folders, to, clock, masterKey } = options;
  await openBackupFolder(to);
  const startedAt = clock().toISOString();
  const id = uuidV7();
  const made = { actor: 'system', action: 'backup.make', subject: `backup/${id}`, detail: {} };
  await store.kysely
    .transaction()
    .execute((tx) => appendAuditEvents(tx, [{ at: clock(), ...made }]));
  const onBytes = await progress(options);
  await noteChain(options);
  const cluster = join(folders.postgres, 'cluster');
  const checkpoints = await copyFolder({
    ...{ from: folders.checkpoints, to, below: 'checkpoints', onBytes },
  });
  const database = await copyCluster({ adminUrl: store.adminUrl, cluster, to, onBytes });
  const data = await copyData(folders, to, onBytes);
  const parts = [checkpoints, database, ...data];
  const content: BackupContent = {
    ...{ id, softwareVersion: options.softwareVersion, startedAt },
    ...{ endedAt: clock().toISOString(), endPosition: database.endPosition },
    systemIdentifier: clusterIdentifier(cluster),
    folders: parts.flatMap((part) => part.folders),
    files: parts.flatMap((part) => part.files),
  };
  const draft = `${manifestPath(to)}.draft`;
  await writeFile(draft, manifestText(content, masterKey), { mode: 0o600, flush: true });
  await rename(draft, manifestPath(to));
  return content;
}

/** What is restored shall be witnessed up to the backup's own event. */
async function noteChain(options: BackupOptions): Promise<void> {
  const { store, folders, clock } = options;
  const warn = (_details: object, message: string) => {
    throw new Error(message);
  };
  const { kysely } = store;
  const { checkpoints: folder } = folders;
  await keepCheckpoints({
    ...{ kysely, folder, key: options.checkpointKey, clock, log: { warn } },
  }).stop();
}

/** Copies the secrets apart from the backup, readable by their owner alone. */
export async function copySecrets(folders: HomeFolders, to: string): Promise<void> {
  await openBackupFolder(to);
  for (const name of await readdir(folders.secrets)) {
    if (name.startsWith('.')) continue;
    await copyFile(join(folders.secrets, name), join(to, name));
    await chmod(join(to, name), 0o600);
  }
}

async function openBackupFolder(folder: string): Promise<void> {
  if (existsSync(folder) && (await readdir(folder)).length > 0) {
    throw new SetupProblem(`${folder} is not empty: give a new folder for each backup`);
  }
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
}

/**
 * Everything of the data folder but the database, in the order in which bytes move on: what leaves
 * a folder meanwhile is then found in the next. Parts of uploads grow; whole files never change
 * and are linked.
 */
async function copyData(
  folders: HomeFolders,
  to: string,
  onBytes: (count: number) => void,
): Promise<CopiedFolder[]> {
  const uploads = basename(folders.uploads);
  const moving = [uploads, basename(folders.runFiles), basename(folders.files)];
  const others = (await readdir(folders.data, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory() && !moving.includes(entry.name))
    .map(({ name }) => name)
    .filter((name) => name !== basename(folders.postgres));
  const copied: CopiedFolder[] = [];
  for (const below of [...moving, ...others]) {
    const by = below === uploads ? 'copy' : 'link';
    copied.push(await copyFolder({ from: join(folders.data, below), to, below, onBytes, by }));
  }
  return copied;
}

async function progress({ folders, onProgress }: BackupOptions) {
  const isDatabase = (path: string) => path === basename(folders.postgres);
  const files = await sizeOfFolder(folders.data, isDatabase);
  const total = files + (await sizeOfFolder(folders.postgres));
  let done = 0;
  return (count: number) => {
    done += count;
    onProgress(done, total);
  };
}
