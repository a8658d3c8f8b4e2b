import { type Dirent, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type CopiedFile, copyHashed, isMissing } from './copy-file.ts';

export interface CopiedFolder {
  readonly folders: readonly string[];
  readonly files: readonly CopiedFile[];
}

interface CopyFolderOptions {
  readonly from: string;
  /** The backup's folder. */
  readonly to: string;
  /** Path below it, with `/`. */
  readonly below: string;
  readonly onBytes: (count: number) => void;
  readonly by?: 'copy' | 'link';
  /** Whether an entry is left out, by its path below `from`; a folder then stays, empty. */
  readonly leaveOut?: (path: string) => boolean;
}

const atOnce = 8;

/** Copies a folder with everything below it; what vanishes meanwhile is left out. */
export async function copyFolder(options: CopyFolderOptions): Promise<CopiedFolder> {
  const { folders, files } = await listFolder(options.from, options.leaveOut);
  const { below, from, to } = options;
  const copied: CopiedFile[] = [];
  const queue = files.values();
  const takeOne = async () => {
    for (const path of queue) {
      const name = `${below}/${path}`;
      const facts = await copyHashed(join(from, path), join(to, name), options);
      if (facts !== null) copied.push({ path: name, ...facts });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, takeOne));
  copied.sort((left, right) => (left.path < right.path ? -1 : 1));
  return { folders: [below, ...folders.map((path) => `${below}/${path}`)], files: copied };
}

/** Every folder and file below a folder, as paths with `/`. */
export async function listFolder(
  folder: string,
  leaveOut: (path: string) => boolean = () => false,
): Promise<{ folders: string[]; files: string[] }> {
  const found = { folders: [] as string[], files: [] as string[] };
  const walk = async (path: string): Promise<void> => {
    for (const entry of await entriesOf(join(folder, path))) {
      const name = path === '' ? entry.name : `${path}/${entry.name}`;
      if (entry.isDirectory()) {
        found.folders.push(name);
        if (!leaveOut(name)) await walk(name);
      } else if (entry.isFile() && !leaveOut(name)) found.files.push(name);
    }
  };
  await walk('');
  return found;
}

/** Bytes of a folder's files now, for a progress bar. */
export async function sizeOfFolder(
  folder: string,
  leaveOut?: (path: string) => boolean,
): Promise<number> {
  const { files } = await listFolder(folder, leaveOut);
  return files.reduce(
    (sum, path) => sum + (statSync(join(folder, path), { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
