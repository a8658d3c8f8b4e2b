import { parentPort } from 'node:worker_threads';
import type { ModelFiles } from '../../src/analysis/reference-model/serialise-reference-model.ts';
import { cohortOf, landscapesOf, type Scenario, type StudyKind } from './scenario.ts';
import { loadScenarioModel, trainScenario } from './study-model.ts';
import { studyReads } from './study-reads.ts';
import { studyRow } from './study-row.ts';

/** Train a scenario's model, or score a part of one of its cohorts. */
export type StudyTask = { readonly scenario: Scenario; readonly isKept: boolean } & (
  | { readonly job: 'train' }
  | {
      readonly job: 'score';
      readonly files: Pick<ModelFiles, 'modelJson' | 'modelBin'>;
      readonly kind: StudyKind;
      readonly count: number;
      readonly from: number;
      readonly to: number;
    }
);

let prepared: { key: string; landscapes: ReturnType<typeof landscapesOf> } | null = null;
let loaded: { key: string; model: ReturnType<typeof loadScenarioModel> } | null = null;

function runTask(task: StudyTask) {
  const { scenario, isKept } = task;
  const key = JSON.stringify({ ...scenario, name: '', reads: 0 });
  prepared = prepared?.key === key ? prepared : { key, landscapes: landscapesOf(scenario) };
  const { landscapes } = prepared;
  const started = performance.now();
  if (task.job === 'train') {
    const { modelJson, modelBin } = trainScenario(scenario, { landscapes, isKept });
    return { files: { modelJson, modelBin }, milliseconds: performance.now() - started };
  }
  const { files, kind, count, from, to } = task;
  if (loaded?.key !== files.modelJson) {
    loaded = { key: files.modelJson, model: loadScenarioModel(files) };
  }
  const { model } = loaded;
  const recipes = cohortOf(scenario, kind, count).slice(from, to);
  const reads = studyReads(recipes, { scenario, landscapes, isKept });
  return {
    rows: recipes.map((recipe, i) => studyRow({ recipe, reads: reads[i] }, model, landscapes(''))),
  };
}

parentPort?.on('message', (task: StudyTask) => {
  parentPort?.postMessage(runTask(task));
});
