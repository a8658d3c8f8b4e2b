import type { ReportDocument, ReportResult } from '../../casework/report/report-document.ts';
import type { Words } from '../../casework/report/report-template.ts';
import { type PrintLanguage, type PrintWords, printWords } from './print-words.ts';

/** An issued version as it is printed. */
export interface PrintedReport {
  readonly document: ReportDocument;
  /** Her name in full: the stored document has none. */
  readonly name: string;
  readonly language: PrintLanguage;
  readonly state: 'ISSUED' | 'AMENDED' | 'REVOKED';
  /** Of the stored text. */
  readonly bodySha256: string;
}

/**
 * What a page says, worded and in order, for the layout to set. Taken from the sealed document and
 * the name alone, so the same version gives the same bytes.
 */
export function reportPrint(report: PrintedReport) {
  const { document, language } = report;
  const words = printWords[language];
  const say = (given: Words) => (language === 'zh' ? given.chinese : given.english);
  return {
    ...{ lang: language, region: language === 'zh' ? 'cn' : 'gb' },
    ...{ number: document.number, title: words.title },
    laboratory: document.institution.name,
    licence: `${words.licence}: ${document.institution.licence}`,
    watermark: report.state === 'ISSUED' ? null : words.watermarks[report.state],
    bands: bandsOf(report, words),
    facts: factsOf(report, words),
    ...{ resultTitle: words.result, resultHead: words.resultHead },
    results: document.results.map((result) => resultRow(result, say)),
    reasons: document.results.flatMap((result) =>
      result.reason ? [`${say(result.name)}: ${say(result.reason)}`] : [],
    ),
    fetalFraction: [words.fetalFraction, say(document.fetalFraction.words)],
    figure: figureOf(document, { caption: words.figure, say }),
    sections: sectionsOf(document, { words, say }),
    ...{ methodTitle: words.method, method: methodOf(document, { words, say }) },
    signatures: signaturesOf(document, words),
    seal: sealOf(report, words),
    footer: `${words.number} ${document.number} · ${words.version} ${document.version}`,
  };
}

type Say = (given: Words) => string;

function bandsOf({ document, state }: PrintedReport, words: PrintWords): string[] {
  return [
    ...(state === 'REVOKED' ? [words.revoked] : []),
    ...(state === 'AMENDED' ? [words.amended] : []),
    ...(document.amendmentReason === null ? [] : [`${words.amends}${document.amendmentReason}`]),
    ...(document.notice === null ? [] : [words.notice]),
  ];
}

function factsOf({ document, name }: PrintedReport, words: PrintWords): [string, string][] {
  const { specimen, subject, institution, number } = document;
  const dating = words.dating[specimen.dating];
  const issued = document.signatures.find(({ role }) => role === 'approver')?.at ?? '';
  return [
    [words.name, name],
    [words.number, number],
    [words.age, `${subject.ageAtDelivery}${words.years}`],
    [words.gestationalAge, `${specimen.gestationalAgeAtDraw} (${dating})`],
    [words.fetusCount, String(subject.fetusCount)],
    [words.version, String(document.version)],
    [words.submittedBy, institution.submittedBy],
    [words.submittingDoctor, institution.submittingDoctor],
    [words.drawnOn, specimen.drawnOn],
    [words.receivedOn, specimen.receivedOn],
    [words.testedOn, specimen.testedOn],
    [words.issuedAt, minute(issued)],
  ];
}

function resultRow(result: ReportResult, say: Say) {
  return {
    ...{ name: say(result.name), z: signed(result.z, 2), verdict: result.verdict },
    ...{ range: trueMinus(result.referenceRange), words: say(result.words) },
    risk: riskWords(result.posterior),
  };
}

/**
 * A risk as people say it. Capped at both ends: a placenta is no fetus, so no screening is surer.
 *
 * @example riskWords(0.00123) // '1/813'
 */
export function riskWords(risk: number | null): string {
  if (risk === null) return '–';
  if (risk >= 0.1) return '≥ 1/10';
  return risk < 1 / 10_000 ? '< 1/10000' : `1/${Math.round(1 / risk)}`;
}

const axisFrom = -6;
const axisToMin = 12;
const axisToMax = 24;

function figureOf(document: ReportDocument, { caption, say }: { caption: string; say: Say }) {
  const highest = Math.max(...document.results.map(({ z }) => z ?? 0));
  const to = Math.min(axisToMax, Math.max(axisToMin, Math.ceil(highest / 6) * 6));
  const ticks = [];
  for (let value = axisFrom; value <= to; value += 3) ticks.push([value, trueMinus(String(value))]);
  const points = document.results.map(({ name, z, verdict }) => ({
    ...{ name: say(name), value: z, verdict },
  }));
  return {
    from: axisFrom,
    to,
    ticks,
    points,
    caption,
    fetalFraction: document.fetalFraction.percent,
  };
}

function sectionsOf(document: ReportDocument, { words, say }: { words: PrintWords; say: Say }) {
  const advice = [...document.advice, ...(document.neuralTube ? [document.neuralTube] : [])];
  return [
    { title: words.conclusion, words: [say(document.conclusion)], items: [], strong: true },
    { title: words.advice, words: advice.map(say), items: [], strong: false },
    {
      ...{ title: words.limits, words: [say(document.screeningStatement)], strong: false },
      items: document.limits.map(say),
    },
  ];
}

function methodOf(
  { method, testItem, seal }: ReportDocument,
  { words, say }: { words: PrintWords; say: Say },
): [string, string][] {
  return [
    [words.testItem, say(testItem)],
    [words.kit, method.kit],
    [words.instrument, method.instrument],
    [words.aligner, method.aligner],
    [words.assembly, method.assembly],
    [words.software, `${method.software}, ${seal.modelId}`],
  ];
}

/** All three roles of the national form; one nobody holds is said to be unrecorded. */
function signaturesOf({ signatures }: ReportDocument, words: PrintWords) {
  return (['tester', 'reviewer', 'approver'] as const).map((role) => {
    const found = signatures.find((row) => row.role === role);
    return {
      role: words.roles[role],
      ...{ name: found?.name ?? words.unsigned, at: found ? minute(found.at) : '' },
    };
  });
}

function sealOf({ document, bodySha256 }: PrintedReport, words: PrintWords): string[] {
  const { analysisSha256, inputSha256, modelSha256 } = document.seal;
  return [
    `${words.seal} (SHA-256): ${bodySha256}`,
    `input ${inputSha256} · model ${modelSha256} · analysis ${analysisSha256}`,
  ];
}

const shanghaiMilliseconds = 8 * 3_600_000;

/** The laboratory's wall clock, to the minute. */
function minute(at: string): string {
  const time = new Date(new Date(at).getTime() + shanghaiMilliseconds);
  return time.toISOString().slice(0, 16).replace('T', ' ');
}

function signed(value: number | null, decimals: number): string {
  return value === null ? '–' : trueMinus(value.toFixed(decimals));
}

function trueMinus(text: string): string {
  return text.replaceAll('-', '−');
}
