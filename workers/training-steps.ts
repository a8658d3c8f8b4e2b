import { fitFoldStep } from '../src/analysis/fetal-fraction/train-profile-model.ts';
import { fitCurve, sumStretch } from '../src/analysis/reference-model/learn-expected.ts';
import { measureStep } from '../src/analysis/reference-model/measure-control.ts';
import { crossFitStep } from '../src/analysis/reference-model/noise-cross-validation.ts';
import { noiseGramStep } from '../src/analysis/reference-model/noise-grams.ts';
import { componentsStep } from '../src/analysis/reference-model/train-shared-noise.ts';
import type { Step } from '../src/analysis/statistics/crew.ts';
import { gramStep } from '../src/analysis/statistics/gram-matrix.ts';
import { readControl } from './read-control.ts';

/** Every step that a helper knows, by a name that can be handed to it. */
export const trainingSteps = {
  readControl,
  fitCurve,
  sumStretch,
  measureStep,
  noiseGramStep,
  componentsStep,
  crossFitStep,
  gramStep,
  fitFoldStep,
} as const;

export type StepName = keyof typeof trainingSteps;

const names = new Map<unknown, StepName>(
  Object.entries(trainingSteps).map(([name, step]) => [step, name as StepName]),
);

export function nameOfStep<Shared, Answer>(step: Step<Shared, Answer>): StepName {
  const name = names.get(step);
  if (name === undefined) throw new Error(`no helper knows the step ${step.name}`);
  return name;
}
