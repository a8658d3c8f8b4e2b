import type { AnalysisResult } from '../../analysis/analysis-result.ts';
import type { ReviewedCall } from '../review/review-decision.ts';
import type {
  ReportDocument,
  ReportInstitution,
  ReportMethod,
  ReportSignature,
  ReportSpecimen,
  ReportSubject,
} from './report-document.ts';
import { reportResult } from './report-result.ts';
import type { ReportTemplate } from './report-template.ts';
import { adviceOf, conclusionOf, fetalFractionWords } from './report-wording.ts';

export const validationNotice = 'for validation, not for clinical use';

/** Everything a report is made of. */
export interface ReportInput {
  readonly result: AnalysisResult;
  /** SHA-256 of the stored analysis document, as its store sealed it. */
  readonly analysisSha256: string;
  /** Verdicts after review, from `decideReview`. */
  readonly calls: readonly ReviewedCall[];
  readonly template: ReportTemplate;
  readonly version: number;
  readonly amendmentReason: string | null;
  readonly institution: ReportInstitution;
  readonly subject: ReportSubject;
  readonly specimen: ReportSpecimen;
  readonly method: ReportMethod;
  readonly midTrimesterSerology: boolean;
  /** Redraws already made in this pregnancy; after one, another is not advised. */
  readonly redrawCount: number;
  /** Whether a named person has recorded the laboratory's own validation. */
  readonly validated: boolean;
  readonly signatures: readonly ReportSignature[];
}

/**
 * The report of one specimen, from its sealed analysis, its review and its case.
 *
 * Sex-blind by construction: every field is picked by name, chromosomes are 13, 18 and 21, and
 * neither `restricted`, flags, file names nor free words of the analysis enter. The fetal fraction
 * is the uniform estimate in half percents, without interval. Same input, same bytes.
 */
export function reportContent(input: ReportInput): ReportDocument {
  const { result, template, calls } = input;
  const results = calls.map((call) => reportResult(call, result, template));
  return {
    schema: 1,
    number: input.specimen.number,
    version: input.version,
    kind: calls.some((call) => call.verdict === 'no-call') ? 'no-call' : 'report',
    amendmentReason: input.amendmentReason,
    notice: input.validated ? null : validationNotice,
    institution: pickInstitution(input.institution),
    subject: pickSubject(input.subject),
    specimen: pickSpecimen(input.specimen),
    testItem: template.testItem,
    method: {
      kit: input.method.kit,
      instrument: input.method.instrument,
      aligner: input.method.aligner,
      assembly: result.assembly,
      software: `Banyan ${result.software.version}`,
    },
    results,
    fetalFraction: fetalFractionWords(result.fetalFraction.estimate),
    conclusion: conclusionOf(results, template),
    advice: adviceOf(results, { template, redrawCount: input.redrawCount }),
    limits:
      input.subject.fetusCount > 1
        ? [template.multiplePregnancy, ...template.limits]
        : template.limits,
    screeningStatement: template.screeningStatement,
    midTrimesterSerology: input.midTrimesterSerology,
    neuralTube: input.midTrimesterSerology ? null : template.neuralTube,
    seal: sealOf(input),
    signatures: input.signatures.map(({ role, actorId, name, at }) => ({
      role,
      actorId,
      name,
      at,
    })),
  };
}

// Picked by name, so that a caller's key order or extra field cannot change the bytes.
function pickInstitution(given: ReportInstitution): ReportInstitution {
  const { name, licence, submittedBy, submittingDoctor } = given;
  return { name, licence, submittedBy, submittingDoctor };
}

function pickSubject({ name, pseudonym, ageAtDelivery, fetusCount }: ReportSubject): ReportSubject {
  return { name, pseudonym, ageAtDelivery, fetusCount };
}

function pickSpecimen(given: ReportSpecimen): ReportSpecimen {
  const { number, drawnOn, receivedOn, testedOn, gestationalAgeAtDraw, dating } = given;
  return { number, drawnOn, receivedOn, testedOn, gestationalAgeAtDraw, dating };
}

function sealOf({ result, analysisSha256, template }: ReportInput): ReportDocument['seal'] {
  return {
    inputSha256: result.input.sha256,
    modelId: result.model.id,
    modelSha256: result.model.sha256,
    analysisSha256,
    softwareVersion: result.software.version,
    template: { id: template.id, version: template.version },
  };
}
