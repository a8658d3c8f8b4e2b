import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

const isBinsFile = (name: string) => /\.bins\.tsv(?:\.gz)?$/.test(name) && !name.startsWith('.');

/** The bins files that words name: a folder stands for those in it; sorted by sample name. */
export async function findBinsFiles(words: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    words.map(async (word) => {
      const isFolder = await stat(word).then(
        (entry) => entry.isDirectory(),
        () => false,
      );
      if (!isFolder) return [word];
      const names = await readdir(word);
      return names.filter(isBinsFile).map((name) => join(word, name));
    }),
  );
  return found.flat().sort((a, b) => (a < b ? -1 : Number(a > b)));
}
