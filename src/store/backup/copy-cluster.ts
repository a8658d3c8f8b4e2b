import { realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import type { CopiedFile } from './copy-file.ts';
import { copyHashed, hashFile } from './copy-file.ts';
import { type CopiedFolder, copyFolder, listFolder } from './copy-folder.ts';

/** A cluster's copy, and the position in the log up to which it holds every commit. */
export interface CopiedCluster extends CopiedFolder {
  readonly endPosition: string;
}

interface CopyClusterOptions {
  readonly adminUrl: string;
  /** PostgreSQL's data directory. */
  readonly cluster: string;
  readonly to: string;
  readonly onBytes: (count: number) => void;
}

export const clusterName = 'postgres';
const controlFile = 'global/pg_control';

/** What a server makes anew at its start, or what would mislead it (§ 25.3.4 of its manual). */
const emptied = new Set([
  ...['pg_wal', 'pg_dynshmem', 'pg_notify', 'pg_replslot', 'pg_serial', 'pg_snapshots'],
  ...['pg_stat_tmp', 'pg_subtrans'],
]);
const leftOutNames = [
  ...['postmaster.pid', 'postmaster.opts', 'current_logfiles', 'pg_internal.init'],
  ...['backup_label', 'tablespace_map', 'pgsql_tmp'],
];
/** A session's own temporary table. */
const temporaryTable = /^t\d+_\d+/;

/**
 * Copies a cluster while its server writes: pages read half old and half new are mended at the
 * restore from the log, which is copied from the backup's start to its end and kept meanwhile by a
 * slot that goes with the session.
 */
export async function copyCluster(options: CopyClusterOptions): Promise<CopiedCluster> {
  const client = new Client({
    connectionString: options.adminUrl,
    application_name: 'banyan backup',
  });
  await client.connect();
  try {
    await client.query(
      `select pg_create_physical_replication_slot('banyan_backup_' || pg_backend_pid(), true, true)`,
    );
    const { rows: started } = await client.query(
      `select pg_walfile_name(lsn) as segment from pg_backup_start('banyan', fast => true) as lsn`,
    );
    const copied = await copyData(options);
    const { rows: stopped } = await client.query(
      `select lsn::text as position, pg_walfile_name(lsn) as segment, labelfile
         from pg_backup_stop(wait_for_archive => false)`,
    );
    const label = await writeLabel(options, stopped[0].labelfile);
    const log = await copyLog(options, { from: started[0].segment, to: stopped[0].segment });
    return {
      folders: copied.folders,
      files: [...copied.files, label, ...log],
      endPosition: stopped[0].position,
    };
  } finally {
    await client.end();
  }
}

/** The control file comes last: it must not be older than what it speaks of. */
async function copyData({ cluster, to, onBytes }: CopyClusterOptions): Promise<CopiedFolder> {
  const from = realpathSync(cluster);
  const leaveOut = (path: string) => emptied.has(path) || path === controlFile || isLeftOut(path);
  const below = `${clusterName}/cluster`;
  const { folders, files } = await copyFolder({ from, to, below, onBytes, leaveOut });
  const path = `${below}/${controlFile}`;
  const control = await copyHashed(join(from, controlFile), join(to, path), { onBytes });
  if (control === null) throw new Error(`${from} has no control file`);
  const wal = ['pg_wal/archive_status', 'pg_wal/summaries'].map((name) => `${below}/${name}`);
  return { folders: [...folders, ...wal], files: [...files, { path, ...control }] };
}

function isLeftOut(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return temporaryTable.test(name) || leftOutNames.some((start) => name.startsWith(start));
}

async function writeLabel(options: CopyClusterOptions, text: string): Promise<CopiedFile> {
  const path = `${clusterName}/cluster/backup_label`;
  writeFileSync(join(options.to, path), text, { mode: 0o600, flag: 'wx', flush: true });
  return { path, ...(await hashFile(join(options.to, path), options.onBytes)) };
}

async function copyLog(
  { cluster, to, onBytes }: CopyClusterOptions,
  range: { from: string; to: string },
): Promise<CopiedFile[]> {
  const folder = join(realpathSync(cluster), 'pg_wal');
  const { files } = await listFolder(folder);
  const segments = files.filter(
    (name) => /^[0-9A-F]{24}$/.test(name) && name >= range.from && name <= range.to,
  );
  const copied: CopiedFile[] = [];
  for (const name of segments) {
    const path = `${clusterName}/cluster/pg_wal/${name}`;
    const facts = await copyHashed(join(folder, name), join(to, path), { onBytes });
    if (facts === null) throw new Error(`the database dropped its log ${name} during the backup`);
    copied.push({ path, ...facts });
  }
  const isWhole = [range.from, range.to].every((name) => segments.includes(name));
  if (!isWhole) throw new Error(`the database's log ${range.from} to ${range.to} is not whole`);
  return copied;
}
