import { describe, expect, it } from 'vitest';
import { reportContent } from '../../../src/casework/report/report-content.ts';
import { familyMessage } from '../../../src/exchange/phenopacket/family-message.ts';
import { resourcesOf } from '../../../src/exchange/phenopacket/resources.ts';
import { familySchema } from '../../support/phenopacket-schema.ts';
import {
  analysisExample,
  reportInputExample,
  restrictedExample,
} from '../../support/report-example.ts';

type Change = Parameters<typeof reportInputExample>[0];

const high = { result: analysisExample({ T21: 'high-risk', T13: 'no-call' }) };

function family(change: Change = {}) {
  return familyMessage({
    reportId: '0199f0a0-0000-7000-8000-000000000001',
    document: reportContent(reportInputExample(change)),
    pseudonym: 'p-77',
    issuedAt: '2026-04-24T09:00:00.000Z',
  });
}

const without = { ...analysisExample(), fetalFraction: { estimate: null, low: null, high: null } };

describe('a family message', () => {
  it.each<[string, Change]>([
    ['low risk', {}],
    ['high risk and no-call', high],
    ['without a fetal fraction', { result: without }],
  ])('is a valid phenopacket: %s', (_name, change) => {
    const { error } = familySchema.safeParse(family(change));
    expect(error).toBeUndefined();
  });

  it('is judged by a schema that refuses what lacks', () => {
    const message = family(high);
    const { metaData: _, ...packet } = message.proband;
    expect(familySchema.safeParse({ ...message, proband: packet }).success).toBe(false);
    const bare = { ...message.metaData, resources: message.metaData.resources.slice(1) };
    expect(familySchema.safeParse({ ...message, metaData: bare }).success).toBe(false);
    const odd = { ...message.proband, subject: { ...message.proband.subject, sex: 'MALE' } };
    expect(familySchema.safeParse({ ...message, proband: odd }).success).toBe(false);
  });

  it('suspects a disease of the fetus only for a high risk', () => {
    expect(family().proband).not.toHaveProperty('interpretations');
    const [interpretation, ...rest] = family(high).proband.interpretations ?? [];
    expect(rest).toEqual([]);
    expect(interpretation).toMatchObject({
      progressStatus: 'IN_PROGRESS',
      diagnosis: {
        disease: { id: 'MONDO:0008608', label: 'Down syndrome' },
        genomicInterpretations: [
          { subjectOrBiosampleId: 'N20260420001', interpretationStatus: 'CANDIDATE' },
        ],
      },
    });
    expect(JSON.stringify(family(high))).not.toMatch(/excluded/);
  });

  it('gives the mother the plasma, its fetal fraction and each answer', () => {
    const [mother] = family(high).relatives;
    const [sample] = mother.biosamples ?? [];
    expect(sample.individualId).toBe(mother.subject.id);
    expect(mother.subject.timeAtLastEncounter).toEqual({ gestationalAge: { weeks: 16, days: 3 } });
    const values = sample.measurements.map(({ assay, value }) => [
      assay.id,
      'quantity' in value ? value.quantity.value : value.ontologyClass.id,
    ]);
    expect(values).toEqual([
      ['LOINC:75605-6', 10.5],
      ['LOINC:69548-6', 'LOINC:LA9633-4'],
      ['LOINC:69548-6', 'LOINC:LA9634-2'],
      ['LOINC:69548-6', 'LOINC:LA18198-4'],
    ]);
    expect(sample.measurements[1].description).toBe(
      'trisomy 21: z 12.35, reference range -3 < z < 3',
    );
  });

  it('describes each ontology it uses once, and none that it does not know', () => {
    const prefixes = ({ resources }: { resources: readonly { namespacePrefix: string }[] }) =>
      resources.map(({ namespacePrefix }) => namespacePrefix);
    expect(prefixes(family().metaData)).toEqual(['LOINC', 'UBERON', 'UCUM']);
    expect(prefixes(family(high).metaData)).toEqual(['LOINC', 'MONDO', 'SO', 'UBERON', 'UCUM']);
    expect(prefixes(family(high).proband.metaData)).toEqual(['MONDO', 'SO']);
    expect(() => resourcesOf([{ id: 'XYZ:1', label: 'x' }])).toThrow(/XYZ/);
  });

  it('knows nothing of a fetal sex, and the woman by a pseudonym alone', () => {
    const of = (sex: 'female' | 'male') =>
      JSON.stringify(family({ result: { ...high.result, restricted: restrictedExample(sex) } }));
    expect(of('male')).toBe(of('female'));
    expect(of('male')).not.toMatch(/陈|pseudonym-1|777|chr_?[XY]|"MALE"/);
    expect(family().proband.subject.sex).toBe('UNKNOWN_SEX');
  });
});
