import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { freemem, tmpdir } from 'node:os';
import { join } from 'node:path';
import { lives } from './lives.ts';

const memoryFolder = '/dev/shm';
/** A run keeps less than a third of it at once. */
const bytesMin = 4 * 2 ** 30;

export const runFolderName = (run: number | string) => `banyan-test-run-${run}`;

/**
 * Before all test files: gives the run one temporary folder, and takes it away at the end with
 * whatever a killed worker left in it.
 *
 * It lies in memory where there is room: a disk's file system is slow to make files where as many
 * were just removed, which is what databases do that come and go: ten times as slow with ext4. A
 * TMPDIR that is given is kept to.
 */
export default function setup(): () => void {
  const base = process.env.TMPDIR === undefined && hasRoom() ? memoryFolder : tmpdir();
  removeLeft(base);
  const folder = join(base, runFolderName(process.pid));
  mkdirSync(folder);
  // As root a database server runs as another account, which has to walk through.
  chmodSync(folder, 0o711);
  process.env.TMPDIR = folder;
  return () => {
    // A database server still works in it, and removes it as soon as we are gone.
    if (readdirSync(folder).some((name) => name.startsWith('banyan-test-database-'))) return;
    rmSync(folder, { recursive: true, force: true });
  };
}

function hasRoom(): boolean {
  if (process.platform !== 'linux') return false;
  const mounted = readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' '))
    .findLast(([, place]) => place === memoryFolder);
  // Some tests run programs from there.
  if (mounted?.[2] !== 'tmpfs' || mounted[3].split(',').includes('noexec')) return false;
  const { bavail, bsize } = statfsSync(memoryFolder);
  return Math.min(bavail * bsize, freemem()) > bytesMin;
}

/** Folders of runs that were killed together with their database server. */
function removeLeft(base: string): void {
  for (const name of readdirSync(base)) {
    const run = name.startsWith(runFolderName('')) ? Number(name.split('-').at(-1)) : null;
    if (run !== null && !lives(run)) rmSync(join(base, name), { recursive: true, force: true });
  }
}
