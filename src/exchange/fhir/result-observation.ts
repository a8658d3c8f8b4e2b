import type { ReportDocument, ReportResult } from '../../casework/report/report-document.ts';
import type { CodeableConcept, Observation, Reference } from './fhir-types.ts';
import {
  copyNumberGain,
  genomeBuilds,
  loinc,
  profiles,
  systems,
  trisomies,
} from './terminology.ts';

/** What every observation of one report shares. */
export interface ObservationContext {
  readonly status: Observation['status'];
  readonly subject: Reference;
  readonly specimen: Reference;
}

const category: readonly CodeableConcept[] = [
  { coding: [{ system: systems.observationCategory, code: 'laboratory' }] },
  { coding: [{ system: systems.diagnosticService, code: 'GE', display: 'Genetics' }] },
];

const answers = {
  'high-risk': { value: loinc.present, interpretation: 'POS', copyNumber: 3 },
  'low-risk': { value: loinc.absent, interpretation: 'NEG', copyNumber: 2 },
  'no-call': { value: loinc.noCall, interpretation: 'IND', copyNumber: null },
} as const;

/**
 * One target's verdict as a variant observation: the extra chromosome of the fetus is present,
 * absent or not called. Screening carries an interpretation, never a clinical significance.
 */
export function resultObservation(
  result: ReportResult,
  document: ReportDocument,
  context: ObservationContext,
): Observation {
  const answer = answers[result.verdict];
  const note = result.reason ? { note: [{ text: result.reason.chinese }] } : {};
  return {
    resourceType: 'Observation',
    id: result.target.toLowerCase(),
    meta: { profile: [profiles.variant] },
    status: context.status,
    category,
    code: { coding: [loinc.variantAssessment], text: result.name.chinese },
    subject: context.subject,
    valueCodeableConcept: { coding: [answer.value], text: result.words.chinese },
    interpretation: [{ coding: [{ system: systems.interpretation, code: answer.interpretation }] }],
    ...note,
    specimen: context.specimen,
    component: components(result, document),
  };
}

function components(
  { target, verdict }: ReportResult,
  { method }: ReportDocument,
): NonNullable<Observation['component']> {
  const build = genomeBuilds[method.assembly];
  const buildValue = build ? { coding: [build] } : { text: method.assembly };
  const { copyNumber } = answers[verdict];
  const copies = copyNumber === null ? [] : [copyNumberComponent(copyNumber)];
  return [
    coded(loinc.chromosome, { coding: [trisomies[target].chromosome] }),
    coded(loinc.genomicSource, { coding: [loinc.fetal] }),
    coded(loinc.genomeBuild, buildValue),
    ...(copyNumber === 3 ? [coded(loinc.changeType, { coding: [copyNumberGain] })] : []),
    ...copies,
  ];
}

function coded(code: (typeof loinc)[keyof typeof loinc], valueCodeableConcept: CodeableConcept) {
  return { code: { coding: [code] }, valueCodeableConcept };
}

function copyNumberComponent(value: number) {
  const valueQuantity = { value, unit: '1', system: systems.unit, code: '1' };
  return { code: { coding: [loinc.copyNumber] }, valueQuantity };
}

/**
 * The fetal fraction as the report gives it: one estimate in half percents, or why there is none.
 */
export function fetalFractionObservation(
  { fetalFraction }: ReportDocument,
  context: ObservationContext,
): Observation {
  const { percent, words } = fetalFraction;
  const absent = {
    dataAbsentReason: {
      coding: [{ system: systems.dataAbsent, code: 'unknown' }],
      text: words.chinese,
    },
  };
  const present = {
    valueQuantity: { value: percent ?? 0, unit: '%', system: systems.unit, code: '%' },
  };
  return {
    resourceType: 'Observation',
    id: 'fetal-fraction',
    meta: { profile: [profiles.molecularBiomarker] },
    status: context.status,
    category,
    code: { coding: [loinc.fetalFraction], text: '胎儿游离DNA浓度' },
    subject: context.subject,
    ...(percent === null ? absent : present),
    specimen: context.specimen,
  };
}
