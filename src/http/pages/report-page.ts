import type { ReportDocument, ReportResult } from '../../casework/report/report-document.ts';
import type { Words } from '../../casework/report/report-template.ts';
import { shanghaiMinute } from '../shanghai-time.ts';
import { chip } from './chip.ts';
import { type Html, html } from './html.ts';
import type { Language } from './language.ts';
import { layout, type PageContext } from './layout.ts';
import { type Say, sayIn } from './messages.ts';
import { fixed, oneIn } from './number-format.ts';

export interface ReportView {
  readonly state: string;
  readonly issuedAt: string;
  readonly bodySha256: string;
  readonly sampleId: string;
  /** Where it is printed, for those who may. */
  readonly pdf: string | null;
  readonly document: ReportDocument;
}

/** An issued report as it is read, in the page's language. */
export function reportPage(context: PageContext, view: ReportView): string {
  const { language } = context;
  const say = sayIn(language);
  const { document } = view;
  const body = html`<p class="crumb"><a href="/samples/${view.sampleId}">${say('back')}</a></p>
<section class="report"><h1>${words(language, document.testItem)}</h1>
${view.pdf && html`<p><a href="${view.pdf}?language=${language}">PDF</a></p>`}
${facts(say, view)}
<h2>${say('result')}</h2>${results(language, document)}
<h2>${say('conclusion')}</h2><p><strong>${words(language, document.conclusion)}</strong></p>
<h2>${say('advice')}</h2>
${[...document.advice, ...(document.neuralTube ? [document.neuralTube] : [])].map(
  (advice) => html`<p>${words(language, advice)}</p>`,
)}
<h2>${say('limits')}</h2><p>${words(language, document.screeningStatement)}</p>
<ul>${document.limits.map((limit) => html`<li>${words(language, limit)}</li>`)}</ul>
<h2>${say('signatures')}</h2>
<dl class="facts">${document.signatures.map(
    ({ role, name, at }) => html`<div><dt>${say(`signature-${role}`)}</dt>
<dd>${name}, ${shanghaiMinute(new Date(at))}</dd></div>`,
  )}</dl>
${seal(say, view)}</section>`;
  return layout(context, { title: `${say('report')} ${document.number}`, body });
}

function words(language: Language, given: Words): string {
  return language === 'zh' ? given.chinese : given.english;
}

function facts(say: Say, { document, issuedAt, state }: ReportView): Html {
  const { specimen, subject, institution, method } = document;
  const rows: [string, string][] = [
    [say('specimen'), document.number],
    [say('version'), `${document.version} (${say(state)})`],
    [say('issuedAt'), issuedAt],
    [say('ageAtDelivery'), String(subject.ageAtDelivery)],
    [say('gestationalAge'), specimen.gestationalAgeAtDraw],
    [say('drawnOn'), specimen.drawnOn],
    [say('receivedOn'), specimen.receivedOn],
    [say('testedOn'), specimen.testedOn],
    [say('submittedBy'), `${institution.submittedBy}, ${institution.submittingDoctor}`],
    [say('laboratory'), institution.name],
    [say('method'), `${method.software}, ${method.aligner}, ${method.assembly}`],
  ];
  return html`<dl class="facts">${rows.map(
    ([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`,
  )}</dl>`;
}

function results(language: Language, document: ReportDocument): Html {
  const say = sayIn(language);
  return html`<table><thead><tr><th>${say('target')}</th><th>${say('result')}</th><th class="number">z</th>
<th>${say('referenceRange')}</th><th class="number">${say('posterior')}</th></tr></thead>
<tbody>${document.results.map((result) => resultRow(language, result))}</tbody></table>
<p class="small">${say('fetalFraction')}: ${words(language, document.fetalFraction.words)}</p>`;
}

function resultRow(language: Language, result: ReportResult): Html {
  return html`<tr><td>${words(language, result.name)}</td>
<td>${chip(sayIn(language), result.verdict)}
${result.reason && html`<span class="small quiet"> ${words(language, result.reason)}</span>`}</td>
<td class="number">${fixed(result.z, 2)}</td>
<td>${result.referenceRange.replaceAll('-', '−')}</td>
<td class="number">${oneIn(result.posterior)}</td></tr>`;
}

function seal(say: Say, { document, bodySha256 }: ReportView): Html {
  const { inputSha256, modelId, modelSha256, analysisSha256, softwareVersion } = document.seal;
  const rows: [string, string][] = [
    [say('report'), bodySha256],
    [say('input'), inputSha256],
    [`${say('model')} ${modelId}`, modelSha256],
    [`${say('software')} ${softwareVersion}`, analysisSha256],
  ];
  return html`<details><summary>${say('seal')} (SHA-256)</summary><table><tbody>${rows.map(
    ([name, hash]) => html`<tr><td>${name}</td><td class="mono wrap">${hash}</td></tr>`,
  )}</tbody></table></details>`;
}
