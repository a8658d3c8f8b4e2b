import type { Landscape } from '../../fixtures/simulate/landscape.ts';
import type { SampleRecipe } from '../../fixtures/simulate/recipe.ts';
import { analyseSample } from '../../src/analysis/analyse-sample.ts';
import type { AnalysisResult } from '../../src/analysis/analysis-result.ts';
import type { BinCounts } from '../../src/analysis/bin-counts/bin-counts.ts';
import { binRange } from '../../src/analysis/genome/bin-grid.ts';
import { chromosomes as names, targets } from '../../src/analysis/genome/chromosome.ts';
import type { ReferenceModel } from '../../src/analysis/reference-model/reference-model.ts';

/** What the study keeps of one sample: its truth beside the answer. Arrays follow `targets`. */
export interface StudyRow {
  readonly sex: 'female' | 'male';
  readonly truth: number;
  readonly z: readonly number[];
  readonly cv: readonly number[];
  readonly excess: readonly number[];
  /** Counting noise alone, relative. */
  readonly poisson: readonly number[];
  readonly verdicts: readonly string[];
  /** NaN where none is stated. */
  readonly likelihoodRatios: readonly number[];
  /** Stated by the analysis, 0–1. */
  readonly detectionLimits: readonly number[];
  readonly fetalFraction: AnalysisResult['fetalFraction'];
  readonly flags: readonly string[];
}

/** Analyses one simulated sample. */
export function studyRow(
  sample: { readonly recipe: SampleRecipe; readonly reads: Uint16Array },
  model: ReferenceModel,
  { grid }: Landscape,
): StudyRow {
  const { recipe, reads } = sample;
  const forward = Uint32Array.from(reads);
  const counted = forward.reduce((sum, value) => sum + value, 0);
  const counts: BinCounts = {
    sample: recipe.name,
    assembly: grid.assembly,
    binSizeBases: grid.binSizeBases,
    reads: { counted },
    gcFraction: null,
    gc: new Float64Array(grid.binCount).fill(Number.NaN),
    source: null,
    forward,
    reverse: new Uint32Array(grid.binCount),
  };
  const input = { file: 'study', sha256: '' };
  const result = analyseSample(counts, model, { softwareVersion: 'study', input });
  if (!result.ok) throw new Error(result.problem.detail);
  const { chromosomes, calls, fetalFraction, flags } = result.value;
  const scores = targets.map(({ chromosome }) => {
    const score = chromosomes.find((entry) => entry.chromosome === chromosome);
    if (!score || score.z === null || score.cv === null) throw new Error('no score');
    const { start, end } = binRange(grid, (names as readonly string[]).indexOf(chromosome));
    const readsOfChromosome = forward.subarray(start, end).reduce((sum, value) => sum + value, 0);
    const { z, cv, detectionLimit } = score;
    return { z, cv, detectionLimit, readsOfChromosome };
  });
  return {
    sex: recipe.fetalSex,
    truth: recipe.fetalFraction,
    z: scores.map(({ z }) => z),
    cv: scores.map(({ cv }) => cv),
    excess: scores.map(({ z, cv }) => z * cv),
    poisson: scores.map(({ readsOfChromosome }) => 1 / Math.sqrt(readsOfChromosome)),
    verdicts: targets.map(
      ({ target }) => calls.find((call) => call.target === target)?.verdict ?? 'missing',
    ),
    likelihoodRatios: targets.map(
      ({ target }) => calls.find((call) => call.target === target)?.likelihoodRatio ?? Number.NaN,
    ),
    detectionLimits: scores.map(({ detectionLimit }) => detectionLimit ?? Number.NaN),
    fetalFraction,
    flags,
  };
}
