import { expect, it } from 'vitest';
import { normal } from '../../../fixtures/simulate/normal.ts';
import { SeededRandom } from '../../../fixtures/simulate/seeded-random.ts';
import type { AnalysisResult, Verdict } from '../../../src/analysis/analysis-result.ts';
import { compareAnalyses } from '../../../src/analysis/drift/compare-analyses.ts';
import { controlChart } from '../../../src/analysis/drift/control-chart.ts';
import { driftChart } from '../../../src/analysis/drift/drift-chart.ts';
import { driftReport } from '../../../src/analysis/drift/drift-report.ts';
import { driftTable } from '../../../src/analysis/drift/drift-table.ts';
import { parseLots } from '../../../src/analysis/drift/parse-lots.ts';
import { goodValue } from '../../support/simulated-model.ts';

/** An analysis reduced to what drift looks at. */
function analysisOf(
  sample: string,
  zOf: (chromosome: string) => number,
  { verdict = 'low-risk', qc = 'pass' }: { verdict?: Verdict; qc?: string } = {},
): AnalysisResult {
  const chromosomes = Array.from({ length: 22 }, (_, c) => String(c + 1));
  const facts = {
    ...{ schema: 1, sample, model: { id: 'm' }, qc: { verdict: qc, checks: [] } },
    calls: [{ target: 'T21', verdict }],
    chromosomes: chromosomes.map((chromosome) => ({ chromosome, z: zOf(chromosome) })),
  };
  return facts as unknown as AnalysisResult;
}

function series(count: number, shiftOf: (chromosome: string, i: number) => number) {
  const random = new SeededRandom(3, 'drift');
  return Array.from({ length: count }, (_, i) =>
    analysisOf(`s${i}`, (chromosome) => normal(random) + shiftOf(chromosome, i)),
  );
}

it('follows the rules of the chart', () => {
  const alarms = (values: number[]) => controlChart(values).map((point) => point.alarms);
  expect(alarms([0, 3.2])).toEqual([[], ['1-3s']]);
  expect(alarms([2.1, 2.2])).toEqual([[], ['2-2s']]);
  expect(alarms([-2.1, -2.2])).toEqual([[], ['2-2s']]);
  expect(alarms([2.1, -2.2])).toEqual([[], []]);
  expect(alarms(new Array(10).fill(0.1))[9]).toEqual(['10-x']);
  expect(alarms(new Array(9).fill(0.1)).flat()).toEqual([]);
  expect(alarms(new Array(10).fill(1.5))[4]).toEqual(['cusum-high']);
  expect(alarms(new Array(10).fill(-1.5))[4]).toEqual(['cusum-low']);
  expect(controlChart([1.5, 1.5]).map(({ cusumHigh }) => cusumHigh)).toEqual([1, 2]);
  expect(controlChart([])).toEqual([]);
});

it('states how many standard errors a series stands off', () => {
  const analyses = Array.from({ length: 25 }, (_, i) =>
    analysisOf(`s${i}`, (chromosome) => (chromosome === '21' ? 1 : 0)),
  );
  const { chromosomes } = driftReport(analyses, new Map());
  expect([chromosomes[20].meanZ, chromosomes[0].meanZ]).toEqual([5, 0]);
});

it('is quiet on a calibrated series and loud on a shifted one', () => {
  const quiet = driftReport(
    series(60, () => 0),
    new Map(),
  );
  expect(quiet.rebuildReasons).toEqual([]);
  expect(quiet.chromosomes).toHaveLength(22);
  expect(quiet.chromosomes[20].points).toHaveLength(60);
  const shifted = driftReport(
    series(60, (chromosome) => (chromosome === '18' ? 0.8 : 0)),
    new Map(),
  );
  expect(shifted.rebuildReasons).toHaveLength(1);
  const [reason] = shifted.rebuildReasons;
  expect(reason).toMatchObject({ chromosome: '18', cause: 'mean-off', samples: 60 });
  expect(reason.value).toBeCloseTo(0.8, 0);
  const cusum = shifted.chromosomes[17].points.filter(({ alarms }) =>
    alarms.includes('cusum-high'),
  );
  expect(cusum.length).toBeGreaterThan(0);
});

it('proposes nothing on a short series, and a rebuild where a target strays', () => {
  expect(
    driftReport(
      series(19, () => 3),
      new Map(),
    ).rebuildReasons,
  ).toEqual([]);
  const strayed = series(60, (chromosome, i) => (chromosome === '13' && i % 20 === 0 ? 9 : 0));
  expect(driftReport(strayed, new Map()).rebuildReasons).toContainEqual({
    ...{ chromosome: '13', cause: 'beyond-three', value: 3, samples: 60 },
  });
});

it('names the batch, instrument or lot that stands off', () => {
  const lots = goodValue(
    parseLots(
      [
        'sample,batch,instrument,reagent_lot',
        ...Array.from(
          { length: 60 },
          (_, i) => `s${i},b${i % 3},i${i % 2},${i < 12 ? 'L1' : 'L2'}`,
        ),
      ].join('\n'),
    ),
  );
  const analyses = series(60, (chromosome, i) => (chromosome === '7' && i < 12 ? 3 : 0));
  const [first] = driftReport(analyses, lots).groups;
  expect(first).toMatchObject({ grouping: 'reagentLot', group: 'L1', chromosome: '7', count: 12 });
  expect(first.mean).toBeGreaterThan(2);
  const quiet = driftReport(
    series(60, () => 0),
    lots,
  );
  expect(quiet.groups).toEqual([]);
});

it('leaves trisomies and failed samples out', () => {
  const analyses = [
    analysisOf('a', () => 12, { verdict: 'high-risk' }),
    analysisOf('b', () => 9, { qc: 'failure' }),
    analysisOf('c', () => 0.5),
  ];
  const { chromosomes } = driftReport(analyses, new Map());
  expect(chromosomes[20].samples).toEqual(['c']);
  expect(chromosomes[0].samples).toEqual(['a', 'c']);
});

it('reads lots and names a bad table', () => {
  const lots = goodValue(parseLots('sample,reagent_lot\na,7\nb,\n'));
  expect(lots.get('a')).toEqual({ batch: null, instrument: null, reagentLot: '7' });
  expect(lots.get('b')?.reagentLot).toBeNull();
  for (const text of ['x\na\n', 'sample,batch\na\n', 'sample\na\na\n', 'sample,batch\n,1\n']) {
    expect(parseLots(text)).toMatchObject({ ok: false, problem: { kind: 'samples-malformed' } });
  }
});

it('draws both charts in both languages, for eyes and ears', () => {
  const analyses = [analysisOf('<a>', () => 3.5), analysisOf('b', () => -1)];
  const [drift] = driftReport(analyses, new Map()).chromosomes;
  const chinese = driftChart(drift, 'zh');
  expect(chinese).toContain('aria-label="1 号染色体：各样本 Z 值与累积和"');
  const english = driftChart(drift, 'en');
  expect(english).toContain('aria-label="Chromosome 1: z by sample, and CUSUM"');
  expect(english.match(/<circle/g)).toHaveLength(2);
  expect(english).toContain('<title>&#60;a&#62;: z 3.50 1-3s</title>');
  expect(english).toContain('fill="#b3261e"');
  expect(english).not.toMatch(/NaN|Infinity|undefined/);
  expect(driftChart({ ...drift, points: [], samples: [] }, 'en')).not.toMatch(/NaN|Infinity/);
});

it.each(['en', 'zh'] as const)('draws what it drew: %s', async (language) => {
  const analyses = series(30, (chromosome, i) => (chromosome === '18' && i > 19 ? 1.8 : 0));
  const drift = driftReport(analyses, new Map()).chromosomes[17];
  await expect(driftChart(drift, language)).toMatchFileSnapshot(`golden/drift-${language}.svg`);
});

it('writes the chart’s numbers as a table', () => {
  const analyses = [analysisOf('a b', () => 3.5), analysisOf('c', () => -1)];
  const [drift] = driftReport(analyses, new Map()).chromosomes;
  expect(driftTable(drift).split('\n')).toEqual([
    'sample\tz\tcusum_high\tcusum_low\talarms',
    'a b\t3.500\t3.000\t0.000\t1-3s',
    'c\t-1.000\t1.500\t0.500\t',
    '',
  ]);
});

it('compares verdicts sample by sample', () => {
  const before = [analysisOf('a', () => 2.8), analysisOf('b', () => 1)];
  const after = [analysisOf('a', () => 3.1, { verdict: 'high-risk' }), analysisOf('b', () => 1)];
  expect(compareAnalyses(before, before)).toEqual({ samples: 2, changed: [], zShiftMax: 0 });
  const { changed, zShiftMax } = compareAnalyses(before, after);
  expect(changed).toEqual([
    {
      sample: 'a',
      target: 'T21',
      before: 'low-risk',
      after: 'high-risk',
      zBefore: 2.8,
      zAfter: 3.1,
    },
  ]);
  expect(zShiftMax).toBeCloseTo(0.3, 12);
  expect(() => compareAnalyses(before, after.toReversed())).toThrow(/differ/);
});
