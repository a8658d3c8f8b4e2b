import { dayNumber } from '../calendar-date.ts';
import { type Ruling, refuse } from '../casework-problem.ts';
import { parseGestationalAge } from '../pregnancy/gestational-age.ts';
import { distinctSigners } from '../review/distinct-signers.ts';
import { validationNotice } from './report-content.ts';
import type { ReportDocument, ReportResult } from './report-document.ts';
import type { Words } from './report-template.ts';

/**
 * Whether a report may be issued: every required part is there and nothing in it can tell a fetal
 * sex. The refusal lists all missing parts.
 */
export function validateReport(document: ReportDocument): Ruling<ReportDocument> {
  const missing = missingParts(document);
  if (missing.length === 0) return { ok: true, value: document };
  return refuse('report-incomplete', `missing or wrong: ${missing.join(', ')}`);
}

/** The parts that stop a report, by name; empty when it is complete. */
export function missingParts(document: ReportDocument): string[] {
  const parts = {
    ...headParts(document),
    ...resultParts(document),
    ...wordingParts(document),
    ...sealParts(document),
    'sex-blind-text': isSexBlind(document),
  };
  return Object.entries(parts)
    .filter(([, present]) => !present)
    .map(([name]) => name);
}

function headParts(document: ReportDocument): Record<string, boolean> {
  const { institution, subject, specimen, method, version } = document;
  const dates = [specimen.drawnOn, specimen.receivedOn, specimen.testedOn];
  return {
    number: isText(document.number) && document.number === specimen.number,
    version: Number.isSafeInteger(version) && version >= 1,
    'amendment-reason': version === 1 || isText(document.amendmentReason),
    notice: document.notice === null || document.notice === validationNotice,
    institution: [institution.name, institution.licence].every(isText),
    'submitting-doctor': [institution.submittedBy, institution.submittingDoctor].every(isText),
    subject: isText(subject.pseudonym) && subject.fetusCount >= 1,
    age: subject.ageAtDelivery !== null && subject.ageAtDelivery > 0,
    dates: dates.every((date) => dayNumber(date) !== null) && isSorted(dates),
    'gestational-age': parseGestationalAge(specimen.gestationalAgeAtDraw).ok,
    'test-item': areWords(document.testItem),
    method: [method.kit, method.instrument, method.aligner, method.assembly].every(isText),
  };
}

function resultParts({ results, kind }: ReportDocument): Record<string, boolean> {
  const noCall = results.some((result) => result.verdict === 'no-call');
  return {
    targets: results.map((result) => result.target).join() === 'T21,T18,T13',
    results: results.every(isCompleteResult),
    kind: kind === (noCall ? 'no-call' : 'report'),
  };
}

function isCompleteResult(result: ReportResult): boolean {
  const answered = result.verdict === 'low-risk' || result.verdict === 'high-risk';
  const worded = [result.name, result.words].every(areWords) && isText(result.referenceRange);
  if (answered) return worded && result.z !== null && Number.isFinite(result.z);
  return worded && result.verdict === 'no-call' && areWords(result.reason);
}

function wordingParts(document: ReportDocument): Record<string, boolean> {
  return {
    'fetal-fraction': isHalfPercent(document.fetalFraction),
    conclusion: areWords(document.conclusion),
    advice: document.advice.length > 0 && document.advice.every(areWords),
    limits: document.limits.length > 0 && document.limits.every(areWords),
    'screening-statement': areWords(document.screeningStatement),
    'neural-tube': document.midTrimesterSerology || areWords(document.neuralTube),
  };
}

function sealParts({ seal, signatures }: ReportDocument): Record<string, boolean> {
  const hashes = [seal.inputSha256, seal.modelSha256, seal.analysisSha256];
  const actor = (role: string) => signatures.find((row) => row.role === role)?.actorId ?? '';
  return {
    seal: hashes.every((hash) => /^[0-9a-f]{64}$/.test(hash)),
    software: isText(seal.softwareVersion) && isText(seal.modelId) && isText(seal.template.id),
    signatures:
      distinctSigners(actor('reviewer'), actor('approver')).ok &&
      signatures.every((row) => isText(row.name) && /^\d{4}-\d\d-\d\dT.*Z$/.test(row.at)),
  };
}

/** People's and institutions' names are left out: one may well be called Male. */
function isSexBlind({ institution: _, subject: __, signatures: ___, ...rest }: ReportDocument) {
  const words =
    /chr_?[xy]\b|\b(fe)?male\b|\bboy\b|\bgirl\b|\bsex\b|\b4[5-9],X|[男女]|性别|[XY]染色体/i;
  return !words.test(JSON.stringify(rest));
}

function isHalfPercent({ percent, words }: ReportDocument['fetalFraction']): boolean {
  if (!areWords(words)) return false;
  return percent === null || (percent >= 0 && percent <= 100 && Number.isInteger(percent * 2));
}

function isText(text: string | null): boolean {
  return text !== null && text.trim() !== '';
}

function areWords(words: Words | null): boolean {
  return words !== null && isText(words.chinese) && isText(words.english);
}

function isSorted(dates: readonly string[]): boolean {
  return dates.every((date, i) => i === 0 || dates[i - 1] <= date);
}
