import type { CalibrationSlope } from './calibration-slope.ts';
import type { StudyOutcome } from './run-study.ts';
import type { StudyKind } from './scenario.ts';
import type { StudyRow } from './study-row.ts';
import { fractionFigures, targetFigures, usualRows } from './study-statistics.ts';

/** What the issue asks of each figure; false positives and detection are judged over all. */
const bounds = {
  cvOverPoisson: [0, 1.1],
  zStandardDeviation: [0.95, 1.1],
  calibrationSlope: [0.9, 1.1],
  detection: { T21: 0.995, T18: 0.99, T13: 0.99 },
  meanAbsoluteError: [0, 0.008],
  correlation: [0.95, 1],
  coverage: [0.93, 0.97],
} as const;
const falsePositivesPerTenThousand = 5;
/** The power that a detection limit is stated for leaves this share. */
const missedShareMax = 0.05;
/** Half the width of the goal: with more the slope could be anywhere. */
const slopeErrorMax = 0.1;

/** A study as a Markdown page; what misses its goal is bold and counted. */
export function studyTable(
  outcomes: readonly StudyOutcome[],
  run: {
    readonly share: number;
    /** Of the samples of low fetal fractions. */
    readonly lowShare: number;
    readonly minutes: number;
    /** Names and files of the pictures. */
    readonly plots: readonly (readonly [name: string, file: string])[];
  },
): { text: string; failures: number } {
  const judge = createJudge();
  const { plots } = run;
  const lines = [
    '# Scores, verdicts and fetal fractions on batches unseen',
    '',
    `\`npm run study\`, share ${run.share} of the samples and ${run.lowShare} of those of low fetal` +
      ` fractions, ${run.minutes} minutes. Each laboratory is a landscape of its own with 200 controls of` +
      ' 5 M reads; samples come from batches the model never',
    'saw, fetal fractions uniform over 2–20 %. Bold misses its goal. CV over Poisson is the spread of',
    'the excess over 1 / sqrt(reads of the chromosome).',
    '',
    ...plots.map(([name, file]) => `![${name}](${file})`),
    '',
    '| Laboratory | Reads | Target | CV ÷ Poisson | stated | z mean | z sd | false positives | found from 4 % | low-risk trisomies |',
    '|---|---|---|---|---|---|---|---|---|---|',
    ...outcomes.flatMap((outcome) => targetLines(outcome, judge)),
    '',
    'The calibration slope (1 where stated likelihood ratios are the true ones) is measured on further',
    'samples, uniform over 0–4 % in both groups, where the ratio is 1/20 to 20, with its standard error.',
    'A trisomy at or above the detection limit that its own analysis states may be missed once in twenty.',
    '',
    '| Reads | Target | z sd | false positives | found from 4 % | low-risk trisomies | of those at or above the limit | calibration slope |',
    '|---|---|---|---|---|---|---|---|',
    ...readsOf(outcomes).flatMap((reads) => pooledLines(outcomes, reads, judge)),
    '',
    '| Laboratory | Reads | Fetus | bias, points | mean absolute error | r | 95 % interval covers |',
    '|---|---|---|---|---|---|---|',
    ...outcomes.flatMap((outcome) => fractionLines(outcome, judge)),
    '',
  ];
  return { text: lines.join('\n'), failures: judge.failures() };
}

function createJudge() {
  let failures = 0;
  return {
    mark(text: string, isGood: boolean): string {
      if (isGood) return text;
      failures++;
      return `**${text}**`;
    },
    within(value: number, [low, high]: readonly [number, number], digits = 2): string {
      const rounded = Number(value.toFixed(digits));
      return this.mark(value.toFixed(digits), rounded >= low && rounded <= high);
    },
    failures: () => failures,
  };
}

type Judge = ReturnType<typeof createJudge>;

function targetLines({ scenario, rows }: StudyOutcome, judge: Judge): string[] {
  return targetFigures(rows).map((figures) =>
    row([
      scenario.name,
      `${scenario.reads / 1e6} M`,
      figures.target,
      judge.within(figures.cvOverPoisson, bounds.cvOverPoisson),
      figures.statedOverPoisson.toFixed(2),
      figures.zMean.toFixed(2),
      judge.within(figures.zStandardDeviation, bounds.zStandardDeviation),
      `${figures.falsePositives} of ${figures.unaffected}`,
      `${percent(figures.detection)} of ${figures.trisomies}`,
      String(figures.missed),
    ]),
  );
}

function pooledLines(outcomes: readonly StudyOutcome[], reads: number, judge: Judge): string[] {
  const pooled = new Map<StudyKind, StudyRow[]>();
  for (const { scenario, rows } of outcomes) {
    if (scenario.reads !== reads) continue;
    for (const [kind, part] of rows) pooled.set(kind, [...(pooled.get(kind) ?? []), ...part]);
  }
  return targetFigures(pooled).map((figures) => {
    const { target, falsePositives, unaffected, detection } = figures;
    const least = bounds.detection[target as keyof typeof bounds.detection];
    const most = Math.max(1, (falsePositivesPerTenThousand * unaffected) / 10_000);
    return row([
      `${reads / 1e6} M`,
      target,
      judge.within(figures.zStandardDeviation, bounds.zStandardDeviation),
      judge.mark(`${falsePositives} of ${unaffected}`, falsePositives <= most),
      judge.mark(`${percent(detection)} of ${figures.trisomies}`, detection >= least),
      String(figures.missed),
      judge.mark(
        `${figures.missedAboveLimit} of ${figures.aboveLimit}`,
        figures.missedAboveLimit <= missedShareMax * figures.aboveLimit,
      ),
      slopeCell(figures.calibration, judge),
    ]);
  });
}

/** Off only where the slope lies outside by more than its error; a wide error decides nothing. */
function slopeCell({ slope, error }: CalibrationSlope, judge: Judge): string {
  const [least, most] = bounds.calibrationSlope;
  const text = `${slope.toFixed(2)} ± ${error.toFixed(2)}`;
  if (!(error <= slopeErrorMax)) return `${text}, inconclusive`;
  return judge.mark(text, slope >= least - error && slope <= most + error);
}

function fractionLines({ scenario, rows }: StudyOutcome, judge: Judge): string[] {
  return fractionFigures(usualRows(rows)).map((figures) =>
    row([
      scenario.name,
      `${scenario.reads / 1e6} M`,
      figures.sex === 'female' ? 'girl' : 'boy',
      (100 * figures.bias).toFixed(2),
      judge.mark(
        (100 * figures.meanAbsoluteError).toFixed(2),
        figures.meanAbsoluteError <= bounds.meanAbsoluteError[1],
      ),
      judge.within(figures.correlation, bounds.correlation, 3),
      judge.mark(
        percent(figures.coverage),
        figures.coverage >= bounds.coverage[0] && figures.coverage <= bounds.coverage[1],
      ),
    ]),
  );
}

function readsOf(outcomes: readonly StudyOutcome[]): number[] {
  return [...new Set(outcomes.map(({ scenario }) => scenario.reads))];
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
