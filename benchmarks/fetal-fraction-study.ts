import {
  countingVariances,
  estimateByProfile,
} from '../src/analysis/fetal-fraction/profile-model.ts';
import { binResiduals, referenceBins } from '../src/analysis/normalise/bin-residuals.ts';
import { normaliseSample } from '../src/analysis/normalise/normalise-sample.ts';
import { trainReferenceModel } from '../src/analysis/reference-model/train-reference-model.ts';
import { median } from '../src/analysis/statistics/median.ts';
import { estimateByOracle, fractionOracle } from './study/fraction-oracle.ts';
import { cohortOf, controlsOf, landscapesOf, type Scenario } from './study/scenario.ts';
import { studyReads } from './study/study-reads.ts';

// The fetal fraction's error beside that of two oracles, for groups with so many males:
// node benchmarks/fetal-fraction-study.ts [males, by commas] [landscape seed] [samples judged]

const [counts = '100,200,500,1000', seed = '90113', judged = '400'] = process.argv.slice(2);
const usual = { assembly: 'GRCh38', controlReads: 5e6, reads: 5e6, batchesKnown: true } as const;
const scenario: Scenario = { ...usual, name: 'oracle', seed: Number(seed), controls: 0 };
const landscapes = landscapesOf(scenario);
const { grid, gc } = landscapes('');
const place = { scenario, landscapes, isKept: false };
const readGcShift = 0.003;
const shifted = gc.map((value) => Math.round((value + readGcShift) * 1e4) / 1e4);
const cohort = cohortOf(scenario, 'unaffected', Number(judged));
const cohortReads = studyReads(cohort, place);

/** A model of so many males, and the errors of all three on the cohort: [sex][estimator]. */
function judge(males: number) {
  // Girls and boys come in turn: as many girls as boys.
  const recipes = controlsOf({ ...scenario, controls: 2 * males });
  const controls = studyReads(recipes, place).map((reads, i) => ({
    name: recipes[i].name.padStart(20, '0'),
    batch: recipes[i].batch ?? null,
    ...{ fetalSex: null, fetalFraction: null, reads: Uint32Array.from(reads) },
  }));
  const trained = trainReferenceModel({ grid, controls, gc: shifted });
  if (!trained.ok) throw new Error(trained.problem.detail);
  const { content, measured, fetalFraction } = trained.value;
  const { profile, fetalFractionProfile } = content;
  if (fetalFractionProfile === null) throw new Error('no fetal fraction was learned');
  const bins = referenceBins(profile);
  const truthOf = new Map(recipes.map((recipe, i) => [controls[i].name, recipe]));
  const known = measured.flatMap(({ control, residuals }) => {
    const recipe = truthOf.get(control.name);
    return recipe?.fetalSex === 'male' ? [{ residuals, truth: recipe.fetalFraction }] : [];
  });
  const depth = median(measured.map((control) => control.depth));
  const where = { landscape: landscapes(''), profile, bins, depth };
  const knowing = fractionOracle(where, known, 'knowing');
  const learning = fractionOracle(where, known, 'learning');
  const rows = cohort.map(({ fetalSex, fetalFraction: truth }, i) => {
    const reads = Uint32Array.from(cohortReads[i]);
    const { expectedReads } = normaliseSample(reads, profile);
    const residuals = binResiduals({ reads, expectedReads }, profile.expected, bins);
    const variances = countingVariances(expectedReads, profile.expected, bins);
    const own = estimateByProfile(
      { residuals, countingVariances: variances },
      fetalFractionProfile,
    );
    return {
      fetalSex,
      truth,
      estimates: [
        own.value,
        estimateByOracle(knowing, residuals),
        estimateByOracle(learning, residuals),
      ],
      isCovered: Math.abs(own.value - truth) <= 1.96 * own.standardDeviation,
    };
  });
  return { rows, labelled: fetalFraction.labelledCount };
}

console.log(
  '| Males | Fetus | own error, points | r | bias | 95 % covers | knowing oracle | ratio |' +
    ' learning oracle | ratio |',
);
console.log('|---|---|---|---|---|---|---|---|---|---|');
for (const males of counts.split(',').map(Number)) {
  const { rows, labelled } = judge(males);
  for (const sex of ['female', 'male'] as const) {
    const own = rows.filter(({ fetalSex }) => fetalSex === sex);
    const errors = [0, 1, 2].map((k) =>
      meanOf(own.map(({ estimates, truth }) => Math.abs(estimates[k] - truth))),
    );
    const bias = meanOf(own.map(({ estimates, truth }) => estimates[0] - truth));
    const covered = meanOf(own.map(({ isCovered }) => Number(isCovered)));
    const cells = [
      labelled,
      sex === 'female' ? 'girl' : 'boy',
      points(errors[0]),
      correlationOf(own).toFixed(3),
      points(bias),
      `${(100 * covered).toFixed(1)} %`,
      points(errors[1]),
      (errors[0] / errors[1]).toFixed(2),
      points(errors[2]),
      (errors[0] / errors[2]).toFixed(2),
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
}

function points(fraction: number): string {
  return (100 * fraction).toFixed(2);
}

function correlationOf(rows: readonly { truth: number; estimates: readonly number[] }[]): number {
  const truth = meanOf(rows.map((row) => row.truth));
  const estimate = meanOf(rows.map((row) => row.estimates[0]));
  let [tt, ee, te] = [0, 0, 0];
  for (const row of rows) {
    const t = row.truth - truth;
    const e = row.estimates[0] - estimate;
    tt += t * t;
    ee += e * e;
    te += t * e;
  }
  return te / Math.sqrt(tt * ee);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
