import { controlGroup } from '../../fixtures/simulate/control-group.ts';
import { createLandscape, type LandscapeOptions } from '../../fixtures/simulate/landscape.ts';
import { simulateCounts } from '../../fixtures/simulate/simulate-counts.ts';
import { createControlGroupBuilder } from '../../src/analysis/reference-model/control-group-builder.ts';
import {
  type ModelFiles,
  serialiseReferenceModel,
} from '../../src/analysis/reference-model/serialise-reference-model.ts';
import { trainReferenceModel } from '../../src/analysis/reference-model/train-reference-model.ts';
import { sha256Hex, writeReferenceFiles } from '../../src/store/reference-files.ts';

/** The laboratory of the tests: wide bins, so that a model is learned in a moment. */
export const smallLaboratory: LandscapeOptions = {
  ...{ assembly: 'GRCh37', binSizeBases: 1_000_000, seed: 1 },
};

/** Once a process for each seed: the files are the same each time. */
const learned = new Map<number, ModelFiles>();

/** Writes a reference model learned from a few simulated controls to a folder. */
export function writeSmallModel(folder: string, seed = 3): { id: string; sha256: string } {
  const files = learned.get(seed) ?? learn(seed);
  learned.set(seed, files);
  const problem = writeReferenceFiles(folder, files);
  if (problem) throw new Error(problem.detail);
  return { id: files.document.id, sha256: sha256Hex(Buffer.from(files.modelJson)) };
}

function learn(seed: number): ModelFiles {
  const landscape = createLandscape(smallLaboratory);
  const builder = createControlGroupBuilder();
  const inputs = controlGroup({ count: 24, seed, reads: 2_000_000 }).map((recipe) => {
    const problem = builder.add(simulateCounts(recipe, landscape), undefined);
    if (problem) throw new Error(problem.detail);
    return { sample: recipe.name, file: `${recipe.name}.bins.tsv`, sha256: '0'.repeat(64) };
  });
  const group = builder.finish();
  if (!group.ok) throw new Error(group.problem.detail);
  const { learnedGc } = group.value;
  if (learnedGc === null) throw new Error('simulated controls have GC values');
  const trained = trainReferenceModel({ ...group.value, gc: learnedGc });
  if (!trained.ok) throw new Error(trained.problem.detail);
  const settings = { softwareVersion: '0', gc: 'learn', mappability: null, inputs };
  return serialiseReferenceModel(trained.value, { ...settings, sha256: sha256Hex });
}
