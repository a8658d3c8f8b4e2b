import type { AnalysisResult } from '../src/analysis/analysis-result.ts';
import { type DriftReport, driftReport } from '../src/analysis/drift/drift-report.ts';
import type { SampleLots } from '../src/analysis/drift/parse-lots.ts';

/** Chart how z drifts over sealed analyses, in order of time. */
export interface ChartDriftTask {
  readonly series: readonly ({
    /** Names the sample among all runs, as its name in the analysis does not. */
    readonly id: string;
    /** The sealed analysis. */
    readonly body: string;
  } & SampleLots)[];
}

/** The thread entry: hundreds of analyses are too many to read between two requests. */
export default function chartDrift({ series }: ChartDriftTask): DriftReport {
  const analyses = series.map(({ id, body }): AnalysisResult => {
    return { ...(JSON.parse(body) as AnalysisResult), sample: id };
  });
  return driftReport(analyses, new Map(series.map(({ id, ...lots }) => [id, lots])));
}
