import type { ReportDocument } from '../../casework/report/report-document.ts';
import type { ReportState } from '../../casework/report/report-state.ts';
import type {
  CodeableConcept,
  DiagnosticReport,
  FollowUpTask,
  Identifier,
  Reference,
  ServiceRequest,
  Specimen,
} from './fhir-types.ts';
import {
  fetalFractionObservation,
  type ObservationContext,
  resultObservation,
} from './result-observation.ts';
import { loinc, profiles, systems, trisomies } from './terminology.ts';

/** One released report version, as the platform may see it. */
export interface ReleasedReport {
  /** Resource id: stable over the versions of one report. */
  readonly id: string;
  readonly document: ReportDocument;
  readonly state: ReportState;
  /** The version that this one replaced; null for a first one. */
  readonly replaced: ReportDocument | null;
  /** Times, ISO 8601 in UTC. */
  readonly issuedAt: string;
  readonly lastUpdated: string;
  /** The pseudonym this recipient knows the woman by, and its namespace. */
  readonly pseudonym: Identifier;
  /** Namespace of report and specimen numbers. */
  readonly numberSystem: string;
}

/**
 * A released report as a FHIR R4 DiagnosticReport with its observations contained.
 *
 * Status: final for a first version; of a later one corrected if it changes a verdict, else
 * amended; entered-in-error for one that was revoked or that a later one of the same identifier has
 * replaced, which keeps identifiers only. The subject is a pseudonym without name, birth date or
 * sex; nothing of it comes from outside the report document. Null for a version not released.
 */
export function diagnosticReport(report: ReleasedReport): DiagnosticReport | null {
  if (report.state === 'REVOKED' || report.state === 'AMENDED') {
    return { ...head(report), status: 'entered-in-error' };
  }
  if (report.state !== 'ISSUED') return null;
  const { document } = report;
  const status = statusOf(report);
  const subject: Reference = { identifier: report.pseudonym };
  const context: ObservationContext = { status, subject, specimen: { reference: '#specimen' } };
  const observations = [
    ...document.results.map((result) => resultObservation(result, document, context)),
    fetalFractionObservation(document, context),
  ];
  const conclusionCode = conclusionCodes(document);
  const advised = followUp(document, subject);
  const actions = advised.map(({ id }) => ({
    url: profiles.recommendedAction,
    valueReference: { reference: `#${id}` },
  }));
  return {
    ...head(report),
    status,
    contained: [order(subject), specimen(report, subject), ...observations, ...advised],
    ...(actions.length > 0 ? { extension: actions } : {}),
    basedOn: [{ reference: '#order' }],
    effectiveDateTime: document.specimen.drawnOn,
    performer: [{ display: document.institution.name }],
    specimen: [{ reference: '#specimen' }],
    result: observations.map(({ id }) => ({ reference: `#${id}` })),
    conclusion: conclusionText(document),
    ...(conclusionCode.length > 0 ? { conclusionCode } : {}),
  };
}

/** What the platform acted on may have been wrong only if a verdict was. */
function statusOf({ document, replaced }: ReleasedReport): 'final' | 'amended' | 'corrected' {
  if (document.version === 1) return 'final';
  const verdictsOf = ({ results }: ReportDocument) => results.map(({ verdict }) => verdict).join();
  const changed = replaced !== null && verdictsOf(replaced) !== verdictsOf(document);
  return changed ? 'corrected' : 'amended';
}

function head(report: ReleasedReport) {
  const { document, numberSystem } = report;
  return {
    resourceType: 'DiagnosticReport',
    id: report.id,
    meta: {
      versionId: String(document.version),
      lastUpdated: report.lastUpdated,
      profile: [profiles.genomicReport],
    },
    identifier: [{ system: numberSystem, value: document.number }],
    category: [
      { coding: [{ system: systems.diagnosticService, code: 'GE', display: 'Genetics' }] },
    ],
    code: { coding: [loinc.geneticReport], text: document.testItem.chinese },
    subject: { identifier: report.pseudonym },
    issued: report.issuedAt,
  } as const;
}

/** Whatever is not all low risk advises genetic counselling, in the words of the report. */
function followUp(document: ReportDocument, subject: Reference): FollowUpTask[] {
  if (document.results.every(({ verdict }) => verdict === 'low-risk')) return [];
  return [
    {
      resourceType: 'Task',
      id: 'follow-up',
      meta: { profile: [profiles.followUp] },
      basedOn: [{ reference: '#order' }],
      status: 'requested',
      intent: 'proposal',
      code: { coding: [loinc.geneticCounselling] },
      description: document.advice.map(({ chinese }) => chinese).join(''),
      for: subject,
    },
  ];
}

function order(subject: Reference): ServiceRequest {
  return {
    resourceType: 'ServiceRequest',
    id: 'order',
    status: 'completed',
    intent: 'order',
    code: { coding: [loinc.aneuploidyPanel] },
    subject,
  };
}

function specimen({ document, numberSystem }: ReleasedReport, subject: Reference): Specimen {
  return {
    resourceType: 'Specimen',
    id: 'specimen',
    accessionIdentifier: { system: numberSystem, value: document.specimen.number },
    subject,
    receivedTime: document.specimen.receivedOn,
    collection: { collectedDateTime: document.specimen.drawnOn },
  };
}

/** Conclusion, advice and every sentence that must not be lost on the way, in Chinese. */
function conclusionText(document: ReportDocument): string {
  const words = [document.conclusion, ...document.advice, document.screeningStatement];
  const sentences = [...words, ...(document.neuralTube ? [document.neuralTube] : [])];
  const notice = document.notice === null ? '' : `[${document.notice}] `;
  return notice + sentences.map((sentence) => sentence.chinese).join('');
}

/** The suspected diseases; a low risk or a missing result has no code. */
function conclusionCodes({ results }: ReportDocument): CodeableConcept[] {
  return results
    .filter((result) => result.verdict === 'high-risk')
    .map(({ target, name, words }) => ({
      coding: [trisomies[target].mondo, trisomies[target].snomed],
      text: `${name.chinese}${words.chinese}`,
    }));
}
