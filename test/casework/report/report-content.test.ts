import { describe, expect, it } from 'vitest';
import { reportContent } from '../../../src/casework/report/report-content.ts';
import { templateOn } from '../../../src/casework/report/report-template.ts';
import { reportTemplates } from '../../../src/casework/report/report-templates.ts';
import { fetalFractionWords } from '../../../src/casework/report/report-wording.ts';
import {
  analysisExample,
  reportInputExample,
  restrictedExample,
} from '../../support/report-example.ts';

const build = (change: Parameters<typeof reportInputExample>[0] = {}) =>
  reportContent(reportInputExample(change));

describe('a report', () => {
  it('of three low risks says so in the national words', () => {
    const report = build();
    expect(report.kind).toBe('report');
    expect(report.conclusion.chinese).toBe('21三体、18三体、13三体综合征低风险。');
    expect(report.advice).toHaveLength(1);
    expect(report.conclusion.chinese + report.advice[0].chinese).toBe(
      '21三体、18三体、13三体综合征低风险。建议定期进行常规产前检查；如同时存在胎儿影像学检查异常，应进行遗传咨询及相应产前诊断。本检测不是产前诊断。',
    );
    expect(report.results[0]).toEqual({
      target: 'T21',
      name: { chinese: '21三体', english: 'trisomy 21' },
      verdict: 'low-risk',
      words: { chinese: '低风险', english: 'low risk' },
      z: 0.46,
      referenceRange: '-3 < z < 3',
      prior: 0.00123,
      posterior: 0.0000123,
      reason: null,
    });
  });

  it('of a high risk urges diagnosis and forbids a step on this result alone', () => {
    const report = build({ result: analysisExample({ T18: 'high-risk' }) });
    expect(report.kind).toBe('report');
    expect(report.conclusion.chinese).toBe('18三体综合征高风险。21三体、13三体综合征低风险。');
    expect(report.advice.map((words) => words.chinese)).toEqual([
      '建议尽快到产前诊断机构进行遗传咨询，并行介入性产前诊断以明确诊断。不得仅凭本结果终止妊娠。',
    ]);
  });

  it('without a result says why and what next; never bleeds a woman a third time', () => {
    const result = analysisExample({ T21: 'no-call', T18: 'no-call' });
    const report = build({ result });
    expect(report.kind).toBe('no-call');
    expect(report.conclusion.english).toBe(
      'No result for trisomy 21, trisomy 18: the value lies in the grey zone. Low risk of trisomy 13.',
    );
    expect(report.advice[0].chinese).toContain('重新采血');
    expect(report.results[0]).toMatchObject({ prior: null, posterior: null });
    expect(build({ result, redrawCount: 1 }).advice[0].english).toContain('invasive');
  });

  it('names only reasons it has words for', () => {
    const reasonOf = (reason: string) => {
      const calls = reportInputExample().calls.map((call) => ({
        ...call,
        verdict: 'no-call' as const,
        reasons: [reason],
      }));
      return build({ calls }).results[0].reason?.english;
    };
    expect(reasonOf('qc-failure')).toBe('the sequencing data are not sufficient');
    expect(reasonOf('fetal-fraction-below-detection-limit')).toMatch(/^the fetal fraction/);
    expect(reasonOf('fetal-fraction-unknown')).toMatch(/^the fetal fraction/);
    expect(reasonOf('z-ff-discordant')).toMatch(/agree/);
    expect(reasonOf('z-low')).toMatch(/below/);
    expect(reasonOf('reviewer-decision')).toMatch(/review/);
    expect(reasonOf('constructor')).toBe('the data do not allow a conclusion');
    expect(reasonOf('chrY-odd')).toBe('the data do not allow a conclusion');
  });

  it('gives the fetal fraction as one estimate in half percents', () => {
    expect(fetalFractionWords(0.1032).percent).toBe(10.5);
    expect(fetalFractionWords(0.1011).words.chinese).toBe('10.0 %');
    expect(fetalFractionWords(null).percent).toBeNull();
    expect(fetalFractionWords(Number.NaN).percent).toBeNull();
    const text = JSON.stringify(build());
    expect(text).not.toContain('0.0711');
    expect(text).not.toContain('0.1377');
  });

  it('reminds of neural-tube defects without mid-trimester serology, and of twins', () => {
    expect(build().neuralTube).toBeNull();
    expect(build({ midTrimesterSerology: false }).neuralTube?.chinese).toContain('神经管缺陷');
    const subject = { ...reportInputExample().subject, fetusCount: 2 };
    expect(build({ subject }).limits[0].chinese).toContain('至少一胎');
  });

  it('carries its seal and the validation notice', () => {
    expect(build().seal).toEqual({
      inputSha256: 'a'.repeat(64),
      modelId: 'controls-2026',
      modelSha256: 'b'.repeat(64),
      analysisSha256: 'c'.repeat(64),
      softwareVersion: '0.1.0',
      template: { id: 'national-2016', version: 1 },
    });
    expect(build().notice).toBe('for validation, not for clinical use');
    expect(build({ validated: true }).notice).toBeNull();
  });

  it('is the same bytes whatever the order of keys given', () => {
    const input = reportInputExample();
    const turned = Object.fromEntries(Object.entries(input).reverse()) as unknown as typeof input;
    const institution = Object.fromEntries(
      Object.entries(input.institution).reverse(),
    ) as unknown as typeof input.institution;
    const text = JSON.stringify(reportContent(input));
    expect(JSON.stringify(reportContent({ ...turned, institution }))).toBe(text);
    expect(JSON.stringify(reportContent(structuredClone(input)))).toBe(text);
  });

  it('is worded by the template in force', () => {
    expect(templateOn('2026-04-24', reportTemplates)?.version).toBe(1);
    expect(templateOn('2016-10-26', reportTemplates)).toBeNull();
    const next = { ...reportTemplates[0], version: 2, validFrom: '2027-01-01' };
    expect(templateOn('2027-01-01', [...reportTemplates, next])?.version).toBe(2);
    expect(templateOn('2026-12-31', [...reportTemplates, next])?.version).toBe(1);
  });
});

describe('a report is blind to the fetal sex', () => {
  const textOf = (fetalSex?: 'female' | 'male') => {
    const plain = analysisExample({ T21: 'high-risk', T13: 'no-call' });
    const telling = {
      ...plain,
      sample: `${fetalSex}-1`,
      input: { ...plain.input, file: `${fetalSex}.bam` },
      flags: [...plain.flags, `chrY-${fetalSex}`],
      restricted: fetalSex && restrictedExample(fetalSex),
    };
    return JSON.stringify(build({ result: fetalSex ? telling : plain }));
  };

  it('the same bytes for a boy, a girl, and an analysis without restricted values', () => {
    expect(textOf('male')).toBe(textOf('female'));
    expect(textOf('male')).toBe(textOf());
  });

  it('no restricted number or word, and no sex chromosome, in the text', () => {
    const text = textOf('male');
    expect(text).toContain('高风险');
    expect(text).not.toMatch(/777|77\.7|restricted/);
    expect(text).not.toMatch(/male|boy|girl|\bsex|XXY|chr_?[XY]|"X"|"Y"|[男女]|性别|[XY]染色体/i);
  });
});
