import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { DriftChart } from '../../src/web/charts/drift-series.tsx';
import {
  type DriftPoint,
  driftBands,
  driftScale,
  labelledBands,
} from '../../src/web/charts/drift-series-data.ts';
import { SayContext, sayIn } from '../../src/web/i18n/say.ts';

const samples = Array.from({ length: 6 }, (_, i) => ({
  ...{ id: `s${i}`, name: `S${i}`, runId: i < 4 ? 'r1' : 'r2', batch: i < 4 ? 'FC1' : 'FC2' },
  ...{ instrument: 'NextSeq-1', reagentLots: ['L1'], scoredAt: '2026-04-23T02:00:00Z' },
}));

const point = (sample: number, z: number, alarms: DriftPoint['alarms'] = []): DriftPoint => ({
  ...{ sample, z, cusumHigh: Math.max(0, z - 0.5), cusumLow: 0, alarms },
});

const series = {
  chromosome: '21',
  // The second sample is a trisomy, which is no drift.
  points: [point(0, 1), point(2, 2), point(3, 3), point(4, -1), point(5, 12, ['1-3s'])],
};

it('takes neighbours of one run together, with the mean of those that have a point', () => {
  expect(driftBands(samples, series)).toEqual([
    { batch: 'FC1', runId: 'r1', from: 0, to: 4, mean: 2, count: 3 },
    { batch: 'FC2', runId: 'r2', from: 4, to: 6, mean: 5.5, count: 2 },
  ]);
  const empty = { chromosome: '13', points: [] };
  expect(driftBands(samples, empty).map(({ mean }) => mean)).toEqual([null, null]);
  expect(driftBands([], empty)).toEqual([]);
});

it('shares one scale, which one value far out does not squeeze', () => {
  expect(driftScale([series])).toEqual({ zReach: 8, cusumReach: 12 });
  expect(driftScale([{ chromosome: '18', points: [point(0, 0.3)] }])).toEqual({
    ...{ zReach: 4, cusumReach: 6 },
  });
  expect(driftScale([])).toEqual({ zReach: 4, cusumReach: 6 });
});

it('names no more batches than there is room for', () => {
  const bands = Array.from({ length: 25 }, (_, i) => ({
    ...{ batch: `B${i}`, runId: `r${i}`, from: i, to: i + 1, mean: 0, count: 1 },
  }));
  expect(
    labelledBands(bands, 12)
      .map(({ batch }) => batch)
      .slice(0, 3),
  ).toEqual([...['B0', 'B3', 'B6']]);
  expect(labelledBands(bands.slice(0, 12), 12)).toHaveLength(12);
});

it('is drawn as the golden picture has it', async () => {
  const scale = driftScale([series]);
  const label = 'm: drift of z of chromosome 21';
  const chart = createElement(DriftChart, { samples, series, scale, label });
  const markup = renderToStaticMarkup(createElement(SayContext, { value: sayIn('en') }, chart));
  const drawn = `${markup.replaceAll('><', '>\n<')}\n`;
  expect(drawn).toContain('<title>S5 · FC2 · z 12.00 · beyond 3s</title>');
  expect(drawn).not.toMatch(/NaN|Infinity|undefined/);
  await expect(drawn).toMatchFileSnapshot('golden/drift-series.svg');
});
