import type { ReportDocument, ReportResult } from '../../casework/report/report-document.ts';
import { loinc, trisomies } from '../fhir/terminology.ts';
import type {
  Family,
  Individual,
  Interpretation,
  Measurement,
  MetaData,
  OntologyClass,
  Phenopacket,
} from './phenopacket-types.ts';
import { resourcesOf } from './resources.ts';

/** An issued version as a phenopacket tells it. */
export interface FamilyReport {
  readonly reportId: string;
  readonly document: ReportDocument;
  /** The name this recipient knows the woman by. */
  readonly pseudonym: string;
  /** ISO 8601 in UTC. */
  readonly issuedAt: string;
}

/**
 * Fetus and mother as a GA4GH Phenopackets 2.0 Family: the fetus with a suspected diagnosis for
 * each high risk, the mother with the plasma, its fetal fraction and one measurement a target.
 *
 * A low risk is a measurement, never an excluded disease; the fetus has no sex. Of several fetuses
 * the message knows one, to which "at least one fetus" applies. Same version, same bytes.
 */
export function familyMessage(report: FamilyReport): Family {
  const { reportId, document, pseudonym } = report;
  const [mother, fetus] = [pseudonym, `${pseudonym}.fetus`];
  const person = { familyId: pseudonym, paternalId: '0', affectedStatus: 'MISSING' } as const;
  const message = {
    id: reportId,
    proband: fetusPacket(report, fetus),
    relatives: [motherPacket(report, mother)],
    pedigree: {
      persons: [
        { ...person, individualId: fetus, maternalId: mother, sex: 'UNKNOWN_SEX' },
        { ...person, individualId: mother, maternalId: '0', sex: 'FEMALE' },
      ],
    },
  } as const;
  return { ...message, metaData: metaData(report, [message, document.number]) };
}

function metaData({ issuedAt, document }: FamilyReport, message: unknown): MetaData {
  return {
    created: issuedAt,
    createdBy: document.method.software,
    resources: resourcesOf(message),
    phenopacketSchemaVersion: '2.0',
  };
}

function fetusPacket(report: FamilyReport, id: string): Phenopacket {
  const { document, reportId } = report;
  const subject: Individual = { ...individual(id, document), sex: 'UNKNOWN_SEX' };
  const interpretations = document.results
    .filter(({ verdict }) => verdict === 'high-risk')
    .map((result) => candidate(result, report));
  const content = {
    ...{ id: `${reportId}.fetus`, subject },
    ...(interpretations.length > 0 && { interpretations }),
  };
  return { ...content, metaData: metaData(report, content) };
}

function motherPacket(report: FamilyReport, id: string): Phenopacket {
  const { document, reportId } = report;
  const biosample = {
    ...{ id: document.specimen.number, individualId: id },
    sampledTissue: { id: 'UBERON:0001969', label: 'blood plasma' },
    timeOfCollection: timeOf(document),
    measurements: measurementsOf(document),
  };
  const subject: Individual = { ...individual(id, document), sex: 'FEMALE' };
  const content = { id: `${reportId}.mother`, subject, biosamples: [biosample] };
  return { ...content, metaData: metaData(report, content) };
}

function individual(id: string, document: ReportDocument) {
  const timeAtLastEncounter = timeOf(document);
  return { id, timeAtLastEncounter, karyotypicSex: 'UNKNOWN_KARYOTYPE' } as const;
}

function timeOf({ specimen }: ReportDocument) {
  const [weeks, days] = specimen.gestationalAgeAtDraw.split('+').map(Number);
  return { gestationalAge: { weeks, days } };
}

/** Screening never says more than a candidate; a diagnosis elsewhere settles it. */
function candidate(result: ReportResult, { reportId, document }: FamilyReport): Interpretation {
  const { mondo } = trisomies[result.target];
  const { assembly } = document.method;
  const chromosome = result.target.slice(1);
  return {
    id: `${reportId}.${result.target}`,
    progressStatus: 'IN_PROGRESS',
    diagnosis: {
      disease: { id: mondo.code, label: mondo.display },
      genomicInterpretations: [
        {
          subjectOrBiosampleId: document.specimen.number,
          interpretationStatus: 'CANDIDATE',
          variantInterpretation: {
            acmgPathogenicityClassification: 'NOT_PROVIDED',
            therapeuticActionability: 'UNKNOWN_ACTIONABILITY',
            variationDescriptor: {
              id: `${reportId}.${result.target}.variation`,
              label: `gain of chromosome ${chromosome} (${assembly}), suspected by screening`,
              structuralType: { id: 'SO:0001742', label: 'copy_number_gain' },
              moleculeContext: 'genomic',
            },
          },
        },
      ],
    },
    summary: `${document.screeningStatement.english} ${document.conclusion.english}`,
  };
}

const answers = {
  'high-risk': loinc.present,
  'low-risk': loinc.absent,
  'no-call': loinc.noCall,
} as const;

function measurementsOf(document: ReportDocument): Measurement[] {
  const timeObserved = timeOf(document);
  const { percent } = document.fetalFraction;
  const fraction = {
    assay: ontologyClass(loinc.fetalFraction),
    value: { quantity: { unit: { id: 'UCUM:%', label: 'percent' }, value: percent ?? 0 } },
    timeObserved,
  };
  const targets = document.results.map(({ name, z, referenceRange, verdict }) => ({
    assay: ontologyClass(loinc.variantAssessment),
    description: `${name.english}: z ${z ?? 'not given'}, reference range ${referenceRange}`,
    value: { ontologyClass: ontologyClass(answers[verdict]) },
    timeObserved,
  }));
  return percent === null ? targets : [fraction, ...targets];
}

function ontologyClass({ code = '', display = '' }: { code?: string; display?: string }) {
  return { id: `LOINC:${code}`, label: display } satisfies OntologyClass;
}
