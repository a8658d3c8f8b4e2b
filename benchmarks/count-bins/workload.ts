import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createLandscape } from '../../fixtures/simulate/landscape.ts';
import { writeBam } from '../../fixtures/simulate/simulate-bam.ts';

const cache = fileURLToPath(new URL('../../.cache/bench', import.meta.url));

/** The recipe of every workload but its size: single-end reads with the usual shares of losses. */
const recipe = {
  name: 'bench',
  seed: 3,
  fetalSex: 'male',
  fetalFraction: 0.1,
  duplicateFraction: 0.05,
  unmappedFraction: 0.02,
  lowMappingQualityFraction: 0.04,
} as const;

/** Writes the benchmark's BAM of about so many counted reads. */
export function writeWorkload(path: string, reads: number) {
  const landscape = createLandscape({ assembly: 'GRCh38', binSizeBases: 50_000, seed: 1 });
  return writeBam({ recipe: { ...recipe, reads }, landscape, path, bgzfLevel: 6 });
}

/** The BAM of a size, simulated at its first use and kept in `.cache/`. */
export function workloadFile(reads: number): string {
  const path = `${cache}/count-${reads}.bam`;
  if (existsSync(path)) return path;
  mkdirSync(cache, { recursive: true });
  writeWorkload(`${path}.part`, reads);
  renameSync(`${path}.part`, path);
  return path;
}
