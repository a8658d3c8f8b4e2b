import type { AnalysisResult } from '../analysis/analysis-result.ts';
import { formatTable } from './format-table.ts';

/** Analyses for people: a line a sample and target, nothing that tells the fetal sex. */
export function analysisTable(results: readonly AnalysisResult[]): string {
  const rows = results.flatMap((result) =>
    result.calls.map((call, i) => {
      const chromosome = call.target.slice(1);
      const score = result.chromosomes.find((entry) => entry.chromosome === chromosome);
      const isFirst = i === 0;
      return [
        isFirst ? result.sample : '',
        call.target,
        call.verdict,
        score?.z?.toFixed(2) ?? '.',
        call.reasons.join(' '),
        isFirst ? percent(result.fetalFraction.estimate) : '',
        isFirst ? `${result.reads.counted}` : '',
        isFirst ? result.qc.verdict : '',
      ];
    }),
  );
  const head = ['sample', 'target', 'verdict', 'z', 'reason', 'fetal fraction', 'reads', 'QC'];
  return `${formatTable([head, ...rows])}for validation, not for clinical use\n`;
}

function percent(share: number | null): string {
  return share === null ? '.' : `${(100 * share).toFixed(1)} %`;
}
