import { describe, expect, it } from 'vitest';
import { recordFinding } from '../../../src/casework/registry/finding.ts';
import { phenotypeLabels } from '../../../src/casework/registry/phenotype-term.ts';
import { reportContent } from '../../../src/casework/report/report-content.ts';
import {
  analysisExample,
  reportInputExample,
  restrictedExample,
} from '../../support/report-example.ts';

const document = (change = {}) =>
  reportContent(
    reportInputExample({
      result: { ...analysisExample({ T21: 'high-risk', T13: 'no-call' }), ...change },
    }),
  );

describe('a finding', () => {
  it('holds a candidate, an absence and an unknown, with the right MONDO terms', () => {
    const finding = recordFinding(document(), ['HP:0001629', 'HP:0000476', 'HP:0001629']);
    expect(finding).toEqual({
      ok: true,
      value: {
        schema: 1,
        reportNumber: 'N20260420001',
        reportVersion: 1,
        pseudonym: 'pseudonym-1',
        assembly: 'GRCh38',
        gestationalAgeAtDraw: '16+3',
        genotypes: [
          {
            target: 'T21',
            chromosome: '21',
            verdict: 'high-risk',
            status: 'candidate',
            copyNumber: 3,
            mondo: 'MONDO:0008608',
            label: { chinese: '21三体综合征', english: 'Down syndrome' },
          },
          {
            target: 'T18',
            chromosome: '18',
            verdict: 'low-risk',
            status: 'not-found',
            copyNumber: 2,
            mondo: 'MONDO:0018071',
            label: { chinese: '18三体综合征', english: 'trisomy 18' },
          },
          {
            target: 'T13',
            chromosome: '13',
            verdict: 'no-call',
            status: 'unknown',
            copyNumber: null,
            mondo: 'MONDO:0018068',
            label: { chinese: '13三体综合征', english: 'trisomy 13' },
          },
        ],
        phenotypes: [
          { code: 'HP:0000476', label: '囊状水瘤' },
          { code: 'HP:0001629', label: '室间隔缺损' },
        ],
      },
    });
  });

  it('refuses a phenotype that tells a sex, and any it does not know', () => {
    for (const code of ['HP:0000047', 'HP:9999999', 'toString', '']) {
      expect(recordFinding(document(), [code])).toMatchObject({
        ok: false,
        problem: { kind: 'phenotype-not-allowed' },
      });
    }
    expect(Object.keys(phenotypeLabels)).not.toContain('HP:0000047');
    expect(Object.keys(phenotypeLabels).every((code) => /^HP:\d{7}$/.test(code))).toBe(true);
  });

  it('is the same for a boy and a girl, and nameless', () => {
    const of = (sex: 'female' | 'male') =>
      JSON.stringify(recordFinding(document({ restricted: restrictedExample(sex) }), []));
    expect(of('male')).toBe(of('female'));
    expect(of('male')).not.toMatch(/777|陈|male/);
  });
});
