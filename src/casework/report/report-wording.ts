import type { Verdict } from '../../analysis/analysis-result.ts';
import type { ReportDocument, ReportResult } from './report-document.ts';
import type { ReportTemplate, Words } from './report-template.ts';

/** The conclusion: high risk first, then what has no result and why, then low risk. */
export function conclusionOf(results: readonly ReportResult[], template: ReportTemplate): Words {
  const groups = (['high-risk', 'no-call', 'low-risk'] as const).flatMap((verdict) =>
    groupsOf(results, verdict).map((group) => sentence(group, verdict, template)),
  );
  return {
    chinese: groups.map((words) => words.chinese).join(''),
    english: groups.map((words) => words.english).join(' '),
  };
}

/** What to do next, the most urgent first; never empty. */
export function adviceOf(
  results: readonly ReportResult[],
  { template, redrawCount }: { template: ReportTemplate; redrawCount: number },
): Words[] {
  const has = (verdict: Verdict) => results.some((result) => result.verdict === verdict);
  const advice = [];
  if (has('high-risk')) advice.push(template.advice['high-risk']);
  // Invasive diagnosis follows a high risk anyway, so nobody is bled again for the rest.
  if (has('no-call') && !has('high-risk')) {
    advice.push(template.advice[redrawCount > 0 ? 'no-redraw' : 'redraw']);
  }
  return advice.length > 0 ? advice : [template.advice['low-risk']];
}

/**
 * The fetal fraction as a report gives it: the estimate alone, in half percents.
 *
 *   percent = round(200 * estimate) / 2
 *
 * @example fetalFractionWords(0.1032).percent // 10.5
 */
export function fetalFractionWords(estimate: number | null): ReportDocument['fetalFraction'] {
  if (estimate === null || !Number.isFinite(estimate)) {
    return { percent: null, words: { chinese: '无法估计', english: 'cannot be estimated' } };
  }
  const percent = Math.round(estimate * 200) / 2;
  const text = `${percent.toFixed(1)} %`;
  return { percent, words: { chinese: text, english: text } };
}

/** Results of one verdict; no-calls apart by their reason. */
function groupsOf(results: readonly ReportResult[], verdict: Verdict): ReportResult[][] {
  const rows = results.filter((result) => result.verdict === verdict);
  const reasons = [...new Set(rows.map((row) => row.reason?.english ?? ''))];
  return reasons.map((reason) => rows.filter((row) => (row.reason?.english ?? '') === reason));
}

function sentence(
  group: readonly ReportResult[],
  verdict: Verdict,
  template: ReportTemplate,
): Words {
  const { chinese, english } = template.conclusions[verdict];
  const reason = group[0].reason;
  return {
    chinese: chinese
      .replace('{targets}', group.map((row) => row.name.chinese).join('、'))
      .replace('{reason}', reason?.chinese ?? ''),
    english: english
      .replace('{targets}', group.map((row) => row.name.english).join(', '))
      .replace('{reason}', reason?.english ?? ''),
  };
}
