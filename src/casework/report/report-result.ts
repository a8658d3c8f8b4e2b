import type { AnalysisResult } from '../../analysis/analysis-result.ts';
import type { ReviewedCall } from '../review/review-decision.ts';
import type { ReportResult } from './report-document.ts';
import type { ReportTemplate, Words } from './report-template.ts';

/** One target's line of a report: verdict after review, z and risks as computed. */
export function reportResult(
  call: ReviewedCall,
  result: AnalysisResult,
  template: ReportTemplate,
): ReportResult {
  const { target, verdict } = call;
  const computed = result.calls.find((row) => row.target === target);
  const z = result.chromosomes.find((row) => row.chromosome === target.slice(1))?.z ?? null;
  const answered = verdict !== 'no-call';
  return {
    target,
    name: template.targets[target],
    verdict,
    words: template.verdicts[verdict],
    z: z === null ? null : rounded(z, 2),
    referenceRange: '-3 < z < 3',
    prior: answered ? significant(computed?.prior ?? null) : null,
    posterior: answered ? significant(computed?.posterior ?? null) : null,
    reason: answered ? null : noCallWords(call.reasons, template),
  };
}

/**
 * The words for a no-call. Only listed words are printed, so that a word of the analysis that is
 * not meant for a woman's eyes stays inside.
 */
function noCallWords(reasons: readonly string[], { noCallReasons }: ReportTemplate): Words {
  const listed = reasons.map(listedReason).find((word) => Object.hasOwn(noCallReasons, word));
  return noCallReasons[listed ?? 'other'];
}

/** The family a reason belongs to: the analysis names finer ones than a report does. */
function listedReason(reason: string): string {
  if (/discordant/.test(reason)) return 'discordant';
  if (/fetal-fraction|detection-limit/.test(reason)) return 'fetal-fraction';
  if (/(^|-)qc(-|$)|reads|failure/.test(reason)) return 'qc';
  return reason;
}

function rounded(value: number, decimals: number): number {
  // Adding zero turns -0 into 0.
  return Math.round(value * 10 ** decimals) / 10 ** decimals + 0;
}

/** Three significant digits: more would feign a precision that no risk has. */
function significant(risk: number | null): number | null {
  return risk === null || !Number.isFinite(risk) ? null : Number(risk.toPrecision(3));
}
