import type { AnalysisResult, Verdict } from '../../analysis/analysis-result.ts';
import { fetalFractionChart } from './charts/fetal-fraction-chart.ts';
import { fetalFractionPanels } from './charts/fetal-fraction-data.ts';
import { chip } from './chip.ts';
import { type Html, html } from './html.ts';
import { layout, type PageContext } from './layout.ts';
import { type Say, sayIn } from './messages.ts';
import { fixed, millions, percent } from './number-format.ts';

/** One line of a run's table. */
export interface SampleLine {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly state: string;
  readonly specimenState: string | null;
  /** How much of its file has come, 0–1; null where none is on its way. */
  readonly arrivedFraction: number | null;
  readonly problem: string | null;
  readonly result: AnalysisResult | null;
  readonly reviewState: string | null;
  readonly reportId: string | null;
}

export interface RunView {
  readonly run: {
    readonly instrument: string;
    readonly flowcell: string;
    readonly aligner: string;
    readonly state: string;
    readonly urgent: boolean;
    readonly registeredAt: string;
  };
  readonly samples: readonly SampleLine[];
}

const refreshSeconds = 4;

/** A run's samples with their verdicts, and z of the targets against fetal fraction. */
export function runPage(context: PageContext, { run, samples }: RunView): string {
  const say = sayIn(context.language);
  const working = samples.some(({ state }) => state !== 'SCORED' && state !== 'FAILED');
  const body = html`<p class="crumb"><a href="/">${say('runs')}</a></p>
<div class="head"><h1>${run.flowcell}</h1>${chip(say, run.state)}
${run.urgent && chip(say, 'URGENT')}${progress(say, samples)}</div>
<dl class="facts"><div><dt>${say('instrument')}</dt><dd>${run.instrument}</dd></div>
<div><dt>${say('aligner')}</dt><dd>${run.aligner}</dd></div>
<div><dt>${say('registered')}</dt><dd>${run.registeredAt}</dd></div></dl>
${chart(say, run.flowcell, samples)}
<section><h2>${say('samples')}</h2>${table(say, samples)}</section>`;
  return layout(context, { title: run.flowcell, body, ...(working ? { refreshSeconds } : {}) });
}

function progress(say: Say, samples: readonly SampleLine[]): Html {
  const done = samples.filter(({ state }) => state === 'SCORED' || state === 'FAILED').length;
  return html`<div class="progress"><progress value="${done}" max="${Math.max(samples.length, 1)}"
 aria-label="${say('progress')}"></progress><span>${done} / ${samples.length}</span></div>`;
}

function chart(say: Say, flowcell: string, samples: readonly SampleLine[]): Html | false {
  const panels = fetalFractionPanels(samples);
  if (panels.every(({ points }) => points.length === 0)) return false;
  const label = `${flowcell}: ${say('zByFetalFraction')}`;
  return html`<section><h2>${say('zByFetalFraction')}</h2>
${fetalFractionChart({ say, panels, label })}</section>`;
}

function table(say: Say, samples: readonly SampleLine[]): Html {
  return html`<table>
<thead><tr><th>${say('sample')}</th><th>${say('state')}</th><th>T21</th><th>T18</th><th>T13</th>
<th class="number">z 21</th><th class="number">z 18</th><th class="number">z 13</th>
<th class="number">${say('fetalFractionShort')}</th><th class="number">${say('reads')}</th>
<th>${say('qc')}</th><th>${say('review')}</th></tr></thead>
<tbody>${samples.map((sample) => line(say, sample))}</tbody></table>`;
}

function line(say: Say, sample: SampleLine): Html {
  const { result } = sample;
  return html`<tr><td><a href="/samples/${sample.id}"><strong>${sample.name}</strong></a>
${sample.kind !== 'patient' && html`<div class="quiet small">${say(sample.kind)}</div>`}</td>
<td>${stateCell(say, sample)}</td>
${
  result
    ? resultCells(say, result)
    : html`<td colspan="8" class="quiet small wrap">${sample.problem}</td>`
}
<td>${result && chip(say, result.qc.verdict)}</td><td>${reviewCell(say, sample)}</td></tr>`;
}

function stateCell(say: Say, { state, specimenState, arrivedFraction }: SampleLine): Html {
  if (arrivedFraction !== null && (state === 'AWAITING_DATA' || state === 'FAILED')) {
    return html`${chip(say, 'UPLOADING')} <span class="small quiet">${percent(arrivedFraction, 0)}</span>`;
  }
  return chip(say, specimenState === 'HELD' && state !== 'SCORED' ? 'HELD' : state);
}

function resultCells(say: Say, result: AnalysisResult): Html {
  const zOf = (name: string) => result.chromosomes.find(({ chromosome }) => chromosome === name)?.z;
  return html`${['T21', 'T18', 'T13'].map((target) => html`<td>${verdictChip(say, result, target)}</td>`)}
${['21', '18', '13'].map((name) => html`<td class="number">${fixed(zOf(name), 2)}</td>`)}
<td class="number">${percent(result.fetalFraction.estimate)}</td>
<td class="number">${millions(result.reads.counted)}</td>`;
}

function verdictChip(say: Say, result: AnalysisResult, target: string): Html {
  const verdict: Verdict =
    result.calls.find((call) => call.target === target)?.verdict ?? 'no-call';
  return chip(say, verdict);
}

function reviewCell(say: Say, { reviewState, reportId }: SampleLine): Html | false {
  if (reportId !== null) return html`<a href="/reports/${reportId}">${say('report')}</a>`;
  return reviewState !== null && html`<span class="small">${say(reviewState)}</span>`;
}
