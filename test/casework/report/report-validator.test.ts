import { describe, expect, it } from 'vitest';
import { reportContent } from '../../../src/casework/report/report-content.ts';
import type { ReportDocument } from '../../../src/casework/report/report-document.ts';
import { missingParts, validateReport } from '../../../src/casework/report/report-validator.ts';
import { analysisExample, reportInputExample } from '../../support/report-example.ts';

const good = reportContent(reportInputExample());
const empty = { chinese: '', english: 'x' };

describe('the report validator', () => {
  it('lets complete reports through', () => {
    expect(validateReport(good)).toEqual({ ok: true, value: good });
    const noCall = { T21: 'no-call', T18: 'no-call', T13: 'no-call' } as const;
    const result = analysisExample(noCall);
    expect(missingParts(reportContent(reportInputExample({ result })))).toEqual([]);
    const bare = { fetalFraction: { estimate: null, low: null, high: null } };
    const poor = { ...result, ...bare };
    expect(missingParts(reportContent(reportInputExample({ result: poor })))).toEqual([]);
  });

  const at = (change: Partial<ReportDocument['specimen']>) => ({ ...good.specimen, ...change });
  it.each<[string, Partial<ReportDocument>]>([
    ['number', { number: '' }],
    ['number', { number: 'another' }],
    ['version', { version: 1.5, amendmentReason: 'weeks corrected' }],
    ['version', { version: 0, amendmentReason: 'weeks corrected' }],
    ['amendment-reason', { version: 2 }],
    ['notice', { notice: 'for clinical use' }],
    ['institution', { institution: { ...good.institution, licence: ' ' } }],
    ['submitting-doctor', { institution: { ...good.institution, submittingDoctor: '' } }],
    ['subject', { subject: { ...good.subject, pseudonym: '' } }],
    ['age', { subject: { ...good.subject, ageAtDelivery: null } }],
    ['dates', { specimen: at({ testedOn: '2026-04-19' }) }],
    ['dates', { specimen: at({ drawnOn: 'today' }) }],
    ['gestational-age', { specimen: at({ gestationalAgeAtDraw: '16.5' }) }],
    ['test-item', { testItem: empty }],
    ['method', { method: { ...good.method, kit: '' } }],
    ['targets', { results: good.results.slice(1) }],
    ['results', { results: [{ ...good.results[0], z: null }, ...good.results.slice(1)] }],
    ['results', { results: [{ ...good.results[0], z: Number.NaN }, ...good.results.slice(1)] }],
    ['kind', { kind: 'no-call' }],
    ['fetal-fraction', { fetalFraction: { ...good.fetalFraction, percent: 10.3 } }],
    ['conclusion', { conclusion: empty }],
    ['advice', { advice: [] }],
    ['limits', { limits: [] }],
    ['screening-statement', { screeningStatement: empty }],
    ['neural-tube', { midTrimesterSerology: false }],
    ['seal', { seal: { ...good.seal, analysisSha256: 'c' } }],
    ['software', { seal: { ...good.seal, softwareVersion: '' } }],
    ['signatures', { signatures: good.signatures.slice(0, 2) }],
    ['signatures', { signatures: good.signatures.map((row) => ({ ...row, actorId: 'u1' })) }],
    ['signatures', { signatures: good.signatures.map((row) => ({ ...row, at: 'now' })) }],
    ['sex-blind-text', { amendmentReason: 'the fetus is a girl' }],
    ['sex-blind-text', { amendmentReason: '胎儿为男' }],
    ['sex-blind-text', { conclusion: { chinese: 'chrY', english: '47,XXY' } }],
  ])('misses %s (%#)', (part, change) => {
    const document = { ...good, ...change };
    expect(missingParts(document)).toEqual([part]);
    expect(validateReport(document)).toMatchObject({
      problem: { kind: 'report-incomplete', detail: `missing or wrong: ${part}` },
    });
  });

  it('wants the reason of a no-call and knows no other verdict', () => {
    const [first, ...rest] = good.results;
    const silent = { ...first, verdict: 'no-call' as const };
    expect(missingParts({ ...good, kind: 'no-call', results: [silent, ...rest] })).toEqual([
      'results',
    ]);
    const strange = { ...first, verdict: 'probably-fine' as 'low-risk' };
    expect(missingParts({ ...good, results: [strange, ...rest] })).toEqual(['results']);
  });

  it('does not mind what people are called', () => {
    const signatures = good.signatures.map((row) => ({ ...row, name: 'Li Male' }));
    const institution = { ...good.institution, submittedBy: '男科与妇产医院' };
    expect(missingParts({ ...good, signatures, institution })).toEqual([]);
  });
});
