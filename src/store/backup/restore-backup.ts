import { existsSync, realpathSync } from 'node:fs';
import { chmod, chown, copyFile, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { HomeFolders } from '../../config.ts';
import { readMasterKey } from '../../security/master-key.ts';
import { readSecretFile } from '../../security/secret-file.ts';
import { SetupProblem } from '../../security/setup-problem.ts';
import { placeClusterFolder, reachableFolder } from '../embedded-postgres/cluster-folder.ts';
import { databasePasswordName } from '../embedded-postgres/embedded-postgres.ts';
import { serverAccount } from '../embedded-postgres/server-account.ts';
import { prepareHome } from '../home-folder.ts';
import { type BackupContent, DamagedBackup, readManifest } from './backup-manifest.ts';
import { clusterName } from './copy-cluster.ts';
import { type CopiedFile, copyHashed, hashFile, isMissing } from './copy-file.ts';

interface RestoreOptions {
  readonly from: string;
  /** Of a home that is missing, empty, or holds nothing but its secrets. */
  readonly folders: HomeFolders;
  /** Holds the original master key and database password. */
  readonly secretsFolder: string;
  /** The master key from the environment, if it is kept there. */
  readonly masterKey?: string | null;
  readonly onProgress: (doneBytes: number, totalBytes: number) => void;
}

/**
 * Makes a home out of a backup. Everything is checked before anything is written: the home is
 * empty, the master key opens the manifest's canary, every file has the hash the manifest names.
 */
export async function restoreBackup(options: RestoreOptions): Promise<BackupContent> {
  const { from, folders } = options;
  await assertEmptyHome(folders);
  const content = readManifest(from, readSecrets(options));
  const totalBytes = 2 * content.files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  let doneBytes = 0;
  const onBytes = (count: number) => {
    doneBytes += count;
    options.onProgress(doneBytes, totalBytes);
  };
  for (const file of content.files) await assertUnchanged(from, file, onBytes);
  prepareHome(folders);
  try {
    await copySecretsBack(options);
    await copyAll(content, { from, folders, onBytes });
    return content;
  } catch (error) {
    await removeRestored(folders);
    throw error;
  }
}

async function assertEmptyHome({ home }: HomeFolders): Promise<void> {
  const names = existsSync(home) ? await readdir(home) : [];
  if (names.every((name) => name === 'secrets')) return;
  throw new SetupProblem(`${home} is not empty: restore into a new folder, then change over to it`);
}

function readSecrets({ secretsFolder: folder, masterKey: given }: RestoreOptions) {
  const masterKey = readMasterKey(folder, given);
  if (masterKey === null) {
    throw new SetupProblem(`${folder} has no master.key: give the saved secrets with --secrets`);
  }
  if (readSecretFile(folder, databasePasswordName) === null) {
    throw new SetupProblem(`${join(folder, databasePasswordName)} is missing: put it back`);
  }
  return masterKey;
}

async function assertUnchanged(
  from: string,
  { path, sizeBytes, sha256 }: CopiedFile,
  onBytes: (count: number) => void,
): Promise<void> {
  assertInside(path);
  const found = await hashFile(join(from, path), onBytes).catch((error: unknown) => {
    if (isMissing(error)) throw new DamagedBackup(`${path} is missing from the backup`);
    throw error;
  });
  if (found.sizeBytes === sizeBytes && found.sha256 === sha256) return;
  throw new DamagedBackup(`${path} was changed since the backup was made: take another backup`);
}

/** The manifest is sealed, but whoever holds the key may still not write outside the home. */
function assertInside(path: string): void {
  if (!path.startsWith('/') && !path.split('/').includes('..')) return;
  throw new DamagedBackup(`the backup names ${path}, which lies outside it`);
}

async function copySecretsBack({ folders, secretsFolder }: RestoreOptions): Promise<void> {
  if (
    existsSync(folders.secrets) &&
    realpathSync(secretsFolder) === realpathSync(folders.secrets)
  ) {
    return;
  }
  for (const name of await readdir(secretsFolder)) {
    if (name.startsWith('.')) continue;
    await copyFile(join(secretsFolder, name), join(folders.secrets, name));
    await chmod(join(folders.secrets, name), 0o600);
  }
}

async function copyAll(
  { folders: names, files }: BackupContent,
  {
    from,
    folders,
    onBytes,
  }: { from: string; folders: HomeFolders; onBytes: (count: number) => void },
): Promise<void> {
  const account = serverAccount(join(folders.postgres, 'cluster'));
  const place = placeClusterFolder(folders.postgres, { account, reachableFolder });
  const draft = `${place.cluster}.restoring`;
  const inCluster = `${clusterName}/cluster`;
  const target = (path: string) => {
    assertInside(path);
    if (path === inCluster) return draft;
    if (path.startsWith(`${inCluster}/`)) return join(draft, path.slice(inCluster.length + 1));
    return path.startsWith('checkpoints') ? join(folders.home, path) : join(folders.data, path);
  };
  for (const name of names) await mkdir(target(name), { recursive: true, mode: 0o700 });
  for (const { path } of files) await copyHashed(join(from, path), target(path), { onBytes });
  if (account !== null) {
    const owned = [...names, ...files.map(({ path }) => path)];
    for (const path of owned.filter((name) => name.startsWith(inCluster))) {
      await chown(target(path), account.uid, account.gid);
    }
  }
  await rename(draft, place.cluster);
}

/** A half-made home is no home; the secrets stay, which may be the operator's own. */
async function removeRestored(folders: HomeFolders): Promise<void> {
  if (existsSync(folders.postgres)) {
    await rm(join(realpathSync(folders.postgres), 'cluster.restoring'), {
      ...{ recursive: true, force: true },
    });
  }
  for (const folder of [folders.data, join(folders.home, 'checkpoints'), folders.runtime]) {
    await rm(folder, { recursive: true, force: true });
  }
}
