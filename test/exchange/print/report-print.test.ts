import { describe, expect, it } from 'vitest';
import { printWords } from '../../../src/exchange/print/print-words.ts';
import { reportPrint, riskWords } from '../../../src/exchange/print/report-print.ts';
import { printedReportExample } from '../../support/printed-report.ts';
import { analysisExample, restrictedExample } from '../../support/report-example.ts';

describe('what a page says', () => {
  it('names her, the one number, weeks, dates and who sent the tube', () => {
    const { facts, laboratory, licence } = reportPrint(printedReportExample());
    expect(Object.fromEntries(facts)).toEqual({
      姓名: '陈小燕',
      '报告编号（样本编号）': 'N20260420001',
      预产期年龄: '30 岁',
      采血孕周: '16+3 (按超声或预产期)',
      胎儿数: '1',
      报告版本: '1',
      送检单位: '鼓楼区妇幼保健院',
      送检医师: '林医生',
      采血日期: '2026-04-20',
      收样日期: '2026-04-21',
      检测日期: '2026-04-23',
      报告日期: '2026-04-24 17:00',
    });
    expect([laboratory, licence]).toEqual(['福州市第一医院', '执业许可: licence-1']);
  });

  it('gives each target its value, range, verdict and capped risk', () => {
    const input = { result: analysisExample({ T21: 'high-risk', T13: 'no-call' }) };
    const page = reportPrint(printedReportExample({ language: 'en' }, input));
    expect(page.results).toEqual([
      {
        ...{ name: 'trisomy 21', z: '12.35', verdict: 'high-risk', range: '−3 < z < 3' },
        ...{ words: 'high risk', risk: '< 1/10000' },
      },
      {
        ...{ name: 'trisomy 18', z: '0.46', verdict: 'low-risk', range: '−3 < z < 3' },
        ...{ words: 'low risk', risk: '< 1/10000' },
      },
      {
        ...{ name: 'trisomy 13', z: '2.60', verdict: 'no-call', range: '−3 < z < 3' },
        ...{ words: 'no result', risk: '–' },
      },
    ]);
    expect(page.reasons).toEqual(['trisomy 13: the value lies in the grey zone']);
    expect(page.fetalFraction).toEqual(['Fetal fraction', '10.5 %']);
  });

  it('says no risk surer than a screening is', () => {
    expect(riskWords(0.00123)).toBe('1/813');
    expect(riskWords(0.99999)).toBe('≥ 1/10');
    expect(riskWords(0.00005)).toBe('< 1/10000');
    expect(riskWords(null)).toBe('–');
  });

  it('draws z on an axis that holds the reference range, wider for a high one', () => {
    const { figure } = reportPrint(printedReportExample());
    expect(figure).toMatchObject({ from: -6, to: 12, fetalFraction: 10.5 });
    const high = { result: analysisExample({ T18: 'high-risk' }) };
    expect(reportPrint(printedReportExample({}, high)).figure.to).toBe(18);
  });

  it('marks what must not be used, and says why a version was amended', () => {
    const of = (state: 'ISSUED' | 'AMENDED' | 'REVOKED') =>
      reportPrint(
        printedReportExample(
          { state },
          { version: 2, amendmentReason: '孕周更正', validated: true },
        ),
      );
    const reason = '修订版，取代此前各版本。修订原因：孕周更正';
    expect([of('ISSUED').watermark, of('ISSUED').bands]).toEqual([null, [reason]]);
    expect(of('AMENDED')).toMatchObject({ watermark: '已修订' });
    expect(of('REVOKED')).toMatchObject({ watermark: '已撤销' });
    expect(of('REVOKED').bands).toEqual(['本报告已撤销，请勿使用', reason]);
    expect(reportPrint(printedReportExample()).bands).toEqual(['仅供方法学验证，不得用于临床']);
  });

  it('shows advice, the neural tube, all limits, three signatures and the seal', () => {
    const input = { midTrimesterSerology: false };
    const example = printedReportExample({}, input);
    const [conclusion, advice, limits] = reportPrint(example).sections;
    const { document } = example;
    expect(conclusion.words).toEqual([document.conclusion.chinese]);
    expect(advice.words).toEqual([document.advice[0].chinese, document.neuralTube?.chinese]);
    expect(limits.words).toEqual([document.screeningStatement.chinese]);
    expect(limits.items).toEqual(document.limits.map(({ chinese }) => chinese));
    const { signatures, seal } = reportPrint(example);
    expect(signatures).toEqual([
      { role: '检测者', name: '甲', at: '2026-04-23 16:00' },
      { role: '审核者', name: '乙', at: '2026-04-24 16:00' },
      { role: '签发医师', name: '丙', at: '2026-04-24 17:00' },
    ]);
    expect(seal.join()).toContain('d'.repeat(64));
  });

  it('has every fixed word in both languages', () => {
    const shape = (value: unknown): unknown =>
      typeof value === 'string'
        ? value.trim() !== ''
        : Object.entries(Object(value)).map(([key, inner]) => [key, shape(inner)]);
    expect(shape(printWords.en)).toEqual(shape(printWords.zh));
    expect(JSON.stringify(printWords.en)).not.toMatch(/\p{Script=Han}/u);
  });

  it('is the same for a boy and a girl', () => {
    const of = (sex: 'female' | 'male') =>
      JSON.stringify(
        reportPrint(
          printedReportExample(
            {},
            { result: { ...analysisExample(), restricted: restrictedExample(sex) } },
          ),
        ),
      );
    expect(of('male')).toBe(of('female'));
    expect(of('male')).not.toMatch(/777|\bsex\b|male|性别|[男女]|chr_?[XY]/i);
  });
});
