import { dayNumber } from '../calendar-date.ts';
import { type Ruling, refuse } from '../casework-problem.ts';
import { parseGestationalAge } from '../pregnancy/gestational-age.ts';
import { distinctSigners } from '../review/distinct-signers.ts';
import { validationNotice } from './report-content.ts';
import type { ReportDocument, ReportResult, ReportSignature } from './report-document.ts';

/** A document of which any part may be gone: stored text is judged before anybody prints it. */
type Damaged<T> = T extends readonly (infer Item)[]
  ? readonly (Damaged<Item> | null)[]
  : T extends object
    ? { readonly [Key in keyof T]?: Damaged<T[Key]> | null }
    : T;

type Given = Damaged<ReportDocument>;

/**
 * Whether a report may be issued or printed: every required part is there and nothing in it can
 * tell a fetal sex. The refusal lists all missing parts.
 */
export function validateReport(document: ReportDocument): Ruling<ReportDocument> {
  const missing = missingParts(document);
  if (missing.length === 0) return { ok: true, value: document };
  return refuse('report-incomplete', `missing or wrong: ${missing.join(', ')}`);
}

/** The parts that stop a report, by name; empty when it is complete. */
export function missingParts(document: Given): string[] {
  const parts = {
    ...headParts(document),
    ...specimenParts(document),
    ...resultParts(document),
    ...wordingParts(document),
    ...sealParts(document),
    'sex-blind-text': isSexBlind(document),
  };
  return Object.entries(parts)
    .filter(([, present]) => !present)
    .map(([name]) => name);
}

function headParts(document: Given): Record<string, boolean> {
  const { institution, subject, method, version } = document;
  const { notice } = document;
  return {
    schema: document.schema === 1,
    number: isText(document.number) && document.number === document.specimen?.number,
    version: isCount(version),
    'amendment-reason': version === 1 || isText(document.amendmentReason),
    notice: notice === null || notice === validationNotice,
    institution: [institution?.name, institution?.licence].every(isText),
    'submitting-doctor': [institution?.submittedBy, institution?.submittingDoctor].every(isText),
    subject: isText(subject?.pseudonym) && isCount(subject?.fetusCount),
    age: isPositive(subject?.ageAtDelivery),
    'test-item': areWords(document.testItem),
    method:
      [method?.kit, method?.instrument, method?.aligner].every(isText) &&
      [method?.assembly, method?.software].every(isText),
  };
}

function specimenParts({ specimen }: Given): Record<string, boolean> {
  const dates = [specimen?.drawnOn, specimen?.receivedOn, specimen?.testedOn].map(String);
  return {
    dates: dates.every((date) => dayNumber(date) !== null) && isSorted(dates),
    'gestational-age': parseGestationalAge(specimen?.gestationalAgeAtDraw ?? '').ok,
    dating: specimen?.dating === 'last-period' || specimen?.dating === 'due-date',
  };
}

function resultParts({ results, kind }: Given): Record<string, boolean> {
  const noCall = results?.some((result) => result?.verdict === 'no-call');
  return {
    targets: results?.map((result) => result?.target).join() === 'T21,T18,T13',
    results: results?.every(isCompleteResult) === true,
    kind: kind === (noCall ? 'no-call' : 'report'),
  };
}

function isCompleteResult(result: Damaged<ReportResult> | null): boolean {
  if (result === null) return false;
  const answered = result.verdict === 'low-risk' || result.verdict === 'high-risk';
  const worded = [result.name, result.words].every(areWords) && isText(result.referenceRange);
  if (answered) return worded && Number.isFinite(result.z);
  return worded && result.verdict === 'no-call' && areWords(result.reason);
}

function wordingParts(document: Given): Record<string, boolean> {
  return {
    'fetal-fraction': isHalfPercent(document.fetalFraction),
    conclusion: areWords(document.conclusion),
    advice: areSentences(document.advice),
    limits: areSentences(document.limits),
    'screening-statement': areWords(document.screeningStatement),
    'neural-tube': document.midTrimesterSerology === true || areWords(document.neuralTube),
  };
}

function sealParts({ seal, signatures }: Given): Record<string, boolean> {
  const hashes = [seal?.inputSha256, seal?.modelSha256, seal?.analysisSha256];
  const actor = (role: string) => signatures?.find((row) => row?.role === role)?.actorId ?? '';
  return {
    seal: hashes.every((hash) => /^[0-9a-f]{64}$/.test(String(hash))),
    software: isText(seal?.softwareVersion) && isText(seal?.modelId),
    template: isText(seal?.template?.id) && isCount(seal?.template?.version),
    signatures:
      distinctSigners(actor('reviewer'), actor('approver')).ok &&
      signatures?.every(isSigned) === true,
  };
}

function isSigned(signature: Damaged<ReportSignature> | null): boolean {
  if (signature === null) return false;
  const { role, actorId, name, at } = signature;
  const isRole = role === 'tester' || role === 'reviewer' || role === 'approver';
  return isRole && [actorId, name].every(isText) && /^\d{4}-\d\d-\d\dT.*Z$/.test(String(at));
}

/** People's and institutions' names are left out: one may well be called Male. */
function isSexBlind({ institution: _, subject: __, signatures: ___, ...rest }: Given): boolean {
  const words =
    /chr_?[xy]\b|\b(fe)?male\b|\bboy\b|\bgirl\b|\bsex\b|\b4[5-9],X|[男女]|性别|[XY]染色体/i;
  return !words.test(JSON.stringify(rest));
}

function isHalfPercent(fraction: Given['fetalFraction']): boolean {
  if (!areWords(fraction?.words)) return false;
  const percent = fraction?.percent;
  if (percent === null) return true;
  return percent !== undefined && percent >= 0 && percent <= 100 && Number.isInteger(percent * 2);
}

function isText(text: unknown): boolean {
  return typeof text === 'string' && text.trim() !== '';
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && isPositive(value);
}

function isPositive(value: unknown): boolean {
  return typeof value === 'number' && value > 0;
}

function areWords(words: { chinese?: unknown; english?: unknown } | null | undefined): boolean {
  return isText(words?.chinese) && isText(words?.english);
}

function areSentences(sentences: Given['limits']): boolean {
  return sentences?.every(areWords) === true && sentences.length > 0;
}

function isSorted(dates: readonly string[]): boolean {
  return dates.every((date, i) => i === 0 || dates[i - 1] <= date);
}
