import { createHash } from 'node:crypto';
import { controlGroup } from '../../fixtures/simulate/control-group.ts';
import { createLandscape, type Landscape } from '../../fixtures/simulate/landscape.ts';
import type { SampleRecipe } from '../../fixtures/simulate/recipe.ts';
import { simulateCounts } from '../../fixtures/simulate/simulate-counts.ts';
import type { BinCounts } from '../../src/analysis/bin-counts/bin-counts.ts';
import type { Result } from '../../src/analysis/data-problem.ts';
import {
  type ControlGroupBuilder,
  createControlGroupBuilder,
} from '../../src/analysis/reference-model/control-group-builder.ts';
import { parseReferenceModel } from '../../src/analysis/reference-model/parse-reference-model.ts';
import type { ReferenceModel } from '../../src/analysis/reference-model/reference-model.ts';
import {
  type ModelFiles,
  serialiseReferenceModel,
} from '../../src/analysis/reference-model/serialise-reference-model.ts';
import {
  type TrainedModel,
  trainReferenceModel,
} from '../../src/analysis/reference-model/train-reference-model.ts';

export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

export function simulatedLandscape(binSizeBases: number, seed = 5): Landscape {
  return createLandscape({ assembly: 'GRCh38', binSizeBases, seed });
}

export function simulatedControls(landscape: Landscape, count: number): BinCounts[] {
  return controlGroup({ count, seed: 31 }).map((recipe) => simulateCounts(recipe, landscape));
}

export function trainOn(controls: readonly BinCounts[]): Result<TrainedModel> {
  const builder: ControlGroupBuilder = createControlGroupBuilder();
  for (const counts of controls) {
    const problem = builder.add(counts, undefined);
    if (problem) return { ok: false, problem };
  }
  const group = builder.finish();
  if (!group.ok) return group;
  return trainReferenceModel({ ...group.value, gc: group.value.learnedGc as Float64Array });
}

export function goodValue<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.problem.detail);
  return result.value;
}

export function filesOf(trained: TrainedModel): ModelFiles {
  const facts = { softwareVersion: 'test', gc: 'learn', mappability: null, inputs: [], sha256 };
  return serialiseReferenceModel(trained, facts);
}

export function loadModel({ modelJson, modelBin }: ModelFiles): Result<ReferenceModel> {
  return parseReferenceModel({ modelJson: new TextEncoder().encode(modelJson), modelBin }, sha256);
}

/** A sample of an unseen batch. */
export function simulatedSample(landscape: Landscape, recipe: Partial<SampleRecipe>): BinCounts {
  const usual = { name: 'sample', seed: 99, batch: 'unseen', fetalSex: 'female' } as const;
  return simulateCounts({ ...usual, fetalFraction: 0.1, reads: 5_000_000, ...recipe }, landscape);
}
