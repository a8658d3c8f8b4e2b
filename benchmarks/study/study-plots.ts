import { targets } from '../../src/analysis/genome/chromosome.ts';
import { normalDensity } from '../../src/analysis/statistics/normal-density.ts';
import type { StudyOutcome } from './run-study.ts';
import type { StudyRow } from './study-row.ts';
import { fractionFigures, targetFigures, usualRows } from './study-statistics.ts';
import { svgPlot } from './svg-plot.ts';

const colours = ['#1d4e89', '#b3541e', '#3a7d44'] as const;
const grey = '#888888';
/** A scatter of more points is a blot. */
const dotsMax = 2_500;

/** A study's pictures by the ends of their files' names. */
export function studyPlots(outcomes: readonly StudyOutcome[]): ReadonlyMap<string, string> {
  return new Map([
    ['z', zHistograms(outcomes)],
    ['cv', cvBars(outcomes)],
    ['detection', detectionCurves(outcomes)],
    ['fraction', fractionScatter(outcomes)],
    ['coverage', coverageBars(outcomes)],
  ]);
}

function zHistograms(outcomes: readonly StudyOutcome[]): string {
  const rows = outcomes.flatMap((outcome) => outcome.rows.get('unaffected') ?? []);
  const width = 0.5;
  const axes = {
    title: `z of ${rows.length} unaffected samples against the normal curve`,
    x: [-5, 5] as const,
    y: [0, 0.5] as const,
    xLabel: 'z',
    yLabel: 'density',
    xTicks: [-4, -3, -2, -1, 0, 1, 2, 3, 4],
    yTicks: [0, 0.1, 0.2, 0.3, 0.4, 0.5],
  };
  return svgPlot(axes, (plot) => {
    targets.forEach((_, t) => {
      for (let from = -5; from < 5; from += width) {
        const count = rows.filter(({ z }) => z[t] >= from && z[t] < from + width).length;
        const start = from + (t * width) / 3;
        const height = count / rows.length / width;
        plot.bar(start, start + width / 3.5, { height, colour: colours[t] });
      }
    });
    const curve = Array.from({ length: 101 }, (_, i) => -5 + i / 10);
    plot.line(
      curve.map((z) => [z, normalDensity(z)]),
      { colour: grey },
    );
    plot.legend(targets.map(({ target }, t) => [target, colours[t]]));
  });
}

/** Bars in groups of a laboratory and a depth; the names stand in the table. */
function groupedBars(
  outcomes: readonly StudyOutcome[],
  bars: {
    readonly title: string;
    readonly y: readonly [number, number];
    readonly yTicks: readonly number[];
    readonly limits: readonly number[];
    readonly names: readonly string[];
    readonly heights: (outcome: StudyOutcome) => readonly number[];
  },
): string {
  const axes = {
    ...{ title: bars.title, x: [0, outcomes.length] as const, y: bars.y, yTicks: bars.yTicks },
    xLabel: 'laboratories in the order of the table, with the reads of their samples',
    yLabel: '',
    xTicks: outcomes.map(
      ({ scenario }, i) => [i + 0.5, `${i + 1}: ${scenario.reads / 1e6} M`] as const,
    ),
  };
  return svgPlot(axes, (plot) => {
    outcomes.forEach((outcome, i) => {
      bars.heights(outcome).forEach((height, k, all) => {
        const start = i + 0.1 + (0.8 * k) / all.length;
        plot.bar(start, start + 0.7 / all.length, { height, colour: colours[k] });
      });
    });
    for (const limit of bars.limits) {
      const ends = [
        [0, limit],
        [outcomes.length, limit],
      ] as const;
      plot.line(ends, { colour: '#b3261e', dash: true });
    }
    plot.legend(bars.names.map((name, k) => [name, colours[k]]));
  });
}

function cvBars(outcomes: readonly StudyOutcome[]): string {
  return groupedBars(outcomes, {
    title: 'CV over Poisson of unaffected samples; the goal is 1.10',
    y: [0.9, 1.4],
    yTicks: [0.9, 1, 1.1, 1.2, 1.3, 1.4],
    limits: [1.1],
    names: targets.map(({ target }) => target),
    heights: ({ rows }) => targetFigures(rows).map(({ cvOverPoisson }) => cvOverPoisson),
  });
}

function coverageBars(outcomes: readonly StudyOutcome[]): string {
  return groupedBars(outcomes, {
    title: 'Share of 95 % intervals that hold the fetal fraction; the goal is 93–97 %',
    y: [0.85, 1],
    yTicks: [0.85, 0.9, 0.95, 1],
    limits: [0.93, 0.97],
    names: ['girls', 'boys'],
    heights: ({ rows }) => fractionFigures(usualRows(rows)).map(({ coverage }) => coverage),
  });
}

function detectionCurves(outcomes: readonly StudyOutcome[]): string {
  const least = Math.min(...outcomes.map(({ scenario }) => scenario.reads));
  const chosen = outcomes.filter(({ scenario }) => scenario.reads === least);
  const axes = {
    title: `Share of trisomies called high-risk by fetal fraction, ${least / 1e6} M reads`,
    x: [1, 20] as const,
    y: [0, 1] as const,
    xLabel: 'fetal fraction, %',
    yLabel: 'share',
    xTicks: [1, 2, 3, 4, 5, 6, 8, 10, 15, 20],
    yTicks: [0, 0.25, 0.5, 0.75, 1],
  };
  return svgPlot(axes, (plot) => {
    targets.forEach(({ target }, t) => {
      const rows = chosen.flatMap(({ rows: all }) => [
        ...(all.get(target) ?? []),
        ...(all.get(`low ${target}`) ?? []),
      ]);
      const points = shareByFraction(rows, t);
      plot.line(points, { colour: colours[t] });
      for (const [x, y] of points) plot.dot(x, y, colours[t]);
    });
    plot.legend(targets.map(({ target }, t) => [target, colours[t]]));
  });
}

/** Steps of half a point up to 5 %, of a point beyond. */
function shareByFraction(rows: readonly StudyRow[], t: number): [number, number][] {
  const points: [number, number][] = [];
  for (let from = 1; from < 20; from += from < 5 ? 0.5 : 1) {
    const to = from + (from < 5 ? 0.5 : 1);
    const part = rows.filter(({ truth }) => 100 * truth >= from && 100 * truth < to);
    if (part.length === 0) continue;
    const high = part.filter(({ verdicts }) => verdicts[t] === 'high-risk').length;
    points.push([(from + to) / 2, high / part.length]);
  }
  return points;
}

function fractionScatter(outcomes: readonly StudyOutcome[]): string {
  const rows = outcomes.flatMap((outcome) => usualRows(outcome.rows));
  const step = Math.max(1, Math.ceil(rows.length / dotsMax));
  const shown = rows.filter((_, i) => i % step === 0);
  const axes = {
    title: `Fetal fraction estimated against the truth, ${shown.length} of ${rows.length} samples`,
    x: [0, 25] as const,
    y: [0, 25] as const,
    xLabel: 'truth, %',
    yLabel: 'estimate, %',
    xTicks: [0, 5, 10, 15, 20, 25],
    yTicks: [0, 5, 10, 15, 20, 25],
  };
  return svgPlot(axes, (plot) => {
    for (const { sex, truth, fetalFraction } of shown) {
      if (fetalFraction.estimate === null) continue;
      const colour = colours[sex === 'female' ? 0 : 1];
      plot.dot(100 * truth, 100 * fetalFraction.estimate, colour);
    }
    const ends = [
      [0, 0],
      [25, 25],
    ] as const;
    plot.line(ends, { colour: grey });
    plot.legend([
      ['girls', colours[0]],
      ['boys', colours[1]],
    ]);
  });
}
