import type { AnalysisResult } from '../analysis/analysis-result.ts';
import type { Result } from '../analysis/data-problem.ts';
import type { WorkerPool } from '../jobs/worker-pool.ts';
import { sampleNameOf } from './arguments.ts';

/** How a file is to be analysed. */
export interface AnalyseSettings {
  readonly age: number | null;
  readonly weeks: string | null;
  readonly restricted: boolean;
  readonly modelFolder: string;
  readonly softwareVersion: string;
  readonly binSizeBases: number;
}

/** Analyses a BAM or a bins file on the pool, counting the BAM with the defaults of `count`. */
export async function analyseFile(
  pool: WorkerPool,
  file: string,
  { binSizeBases, ...settings }: AnalyseSettings,
): Promise<Result<AnalysisResult>> {
  // Whatever is no table is read as a BAM, whose reader knows a SAM or CRAM by its bytes.
  if (/\.(?:gz|tsv)$/.test(file)) {
    return pool.run('score-sample', { ...settings, sample: { binsFile: file } });
  }
  const counts = await pool.run('count-bins', {
    files: [file],
    sample: sampleNameOf(file),
    binSizeBases,
    mappingQualityMin: 1,
    duplicates: 'flag',
  });
  if (!counts.ok) return counts;
  const { source } = counts.value;
  if (source === null) throw new Error('a counted BAM has no source');
  return pool.run('score-sample', { ...settings, sample: { counts: counts.value, source } });
}
