import { shanghaiMinute } from '../shanghai-time.ts';
import { chip } from './chip.ts';
import { type Html, html } from './html.ts';
import { layout, type PageContext } from './layout.ts';
import { type Say, sayIn } from './messages.ts';

/** One line of the list of runs. */
export interface RunLine {
  readonly id: string;
  readonly instrument: string;
  readonly flowcell: string;
  readonly state: string;
  readonly registeredAt: Date;
  readonly sampleCount: number;
  /** Samples that are SCORED or FAILED. */
  readonly doneCount: number;
  readonly pendingReviewCount: number;
}

const refreshSeconds = 4;

/** The runs, newest first, with how far each is. */
export function runsPage(context: PageContext, { runs }: { runs: readonly RunLine[] }): string {
  const say = sayIn(context.language);
  const working = runs.some(isWorking);
  const body = html`<div class="head"><h1>${say('runs')}</h1></div>
<p class="facts">${runs.length === 0 && say('noRuns')}</p>
${runs.length > 0 && table(say, runs)}`;
  return layout(context, { title: say('runs'), body, ...(working ? { refreshSeconds } : {}) });
}

function isWorking(run: RunLine): boolean {
  return run.state !== 'CLOSED' && run.doneCount < run.sampleCount;
}

function table(say: Say, runs: readonly RunLine[]): Html {
  return html`<section><table>
<thead><tr><th>${say('flowcell')}</th><th>${say('instrument')}</th><th>${say('registered')}</th>
<th>${say('state')}</th><th>${say('progress')}</th>
<th class="number">${say('reviewQueue')}</th></tr></thead>
<tbody>${runs.map((run) => line(say, run))}</tbody>
</table></section>`;
}

function line(say: Say, run: RunLine): Html {
  const label = `${run.doneCount} / ${run.sampleCount}`;
  return html`<tr>
<td><a href="/runs/${run.id}"><strong>${run.flowcell}</strong></a></td><td>${run.instrument}</td>
<td class="quiet">${shanghaiMinute(run.registeredAt)}</td><td>${chip(say, run.state)}</td>
<td><div class="progress"><progress value="${run.doneCount}" max="${Math.max(run.sampleCount, 1)}"
 aria-label="${say('progress')}"></progress><span>${label}</span></div></td>
<td class="number">${run.pendingReviewCount}</td></tr>`;
}
