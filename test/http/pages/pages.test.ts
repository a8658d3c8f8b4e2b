import { describe, expect, it } from 'vitest';
import { qcLimits } from '../../../src/analysis/qc/qc-limits.ts';
import { chromosomeChart } from '../../../src/http/pages/charts/chromosome-chart.ts';
import { fetalFractionChart } from '../../../src/http/pages/charts/fetal-fraction-chart.ts';
import { fetalFractionPanels } from '../../../src/http/pages/charts/fetal-fraction-data.ts';
import { html } from '../../../src/http/pages/html.ts';
import { chooseLanguage } from '../../../src/http/pages/language.ts';
import { sayIn } from '../../../src/http/pages/messages.ts';
import { fixed, millions, oneIn, percent, ratio } from '../../../src/http/pages/number-format.ts';
import { runPage, type SampleLine } from '../../../src/http/pages/run-page.ts';
import { samplePage } from '../../../src/http/pages/sample-page.ts';
import { analysisExample } from '../../support/report-example.ts';

const attack = '<script>alert("x")</script>';
const context = { language: 'en', path: '/', user: { name: attack, roles: ['reviewer'] } } as const;

function line(name: string, change: Partial<SampleLine> = {}): SampleLine {
  return {
    ...{ id: 'id', name, kind: 'patient', state: 'SCORED', specimenState: 'ANALYSED' },
    ...{ problem: null, result: analysisExample(), reviewState: 'PENDING', reportId: null },
    arrivedFraction: null,
    ...change,
  };
}

describe('words', () => {
  it('are there for every check of quality, reason and flag an analysis gives', () => {
    const checks = Object.values(qcLimits.limits).map(({ name }) => name);
    const reasons = ['number-missing', 'qc-failure', 'z-high', 'z-ff-discordant', 'z-low', 'grey'];
    const flags = [
      ...['fetal-fraction-clamped', 'needs-review', 'excess-above-fetal-fraction'],
      ...['several-chromosomes', 'maternal-or-fetal', 'possible-vanished-twin'],
    ];
    for (const word of [...checks, ...reasons, ...flags]) {
      expect(sayIn('zh')(word), word).not.toBe(word);
      expect(sayIn('en')(word), word).not.toMatch(/^[a-z]+(?:-[a-z]+)+$/);
    }
  });
});

describe('html', () => {
  it('escapes every value that is not html itself', () => {
    const part = html`<b>${attack}</b>`;
    expect(part.html).toBe('<b>&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;</b>');
    expect(html`${[part, null, false, 3]}${undefined}`.html).toBe(`${part.html}3`);
  });

  it('lets nothing of a run or a sample through as markup', () => {
    const facts = { instrument: attack, flowcell: attack, aligner: attack, registeredAt: attack };
    const run = { ...facts, urgent: true };
    const samples = [
      line(attack),
      line(attack, { state: 'FAILED', result: null, problem: attack, kind: attack }),
    ];
    const sample = {
      ...{
        id: 'id',
        runId: 'id',
        flowcell: attack,
        name: attack,
        kind: 'patient',
        state: 'SCORED',
      },
      ...{ specimenNumber: attack, specimenState: attack, problem: attack },
      remedy: attack,
    };
    const result = { ...analysisExample(), model: { id: attack, sha256: attack } };
    const pages = [
      runPage(context, { run: { ...run, state: attack }, samples }),
      samplePage(context, { sample, result, review: null, alert: attack }),
    ];
    for (const page of pages) {
      expect(page).not.toContain('<script');
      expect(page).toContain('&lt;script&gt;');
      expect(page).toContain('for validation, not for clinical use');
    }
  });
});

describe('a run page', () => {
  const run = {
    ...{ instrument: 'NextSeq-1', flowcell: 'FC1', aligner: 'bwa', state: 'PROCESSING' },
    registeredAt: '2026-04-23 10:00',
    urgent: false,
  };

  it('loads itself anew only while work goes on', () => {
    const done = [line('S1'), line('S2', { state: 'FAILED', result: null })];
    expect(runPage(context, { run, samples: done })).not.toContain('http-equiv="refresh"');
    const working = [...done, line('S3', { state: 'COUNTED', result: null })];
    expect(runPage(context, { run, samples: working })).toContain('http-equiv="refresh"');
  });

  it('shows a missing call as no call', () => {
    const result = { ...analysisExample(), calls: [] };
    const page = runPage(context, { run, samples: [line('S1', { result })] });
    expect(page.match(/\? No call/g)).toHaveLength(3);
    expect(page).not.toContain('Low risk');
  });
});

describe('a file on its way', () => {
  it('shows how far it has come, until it is there', () => {
    const run = { ...{ instrument: 'I', flowcell: 'F', aligner: 'A', state: 'UPLOADING' } };
    const page = (change: Partial<SampleLine>) =>
      runPage(context, {
        run: { ...run, urgent: false, registeredAt: '' },
        samples: [line('S', { result: null, arrivedFraction: 0.427, ...change })],
      });
    expect(page({ state: 'AWAITING_DATA' })).toMatch(/Uploading<\/span> <span[^>]*>43 %/);
    expect(page({ state: 'UPLOADED' })).not.toContain('43 %');
  });

  it('labels points beside each other on either side', () => {
    const point = { fetalFraction: 0.1, z: 10, verdict: 'high-risk' as const, name: 'one' };
    const points = [point, { ...point, name: 'two', fetalFraction: 0.12 }];
    const panels = [{ chromosome: '21', cv: 0.01, points }];
    const chart = fetalFractionChart({ say: sayIn('en'), panels, label: 'z' }).html;
    expect(chart).toMatch(/text-anchor="end">one<[\s\S]*text-anchor="start">two</);
  });
});

describe('numbers', () => {
  it('are shown as people read them', () => {
    expect(fixed(-1.236, 2)).toBe('−1.24');
    expect(fixed(null, 2)).toBe('–');
    expect(percent(0.1234)).toBe('12.3 %');
    expect([oneIn(1 / 739), oneIn(0.86), oneIn(1e-7), oneIn(null)]).toEqual([
      ...['1/739', '86.0 %', '< 1/10 000', '–'],
    ]);
    expect([ratio(0.5), ratio(148.4), ratio(1e-9), ratio(1e9)]).toEqual([
      ...['0.5', '148', '< 0.001', '> 1 000 000'],
    ]);
    expect(millions(3_286_508)).toBe('3.29');
  });
});

describe('the language', () => {
  it.each([
    [{ query: 'en', cookie: 'zh' }, 'en'],
    [{ cookie: 'en', header: 'zh-CN' }, 'en'],
    [{ header: 'fr-FR, en;q=0.8, zh;q=0.5' }, 'en'],
    [{ query: 'xx', header: 'de' }, 'zh'],
  ] as const)('of %j is %s', (wishes, language) => {
    expect(chooseLanguage(wishes)).toBe(language);
  });

  it('shows a word nobody translated as it is', () => {
    expect(sayIn('zh')('low-risk')).toBe('低风险');
    expect(sayIn('en')('toString')).toBe('toString');
  });
});

describe('charts', () => {
  const samples = [
    line('S1', { result: analysisExample({ T21: 'high-risk' }) }),
    line('S2', { result: analysisExample({ T18: 'no-call' }) }),
    line('S3', { result: null }),
  ];

  it('draws z against fetal fraction', async () => {
    const panels = fetalFractionPanels(samples);
    expect(panels.map(({ points }) => points.length)).toEqual([2, 2, 2]);
    const chart = fetalFractionChart({ say: sayIn('en'), panels, label: 'FC1: z' });
    expect(chart.html).toContain('role="img"');
    await expect(chart.html).toMatchFileSnapshot('golden/fetal-fraction-chart.svg');
  });

  it('draws z of every autosome', async () => {
    const { chromosomes } = analysisExample({ T21: 'high-risk' });
    const chart = chromosomeChart({ label: 'S1: z', chromosomes });
    expect(chart.html.match(/<rect/g)).toHaveLength(22);
    await expect(chart.html).toMatchFileSnapshot('golden/chromosome-chart.svg');
  });
});
