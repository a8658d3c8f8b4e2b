import type { AnalysisResult, Call, ChromosomeScore } from '../../analysis/analysis-result.ts';
import { chip } from './chip.ts';
import { type Html, html } from './html.ts';
import type { Language } from './language.ts';
import { sayIn } from './messages.ts';
import { fixed, oneIn, percent, ratio } from './number-format.ts';

/** A card for each target: verdict, z, and in one sentence why. */
export function verdictCards(language: Language, result: AnalysisResult): Html {
  return html`<div class="cards">${result.calls.map((call) => card(language, result, call))}</div>`;
}

function card(language: Language, result: AnalysisResult, call: Call): Html {
  const say = sayIn(language);
  const score = result.chromosomes.find(({ chromosome }) => `T${chromosome}` === call.target);
  const reasons = call.verdict === 'low-risk' ? [] : call.reasons.map(say);
  return html`<section class="card ${call.verdict}">
<h2>${call.target}${chip(say, call.verdict)}</h2>
<div class="big">z ${fixed(score?.z, 2)}</div>
<p class="why">${score && whyLine(language, { result, call, score })}</p>
${reasons.length > 0 && html`<p class="why quiet">${say('reasons')}: ${reasons.join('; ')}</p>`}
<dl class="facts small"><div><dt>${say('power')}</dt><dd>${percent(call.power)}</dd></div>
<div><dt>${say('detectionLimit')}</dt><dd>${percent(score?.detectionLimit)}</dd></div>
<div><dt>${say('likelihoodRatio')}</dt><dd>${ratio(call.likelihoodRatio)}</dd></div>
<div><dt>${say('prior')}</dt><dd>${oneIn(call.prior)}</dd></div>
<div><dt>${say('posterior')}</dt><dd>${oneIn(call.posterior)}</dd></div></dl></section>`;
}

interface Why {
  readonly result: AnalysisResult;
  readonly call: Call;
  readonly score: ChromosomeScore;
}

/** What a trisomy would have done to this sample, beside what was seen. */
function whyLine(language: Language, { result, score }: Why): string {
  const { estimate } = result.fetalFraction;
  if (estimate === null || score.cv === null || score.z === null) {
    return language === 'zh'
      ? '数据不足，无法说明三体在此样本中的预期。'
      : 'The data do not allow saying what a trisomy would look like here.';
  }
  const expected = fixed(estimate / (2 * score.cv), 1);
  return language === 'zh'
    ? `胎儿比例 ${percent(estimate)} 时，完全三体预期 z ≈ ${expected}；实测 ${fixed(score.z, 2)}。`
    : `At a fetal fraction of ${percent(estimate)} a full trisomy would give z ≈ ${expected}; seen ${fixed(score.z, 2)}.`;
}
