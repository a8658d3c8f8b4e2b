import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A disk that can be filled without harm to others. */
export interface SmallDisk {
  fill(): void;
  free(): void;
  remove(): void;
}

const sizeMegabytes = 512;
const fillerMegabytes = 16;

/** Puts a small file system in memory under a folder; null where this user may not. */
export function smallDisk(folder: string): SmallDisk | null {
  const options = `size=${sizeMegabytes}m,mode=0711`;
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]);
  if (mounted.status !== 0) return null;
  const filler = (i: number) => join(folder, `filler-${i}`);
  const block = Buffer.alloc(fillerMegabytes * 2 ** 20);
  return {
    fill: () => {
      try {
        for (let i = 0; ; i++) writeFileSync(filler(i), block);
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
      }
    },
    free: () => {
      for (let i = 0; i * fillerMegabytes <= sizeMegabytes; i++) rmSync(filler(i), { force: true });
    },
    remove: () => void spawnSync('umount', ['-l', folder]),
  };
}
