import { createHash } from 'node:crypto';
import { controlGroup } from '../fixtures/simulate/control-group.ts';
import { createLandscape, type Landscape } from '../fixtures/simulate/landscape.ts';
import type { SampleRecipe } from '../fixtures/simulate/recipe.ts';
import { SeededRandom } from '../fixtures/simulate/seeded-random.ts';
import { simulateCounts } from '../fixtures/simulate/simulate-counts.ts';
import { analyseSample } from '../src/analysis/analyse-sample.ts';
import type { AnalysisResult } from '../src/analysis/analysis-result.ts';
import { targets } from '../src/analysis/genome/chromosome.ts';
import {
  type ControlGroupBuilder,
  createControlGroupBuilder,
} from '../src/analysis/reference-model/control-group-builder.ts';
import { parseReferenceModel } from '../src/analysis/reference-model/parse-reference-model.ts';
import type { ReferenceModel } from '../src/analysis/reference-model/reference-model.ts';
import { serialiseReferenceModel } from '../src/analysis/reference-model/serialise-reference-model.ts';
import { trainReferenceModel } from '../src/analysis/reference-model/train-reference-model.ts';
import { median } from '../src/analysis/statistics/median.ts';

// What is found and what is missed at 5 M reads, in a minute: 400 samples at 8–15 % fetal fraction
// and 400 trisomies at 2–6 %, of seeds and batches the model never saw. The large study is
// verdict-study.ts.
// node benchmarks/detection-study.ts [landscape seed] [share of the samples, 0–1]

const landscapeSeed = Number(process.argv[2] ?? 20261122);
const share = Number(process.argv[3] ?? 1);
const readCount = 5_000_000;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

interface Studied {
  readonly recipe: SampleRecipe;
  readonly kind: 'unaffected' | 'trisomy' | 'low';
  readonly result: AnalysisResult;
}

function train(landscape: Landscape): ReferenceModel {
  const builder: ControlGroupBuilder = createControlGroupBuilder();
  for (const recipe of controlGroup({ count: 200, seed: landscapeSeed + 1 })) {
    const { batch = null } = recipe;
    const facts = { batch, fetalSex: null, fetalFraction: null };
    builder.add(simulateCounts(recipe, landscape), facts);
  }
  const group = builder.finish();
  if (!group.ok || group.value.learnedGc === null) throw new Error('no control group');
  const trained = trainReferenceModel({ ...group.value, gc: group.value.learnedGc });
  if (!trained.ok) throw new Error(trained.problem.detail);
  const facts = { softwareVersion: 'study', gc: 'learn', mappability: null, inputs: [], sha256 };
  const { modelJson, modelBin } = serialiseReferenceModel(trained.value, facts);
  const bytes = new TextEncoder().encode(modelJson);
  const model = parseReferenceModel({ modelJson: bytes, modelBin }, sha256);
  if (!model.ok) throw new Error(model.problem.detail);
  return model.value;
}

function* recipes(): Generator<Pick<Studied, 'recipe' | 'kind'>> {
  const random = new SeededRandom(landscapeSeed, 'detection-study');
  const groups = [
    { kind: 'unaffected', count: 200, low: 0.08, high: 0.15 },
    { kind: 'trisomy', count: 200, low: 0.08, high: 0.15 },
    { kind: 'low', count: 400, low: 0.02, high: 0.06 },
  ] as const;
  for (const { kind, count, low, high } of groups) {
    for (let i = 0; i < Math.round(count * share); i++) {
      const trisomy = { chromosome: targets[i % 3].chromosome };
      const recipe: SampleRecipe = {
        name: `${kind}-${i + 1}`,
        seed: random.uint32(),
        batch: `study-batch-${kind}-${Math.floor(i / 20)}`,
        fetalSex: Math.floor(i / 3) % 2 === 0 ? 'female' : 'male',
        fetalFraction: low + (high - low) * random.uniform(),
        reads: readCount,
        ...(kind !== 'unaffected' && { trisomies: [trisomy] }),
      };
      yield { recipe, kind };
    }
  }
}

function study(landscape: Landscape, model: ReferenceModel): Studied[] {
  const input = { file: 'study', sha256: '' };
  return Array.from(recipes(), ({ recipe, kind }) => {
    const counts = simulateCounts(recipe, landscape);
    const result = analyseSample(counts, model, { softwareVersion: 'study', input });
    if (!result.ok) throw new Error(result.problem.detail);
    return { recipe, kind, result: result.value };
  });
}

const lines: string[] = [];
let failures = 0;

function report(name: string, value: number, bound?: { min?: number; max?: number }): void {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = bound ?? {};
  const isGood = value >= min && value <= max;
  if (!isGood) failures++;
  const limits = bound ? ` [${bound.min ?? ''}..${bound.max ?? ''}]${isGood ? '' : ' FAILED'}` : '';
  lines.push(`${name.padEnd(52)} ${value.toFixed(4).padStart(9)}${limits}`);
}

function isAffected({ recipe }: Studied, chromosome: string): boolean {
  return recipe.trisomies?.some((trisomy) => trisomy.chromosome === chromosome) ?? false;
}

function verdictsOf(studied: readonly Studied[], affected: boolean): string[] {
  return studied.flatMap((entry) =>
    entry.result.calls
      .filter((call) => isAffected(entry, call.target.slice(1)) === affected)
      .map(({ verdict }) => verdict),
  );
}

function reportScores(studied: readonly Studied[]): void {
  for (const { target, chromosome } of targets) {
    const scores = studied
      .filter((entry) => !isAffected(entry, chromosome))
      .map(({ result }) => {
        const score = result.chromosomes.find((entry) => entry.chromosome === chromosome);
        if (!score) throw new Error(`no score of ${chromosome}`);
        const { z, cv, fraction, expected } = score;
        const numbers = { z: Number(z), cv: Number(cv), fraction: Number(fraction) };
        const excess = numbers.fraction / Number(expected) - 1;
        return {
          ...numbers,
          excess,
          poisson: 1 / Math.sqrt(numbers.fraction * result.reads.counted),
        };
      });
    const poisson = median(scores.map((score) => score.poisson));
    const spread = spreadOf(scores.map(({ excess }) => excess));
    const z = spreadOf(scores.map((score) => score.z));
    report(`${target} observed CV / Poisson`, spread.deviation / poisson, { max: 1.15 });
    report(`${target} stated CV / Poisson`, median(scores.map(({ cv }) => cv)) / poisson);
    report(`${target} z mean of unaffected (${scores.length})`, z.mean, { min: -0.3, max: 0.3 });
    report(`${target} z sd of unaffected`, z.deviation, { min: 0.85, max: 1.15 });
  }
}

function reportFractions(studied: readonly Studied[]): void {
  for (const sex of ['male', 'female'] as const) {
    const known = studied
      .filter(({ recipe }) => recipe.fetalSex === sex)
      .map(({ recipe, result }) => ({ truth: recipe.fetalFraction, ...result.fetalFraction }));
    const errors = known.map(({ truth, estimate }) => (estimate ?? Number.NaN) - truth);
    const covered = known.filter(
      ({ truth, low, high }) => low !== null && high !== null && low <= truth && truth <= high,
    );
    const meanError = errors.reduce((sum, error) => sum + Math.abs(error), 0) / errors.length;
    report(`fetal fraction bias, ${sex}`, spreadOf(errors).mean, { min: -0.004, max: 0.004 });
    report(`fetal fraction mean absolute error, ${sex}`, meanError, { max: 0.012 });
    report(`95 % interval covers, ${sex}`, covered.length / known.length, { min: 0.9 });
  }
}

function spreadOf(values: readonly number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / (values.length - 1)) };
}

const landscape = createLandscape({
  assembly: 'GRCh38',
  binSizeBases: 50_000,
  seed: landscapeSeed,
});
const model = train(landscape);
const studied = study(landscape, model);
const high = studied.filter(({ kind }) => kind !== 'low');
const low = studied.filter(({ kind }) => kind === 'low');
const count = (verdicts: readonly string[], verdict: string) =>
  verdicts.filter((other) => other === verdict).length;
reportScores(studied);
const trisomies = verdictsOf(high, true);
report('trisomies at 8–15 % not high-risk', trisomies.length - count(trisomies, 'high-risk'), {
  max: 0,
});
report('false positives among 8–15 %', count(verdictsOf(high, false), 'high-risk'), { max: 1 });
report('false positives among 2–6 %', count(verdictsOf(low, false), 'high-risk'));
const unaffected = verdictsOf(high, false);
report('share low-risk of unaffected targets', count(unaffected, 'low-risk') / unaffected.length);
const lowTrisomies = verdictsOf(low, true);
report(
  'share low-risk of trisomies at 2–6 %',
  count(lowTrisomies, 'low-risk') / lowTrisomies.length,
  {
    max: 0.01,
  },
);
report(
  'share high-risk of trisomies at 2–6 %',
  count(lowTrisomies, 'high-risk') / lowTrisomies.length,
);
reportFractions(studied);
process.stdout.write(`landscape ${landscapeSeed}\n${lines.join('\n')}\n`);
process.exitCode = failures > 0 ? 1 : 0;
