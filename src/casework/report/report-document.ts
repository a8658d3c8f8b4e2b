import type { Verdict } from '../../analysis/analysis-result.ts';
import type { Words } from './report-template.ts';

/** What is known of the case beside the analysis; nothing here is taken from the sequencing. */
export interface ReportSubject {
  /**
   * Name as printed; null where only the printer adds it. Personal: keep the document encrypted.
   */
  readonly name: string | null;
  readonly pseudonym: string;
  readonly ageAtDelivery: number | null;
  readonly fetusCount: number;
}

export interface ReportSpecimen {
  /** One number for tube, consent, request and report. */
  readonly number: string;
  readonly drawnOn: string;
  readonly receivedOn: string;
  readonly testedOn: string;
  /** Weeks and days at the draw, `16+3`. */
  readonly gestationalAgeAtDraw: string;
  readonly dating: 'last-period' | 'due-date';
}

export interface ReportInstitution {
  readonly name: string;
  readonly licence: string;
  readonly submittedBy: string;
  readonly submittingDoctor: string;
}

/** What the laboratory states of its own method. */
export interface ReportMethod {
  readonly kit: string;
  readonly instrument: string;
  readonly aligner: string;
}

export interface ReportSignature {
  readonly role: 'tester' | 'reviewer' | 'approver';
  readonly actorId: string;
  readonly name: string;
  /** Time of signing, ISO 8601 in UTC. */
  readonly at: string;
}

/** One target's line. */
export interface ReportResult {
  readonly target: 'T21' | 'T18' | 'T13';
  readonly name: Words;
  readonly verdict: Verdict;
  readonly words: Words;
  readonly z: number | null;
  readonly referenceRange: string;
  /** Risk before and after the test, 0\u20131; null without an age and for a no-call. */
  readonly prior: number | null;
  readonly posterior: number | null;
  /** Why there is no result; null otherwise. */
  readonly reason: Words | null;
}

/** One version of a report: immutable, with its keys in this order. */
export interface ReportDocument {
  readonly schema: 1;
  readonly number: string;
  readonly version: number;
  readonly kind: 'report' | 'no-call';
  readonly amendmentReason: string | null;
  /** Null only where a named person has recorded the laboratory's own validation. */
  readonly notice: string | null;
  readonly institution: ReportInstitution;
  readonly subject: ReportSubject;
  readonly specimen: ReportSpecimen;
  readonly testItem: Words;
  readonly method: ReportMethod & { readonly assembly: string; readonly software: string };
  readonly results: readonly ReportResult[];
  readonly fetalFraction: { readonly percent: number | null; readonly words: Words };
  readonly conclusion: Words;
  readonly advice: readonly Words[];
  readonly limits: readonly Words[];
  readonly screeningStatement: Words;
  readonly midTrimesterSerology: boolean;
  readonly neuralTube: Words | null;
  readonly seal: {
    readonly inputSha256: string;
    readonly modelId: string;
    readonly modelSha256: string;
    readonly analysisSha256: string;
    readonly softwareVersion: string;
    readonly template: { readonly id: string; readonly version: number };
  };
  readonly signatures: readonly ReportSignature[];
}
