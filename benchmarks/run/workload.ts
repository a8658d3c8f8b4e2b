import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { demoFlowCell } from '../../fixtures/simulate/flow-cell.ts';
import { simulateFlowCell } from '../../fixtures/simulate/simulate-flow-cell.ts';
import { buildDemoModel } from '../../src/cli/demo/build-demo-model.ts';

const cache = fileURLToPath(new URL('../../.cache/bench/', import.meta.url));
const landscape = { assembly: 'GRCh38', binSizeBases: 50_000, seed: 21 } as const;

/** A run as a sequencer sends it; few BAMs are simulated, and sent in turn under all names. */
export const runWorkload = { samples: 96, reads: 5_000_000, distinctBams: 4, senders: 2 } as const;

/** The reference model of the simulated laboratory, built at its first use. */
export async function runModel(): Promise<string> {
  const folder = join(cache, 'run-model');
  if (existsSync(join(folder, 'model'))) return join(folder, 'model');
  const part = `${folder}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true });
  await buildDemoModel({ folder: part, landscape, onProgress: () => undefined });
  renameSync(part, folder);
  return join(folder, 'model');
}

/** Unaffected samples of so many counted reads each, simulated at their first use. */
export async function runBams(reads: number): Promise<string[]> {
  const folder = join(cache, `run-${reads}`);
  const recipes = demoFlowCell({ samples: 64, seed: 2026, reads }).slice(-runWorkload.distinctBams);
  const paths = recipes.map(({ name }) => join(folder, `${name}.bam`));
  if (paths.every((path) => existsSync(path))) return paths;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await simulateFlowCell({ folder, seed: 2026, landscape, recipes });
  return paths;
}
