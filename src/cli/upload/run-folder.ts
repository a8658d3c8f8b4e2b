import { open, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** A BAM of a run folder as it was seen. */
export interface FolderFile {
  readonly name: string;
  readonly path: string;
  readonly sizeBytes: number;
  readonly changedAt: number;
}

/** The block every whole BGZF file ends with (SAM v1, 4.1.2). */
const endOfFile = Buffer.from('1f8b08040000000000ff0600424302001b0003000000000000000000', 'hex');

/** The BAMs below a folder, by name; of two of one name the first path is taken. */
export async function listBams(folder: string): Promise<Map<string, FolderFile>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.bam'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const files = new Map<string, FolderFile>();
  for (const path of paths.reverse()) {
    const { size, mtimeMs } = await stat(path);
    const name = basename(path);
    files.set(name, { name, path, sizeBytes: size, changedAt: mtimeMs });
  }
  return files;
}

/** Whether a file ends as a whole BGZF file must. */
export async function isWhole({ path, sizeBytes }: FolderFile): Promise<boolean> {
  if (sizeBytes < endOfFile.length) return false;
  const file = await open(path);
  try {
    const end = Buffer.alloc(endOfFile.length);
    await file.read(end, 0, end.length, sizeBytes - end.length);
    return end.equals(endOfFile);
  } finally {
    await file.close();
  }
}
