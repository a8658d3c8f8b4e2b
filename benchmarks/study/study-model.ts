import { createHash } from 'node:crypto';
import type { Landscape } from '../../fixtures/simulate/landscape.ts';
import { parseReferenceModel } from '../../src/analysis/reference-model/parse-reference-model.ts';
import type { ReferenceModel } from '../../src/analysis/reference-model/reference-model.ts';
import {
  type ModelFiles,
  serialiseReferenceModel,
} from '../../src/analysis/reference-model/serialise-reference-model.ts';
import { trainReferenceModel } from '../../src/analysis/reference-model/train-reference-model.ts';
import { controlsOf, type Scenario } from './scenario.ts';
import { studyReads } from './study-reads.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
/** How much richer in GC the reads are than their bins, about. */
const readGcShift = 0.003;

/** Trains a scenario's model on its control group. */
export function trainScenario(
  scenario: Scenario,
  place: { readonly landscapes: (batch: string) => Landscape; readonly isKept: boolean },
): ModelFiles {
  const { grid, gc } = place.landscapes('');
  const recipes = controlsOf(scenario);
  const rows = studyReads(recipes, { ...place, scenario });
  const controls = recipes.map(({ name, batch = null }, i) => ({
    name,
    batch: scenario.batchesKnown ? batch : null,
    fetalSex: null,
    fetalFraction: null,
    reads: Uint32Array.from(rows[i]),
  }));
  const shifted = gc.map((value) => Math.round((value + readGcShift) * 1e4) / 1e4);
  const trained = trainReferenceModel({ grid, controls, gc: shifted });
  if (!trained.ok) throw new Error(trained.problem.detail);
  const facts = { softwareVersion: 'study', gc: 'learn', mappability: null, inputs: [], sha256 };
  return serialiseReferenceModel(trained.value, facts);
}

/** The model as a user of its files gets it. */
export function loadScenarioModel({
  modelJson,
  modelBin,
}: Pick<ModelFiles, 'modelJson' | 'modelBin'>): ReferenceModel {
  const model = parseReferenceModel(
    { modelJson: new TextEncoder().encode(modelJson), modelBin },
    sha256,
  );
  if (!model.ok) throw new Error(model.problem.detail);
  return model.value;
}
