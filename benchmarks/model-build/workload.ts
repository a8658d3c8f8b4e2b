import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import type { BinsFilesTask } from './write-bins-files.ts';

const cache = new URL('../../.cache/bench/', import.meta.url);
const chunk = 10;

/** A folder of so many controls' bins files, 61 775 bins each, simulated at its first use. */
export async function controlsFolder(count: number): Promise<string> {
  const folder = fileURLToPath(new URL(`controls-${count}`, cache));
  mkdirSync(folder, { recursive: true });
  const pool = new Piscina({
    filename: new URL('write-bins-files.ts', import.meta.url).href,
    maxThreads: 2,
  });
  const tasks = Array.from({ length: Math.ceil(count / chunk) }, (_, k): BinsFilesTask => {
    return { folder, count, from: k * chunk, to: Math.min(count, (k + 1) * chunk) };
  });
  await Promise.all(tasks.map((task) => pool.run(task)));
  await pool.close();
  return folder;
}
