import { formatMoney } from '../../casework/claim/money.ts';
import { chip } from './chip.ts';
import { type Html, html } from './html.ts';
import type { Say } from './messages.ts';

/** What is decided about a sample, and what the one who looks may do. */
export interface ReviewView {
  readonly state: string;
  /** What the forms send along, so that nobody acts on what he has not seen. */
  readonly version: string;
  readonly reasons: readonly string[];
  readonly reviewer: string | null;
  readonly comment: string | null;
  readonly decidedAt: string | null;
  readonly mayDecide: boolean;
  readonly maySign: boolean;
  readonly report: {
    readonly id: string;
    readonly issuedAt: string;
    readonly approver: string;
    readonly conclusion: { readonly chinese: string; readonly english: string };
  } | null;
  /** Null for who may not see it. */
  readonly claim: {
    readonly state: string;
    readonly amountMinorUnits: number;
    readonly ledger: readonly string[];
  } | null;
}

/**
 * The review with its form for a reviewer, the signature for an approver, the report and the claim.
 */
export function reviewSection(say: Say, sampleId: string, review: ReviewView): Html {
  return html`<section><h2>${say('review')} ${chip(say, review.state)}</h2>
${
  review.reasons.length > 0 &&
  html`<p class="small quiet">${say('reasons')}: ${review.reasons.map(say).join('; ')}</p>`
}
${
  review.reviewer !== null &&
  html`<p>${review.reviewer} · ${review.decidedAt}${review.comment && ` · ${review.comment}`}</p>`
}
${review.mayDecide && decisionForm(say, sampleId, review)}
${review.maySign && signForm(say, sampleId, review)}
${review.report && reportLine(say, review.report)}
${review.claim && claimLine(say, review.claim)}</section>`;
}

function decisionForm(say: Say, sampleId: string, review: ReviewView): Html {
  const choices = ['approve', 'retest', 'redraw', 'no-call'];
  return html`<form class="decide" method="post" action="/samples/${sampleId}/decision">
${versionField(review)}
<fieldset class="choices" aria-label="${say('decision')}">${choices.map(
    (choice) => html`<label><input type="radio" name="decision" value="${choice}" required>
${say(choice)}</label>`,
  )}</fieldset>
<div><label for="comment">${say('comment')}</label>
<textarea id="comment" name="comment" maxlength="2000"></textarea></div>
<div class="actions"><button>${say('decide')}</button></div></form>`;
}

function signForm(say: Say, sampleId: string, review: ReviewView): Html {
  return html`<form class="decide" method="post" action="/samples/${sampleId}/sign">
${versionField(review)}
<div class="choices"><label><input type="checkbox" name="checked" value="yes" required>
${say('signConfirm')}</label></div>
<div class="actions"><button>${say('sign')}</button></div></form>`;
}

function versionField({ version }: ReviewView): Html {
  return html`<input type="hidden" name="version" value="${version}">`;
}

function reportLine(say: Say, report: NonNullable<ReviewView['report']>): Html {
  return html`<p><strong>${say('issuedReport')}</strong> ${report.issuedAt} · ${report.approver}
· <a href="/reports/${report.id}">${say('openReport')}</a></p>
<p>${report.conclusion.chinese} <span class="quiet" lang="en">${report.conclusion.english}</span></p>`;
}

function claimLine(say: Say, claim: NonNullable<ReviewView['claim']>): Html {
  const amount = formatMoney({ amountMinorUnits: claim.amountMinorUnits, currency: 'CNY' });
  return html`<p class="small"><strong>${say('claim')}</strong> ${amount} ${chip(say, claim.state)}
${claim.ledger.length > 0 && html`· ${say('ledger')}: ${claim.ledger.map(say).join(', ')}`}</p>`;
}
