import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { controlGroup } from '../../fixtures/simulate/control-group.ts';
import { createLandscape } from '../../fixtures/simulate/landscape.ts';
import { simulateCounts } from '../../fixtures/simulate/simulate-counts.ts';
import { formatBinsFile } from '../../src/analysis/bin-counts/bins-file.ts';

/** Some of the workload's bins files. */
export interface BinsFilesTask {
  readonly folder: string;
  /** Size of the whole control group. */
  readonly count: number;
  readonly from: number;
  readonly to: number;
}

const laboratory = { assembly: 'GRCh38', binSizeBases: 50_000, seed: 7 } as const;

/** The thread entry: simulates those files that are not there yet. */
export default function writeBinsFiles({ folder, count, from, to }: BinsFilesTask): void {
  const recipes = controlGroup({ count, seed: 8 }).slice(from, to);
  const missing = recipes
    .map((recipe) => ({ recipe, file: join(folder, `${recipe.name}.bins.tsv.gz`) }))
    .filter(({ file }) => !existsSync(file));
  if (missing.length === 0) return;
  const landscape = createLandscape(laboratory);
  for (const { recipe, file } of missing) {
    const text = formatBinsFile(simulateCounts(recipe, landscape));
    writeFileSync(`${file}.part`, gzipSync(text, { level: 1 }));
    renameSync(`${file}.part`, file);
  }
}
