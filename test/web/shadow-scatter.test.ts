import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { ShadowScatter } from '../../src/web/charts/shadow-scatter.tsx';
import { shadowPanels, shadowScale } from '../../src/web/charts/shadow-scatter-data.ts';
import { SayContext, sayIn } from '../../src/web/i18n/say.ts';

type Verdict = 'low-risk' | 'high-risk';
const found = (name: string, zAfter: number | null, after: Verdict = 'low-risk') => ({
  ...{ id: `id-${name}`, name, runId: 'r', batch: 'FC1', problem: null },
  isChanged: after === 'high-risk',
  comparison: {
    targets: [{ target: 'T21' as const, before: 'low-risk' as const, after, zBefore: 1, zAfter }],
    fetalFraction: { before: 0.1, after: 0.11 },
  },
});
const lost = { ...found('lost', 0), isChanged: null, problem: 'counts-missing', comparison: null };

const panels = shadowPanels([
  found('A', 1.5),
  found('B', 5.3, 'high-risk'),
  found('C', null),
  lost,
]);

it('has a point for each sample both models gave a z, and says how z moves', () => {
  expect(panels.map(({ target, points }) => [target, points.length])).toEqual([
    ...[
      ['T21', 2],
      ['T18', 0],
      ['T13', 0],
    ],
  ]);
  const [{ points, shift }] = panels;
  expect(points.map(({ isChanged }) => isChanged)).toEqual([false, true]);
  expect(shift?.mean).toBeCloseTo((0.5 + 4.3) / 2, 9);
  expect(shift?.largest).toBeCloseTo(4.3, 9);
  expect(panels[1].shift).toBeNull();
  expect(shadowScale(panels)).toEqual({ low: -4, high: 6 });
  expect(shadowScale([])).toEqual({ low: -4, high: 4 });
});

it('is drawn as the golden picture has it', async () => {
  const scale = shadowScale(panels);
  const chart = createElement(ShadowScatter, { panel: panels[0], scale, label: 'T21: z by both' });
  const markup = renderToStaticMarkup(createElement(SayContext, { value: sayIn('en') }, chart));
  const drawn = `${markup.replaceAll('><', '>\n<')}\n`;
  expect(drawn).not.toMatch(/NaN|Infinity|undefined/);
  await expect(drawn).toMatchFileSnapshot('golden/shadow-scatter.svg');
});
