import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import { controlGroup } from '../../../fixtures/simulate/control-group.ts';
import { createLandscape, type LandscapeOptions } from '../../../fixtures/simulate/landscape.ts';
import { simulateCounts } from '../../../fixtures/simulate/simulate-counts.ts';
import { formatBinsFile } from '../../analysis/bin-counts/bins-file.ts';
import { trainOnThreads } from '../../jobs/train-on-threads.ts';
import { createWorkerPool } from '../../jobs/worker-pool.ts';
import { softwareVersion } from '../../software-version.ts';
import { writeReferenceFiles } from '../../store/reference-files.ts';
import type { OnProgress } from './stage.ts';

export const controlCount = 200;
const controlSeed = 7;

/** Simulates a control group as bins files and builds a reference model; answers its folder. */
export async function buildDemoModel(options: {
  readonly folder: string;
  readonly landscape: LandscapeOptions;
  readonly onProgress: OnProgress;
}): Promise<string> {
  const controls = join(options.folder, 'controls');
  const model = join(options.folder, 'model');
  await mkdir(controls);
  const files = await writeControls(controls, options);
  await train(files, model);
  return model;
}

async function writeControls(
  folder: string,
  options: { readonly landscape: LandscapeOptions; readonly onProgress: OnProgress },
): Promise<string[]> {
  const landscape = createLandscape(options.landscape);
  const files: string[] = [];
  for (const recipe of controlGroup({ count: controlCount, seed: controlSeed })) {
    const file = join(folder, `${recipe.name}.bins.tsv`);
    await writeFile(file, formatBinsFile(simulateCounts(recipe, landscape)));
    files.push(file);
    options.onProgress(files.length / controlCount);
    await breathe();
  }
  return files;
}

async function train(files: readonly string[], folder: string): Promise<void> {
  const threads = availableParallelism();
  const pool = createWorkerPool({ threads });
  try {
    const tracks = { gcTrack: null, mappabilityTrack: null };
    const task = { files, samples: new Map(), ...tracks, softwareVersion: softwareVersion() };
    const trained = await trainOnThreads(pool, task, threads);
    if (!trained.ok) throw new Error(`the controls make no model: ${trained.problem.detail}`);
    const problem = writeReferenceFiles(folder, trained.value);
    if (problem) throw new Error(problem.detail);
  } finally {
    await pool.close();
  }
}
