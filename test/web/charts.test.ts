import { createElement, type ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { resultLineOf } from '../../src/http/result-line.ts';
import type { BatchSample } from '../../src/web/api/types.ts';
import { Plate } from '../../src/web/charts/plate.tsx';
import { countTones, plates, wellTone } from '../../src/web/charts/plate-data.ts';
import { TargetScatter } from '../../src/web/charts/target-scatter.tsx';
import {
  expectedTrisomyZ,
  scatterPanels,
  scatterScale,
} from '../../src/web/charts/target-scatter-data.ts';
import { ZBars } from '../../src/web/charts/z-bars.tsx';
import { ZEvidenceChart } from '../../src/web/charts/z-evidence.tsx';
import { evidenceRange, zEvidence } from '../../src/web/charts/z-evidence-data.ts';
import { SayContext, sayIn } from '../../src/web/i18n/say.ts';
import { isShown, needsAttention } from '../../src/web/parts/batch-rows.ts';
import { analysisExample } from '../support/report-example.ts';

function sample(name: string, change: Partial<BatchSample> = {}): BatchSample {
  return {
    ...{ id: `id-${name}`, name, kind: 'patient', state: 'SCORED', specimen: name },
    ...{ specimenState: 'ANALYSED', arrivedFraction: null, problem: null },
    result: resultLineOf(JSON.stringify(analysisExample())),
    ...{ reviewState: 'PENDING', reviewReasons: [], reportId: null },
    ...change,
  };
}

const high = resultLineOf(JSON.stringify(analysisExample({ T21: 'high-risk' })));
const unclear = resultLineOf(JSON.stringify(analysisExample({ T18: 'no-call' })));
const batch = [
  sample('S1'),
  sample('S2', { result: high }),
  sample('S3', { result: unclear, kind: 'patient' }),
  sample('S4', { kind: 'positive-control', result: high }),
  sample('S5', { state: 'FAILED', result: null }),
  sample('S6', { state: 'AWAITING_DATA', arrivedFraction: 0.4, result: null }),
  sample('S7', { state: 'COUNTED', result: null }),
  sample('S8', { state: 'AWAITING_DATA', specimenState: 'HELD', result: null }),
  sample('S9', { state: 'AWAITING_DATA', result: null }),
];

function draw(element: ReactElement): string {
  const say = { value: sayIn('en') };
  const markup = renderToStaticMarkup(createElement(SayContext, say, element));
  return `${markup.replaceAll('><', '>\n<')}\n`;
}

const pointing = { pointedAt: null, onPoint: () => undefined };

describe('a plate', () => {
  it('says the most pressing thing of each sample, and never a low risk without three', () => {
    expect(batch.map(wellTone)).toEqual([
      ...['low-risk', 'high-risk', 'no-call', 'control', 'failed', 'arriving', 'working', 'held'],
      'awaited',
    ]);
    const lacking = { ...high!, targets: high!.targets.slice(1) };
    expect(wellTone(sample('S', { result: lacking }))).toBe('no-call');
    expect(countTones(batch)[0]).toEqual({ tone: 'high-risk', count: 1 });
  });

  it('fills wells column by column, and another plate after 96', () => {
    const [first, second] = plates(Array.from({ length: 97 }, (_, i) => i));
    expect(first.slice(7, 9).map(({ name, sample: held }) => [name, held])).toEqual([
      ['H1', 7],
      ['A2', 8],
    ]);
    expect([second[0].sample, second[1].sample]).toEqual([96, null]);
    expect(plates(['a', 'b'])[0][1]).toEqual({ name: 'B1', row: 1, column: 0, sample: 'b' });
  });

  it('is drawn as the golden picture has it', async () => {
    const drawn = draw(createElement(Plate, { samples: batch, label: 'FC1: Plate', ...pointing }));
    expect(drawn).toContain('aria-label="B1 · S2 · High risk · z21 12.3');
    await expect(drawn).toMatchFileSnapshot('golden/plate.txt');
  });
});

describe('the targets of a batch', () => {
  const panels = scatterPanels(batch);

  it('have a point for each sample with z and fetal fraction, on one scale', () => {
    expect(panels.map(({ chromosome, points }) => [chromosome, points.length])).toEqual([
      ...[
        ['21', 4],
        ['18', 4],
        ['13', 4],
      ],
    ]);
    expect(scatterScale(panels)).toEqual({ fetalFractionMax: 0.2, zMin: -4, zMax: 16 });
    expect(expectedTrisomyZ(0.1, 0.005)).toBe(10);
  });

  it('are drawn as the golden picture has them', async () => {
    const scale = scatterScale(panels);
    const props = { panel: panels[0], scale, label: 'FC1: z of 21', ...pointing };
    await expect(draw(createElement(TargetScatter, props))).toMatchFileSnapshot(
      'golden/target-scatter.svg',
    );
  });
});

describe('the evidence of a target', () => {
  it('sets what was seen beside what a trisomy would give', () => {
    const evidence = zEvidence(analysisExample({ T21: 'high-risk' }), '21');
    expect(evidence?.z).toBe(12.345);
    expect(evidence?.expectedZ).toBeCloseTo(0.1032 / 0.006, 9);
    expect(evidenceRange(evidence!)).toEqual({ low: -4, high: 21 });
  });

  it('knows no expectation without a fetal fraction, and nothing without z', () => {
    const example = analysisExample();
    const fetalFraction = { estimate: null, low: null, high: null };
    expect(zEvidence({ ...example, fetalFraction }, '21')?.expectedZ).toBeNull();
    const chromosomes = example.chromosomes.map((row) => ({ ...row, z: null }));
    expect(zEvidence({ ...example, chromosomes }, '21')).toBeNull();
  });

  it('is drawn as the golden picture has it', async () => {
    const evidence = zEvidence(analysisExample({ T21: 'high-risk' }), '21')!;
    const drawn = draw(createElement(ZEvidenceChart, { evidence, label: 'S1: z of 21' }));
    await expect(drawn).toMatchFileSnapshot('golden/z-evidence.svg');
  });
});

describe('z of every autosome', () => {
  it('is drawn as the golden picture has it', async () => {
    const chromosomes = [...analysisExample({ T21: 'high-risk' }).chromosomes];
    const drawn = draw(createElement(ZBars, { chromosomes, label: 'S1: z' }));
    expect(drawn.match(/<rect/g)).toHaveLength(22);
    await expect(drawn).toMatchFileSnapshot('golden/z-bars.svg');
  });
});

describe('the table of a batch', () => {
  it('finds who needs attention, and the controls', () => {
    const found = batch.filter(needsAttention).map(({ name }) => name);
    expect(found).toEqual(['S2', 'S3', 'S5', 'S8']);
    expect(needsAttention(sample('S', { reviewReasons: ['qc-warning'] }))).toBe(true);
    const controls = batch.filter((each) => isShown(each, 'controls'));
    expect(controls.map(({ name }) => name)).toEqual(['S4']);
  });
});
