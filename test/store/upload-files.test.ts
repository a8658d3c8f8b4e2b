import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { arrivedSizeBytes, placeRunFile } from '../../src/store/upload-files.ts';

let home: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'banyan-place-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

it('puts a file in its place once, though many put it there and ask for it at once', async () => {
  const folders = {
    ...{ uploads: join(home, 'uploads'), runFiles: join(home, 'run-files') },
    files: join(home, 'files'),
  };
  for (const folder of Object.values(folders)) await mkdir(folder);
  for (let round = 0; round < 20; round += 1) {
    const id = `upload-${round}`;
    await writeFile(join(folders.uploads, id), `bytes ${id}`);
    const sizes = await Promise.all(
      Array.from({ length: 8 }, async () => {
        await placeRunFile(folders, id);
        return arrivedSizeBytes(folders, id);
      }),
    );
    expect(new Set(sizes)).toEqual(new Set([`bytes ${id}`.length]));
    expect(await readFile(join(folders.runFiles, id), 'utf8')).toBe(`bytes ${id}`);
  }
  expect(await readdir(folders.uploads)).toEqual([]);
});
