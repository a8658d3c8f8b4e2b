import type { AnalysisResult, QcCheck } from '../../analysis/analysis-result.ts';
import { chromosomeChart } from './charts/chromosome-chart.ts';
import { chip } from './chip.ts';
import { type Html, html } from './html.ts';
import { layout, type PageContext } from './layout.ts';
import { type Say, sayIn } from './messages.ts';
import { fixed, grouped, millions, percent } from './number-format.ts';
import { type ReviewView, reviewSection } from './review-section.ts';
import { verdictCards } from './verdict-cards.ts';

export interface SampleView {
  readonly sample: {
    readonly id: string;
    readonly runId: string;
    readonly flowcell: string;
    readonly name: string;
    readonly kind: string;
    readonly state: string;
    readonly specimenNumber: string | null;
    readonly specimenState: string | null;
    readonly problem: string | null;
    /** What to do about the problem. */
    readonly remedy: string | null;
  };
  readonly result: AnalysisResult | null;
  readonly review: ReviewView | null;
  /** What stopped the form that was just sent. */
  readonly alert: string | null;
}

/** One sample: verdicts and why, every autosome, quality, and what is decided about it. */
export function samplePage(context: PageContext, view: SampleView): string {
  const say = sayIn(context.language);
  const { sample, result, review, alert } = view;
  const body = html`<p class="crumb"><a href="/">${say('runs')}</a> ›
<a href="/runs/${sample.runId}">${sample.flowcell}</a></p>
<div class="head"><h1>${sample.name}</h1>${chip(say, sample.state)}
${result && html`${chip(say, result.qc.verdict)}`}</div>
${facts(say, view)}
${alert !== null && html`<p class="alert" role="alert">${say('page-problem')}: ${say(alert)}</p>`}
${
  result
    ? html`${verdictCards(context.language, result)}
${review && reviewSection(say, sample.id, review)}
${chromosomes(say, sample.name, result)}${quality(say, result)}`
    : html`<section><p>${sample.problem ?? say('noResult')}</p>
${sample.remedy !== null && html`<p><span class="quiet">${say('remedy')}</span> <span lang="en">${sample.remedy}</span></p>`}</section>`
}`;
  return layout(context, { title: sample.name, body });
}

function facts(say: Say, { sample, result }: SampleView): Html {
  const { estimate, low, high } = result?.fetalFraction ?? {
    estimate: null,
    low: null,
    high: null,
  };
  const interval = low === null || high === null ? '' : ` (${percent(low)} – ${percent(high)})`;
  return html`<dl class="facts">
<div><dt>${say(sample.kind === 'patient' ? 'specimen' : 'sample')}</dt>
<dd>${sample.specimenNumber ?? say(sample.kind)}</dd></div>
${sample.specimenState !== null && html`<div><dt>${say('state')}</dt><dd>${say(sample.specimenState)}</dd></div>`}
${
  result &&
  html`<div><dt>${say('fetalFraction')}</dt><dd>${percent(estimate)}${interval}</dd></div>
<div><dt>${say('reads')}</dt><dd>${millions(result.reads.counted)}</dd></div>
<div><dt>${say('assembly')}</dt><dd>${result.assembly}</dd></div>
<div><dt>${say('model')}</dt><dd>${result.model.id}</dd></div>
<div><dt>${say('software')}</dt><dd>Banyan ${result.software.version}</dd></div>`
}</dl>`;
}

function chromosomes(say: Say, name: string, result: AnalysisResult): Html {
  const label = `${name}: ${say('zOfChromosomes')}`;
  return html`<section><h2>${say('zOfChromosomes')}</h2>
${chromosomeChart({ label, chromosomes: result.chromosomes })}
<details><summary>${say('numbersOfChart')}</summary><table>
<thead><tr><th>${say('chromosome')}</th><th class="number">z</th>
<th class="number">${say('excess')}</th>
<th class="number">cv</th><th class="number">${say('detectionLimit')}</th></tr></thead>
<tbody>${result.chromosomes.map(
    (row) => html`<tr><td>${row.chromosome}</td><td class="number">${fixed(row.z, 2)}</td>
<td class="number">${percent(excessOf(row), 2)}</td><td class="number">${percent(row.cv, 3)}</td>
<td class="number">${percent(row.detectionLimit)}</td></tr>`,
  )}</tbody></table></details></section>`;
}

function excessOf({ fraction, expected }: { fraction: number | null; expected: number | null }) {
  return fraction === null || expected === null ? null : fraction / expected - 1;
}

function quality(say: Say, result: AnalysisResult): Html {
  return html`<section><h2>${say('qualityChecks')}</h2><table>
<thead><tr><th>${say('check')}</th><th class="number">${say('value')}</th>
<th class="number">${say('limit')}</th><th>${say('verdict')}</th></tr></thead>
<tbody>${result.qc.checks.map(
    (
      check,
    ) => html`<tr><td>${say(check.name)}</td><td class="number">${measured(check, 'value')}</td>
<td class="number">${measured(check, 'limit')}</td><td>${chip(say, check.verdict)}</td></tr>`,
  )}</tbody></table>
<p class="quiet small mono wrap">SHA-256 ${result.input.file}: ${result.input.sha256}</p></section>`;
}

function measured(check: QcCheck, field: 'value' | 'limit'): string {
  const value = check[field];
  if (value === null) return fixed(null, 0);
  if (check.unit === 'fraction') return percent(value);
  return Number.isInteger(value) ? grouped(value) : fixed(value, 3);
}
