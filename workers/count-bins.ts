import type { DuplicateRule } from '../src/analysis/bam/read-filter.ts';
import type { BinCounts } from '../src/analysis/bin-counts/bin-counts.ts';
import { toBinCounts } from '../src/analysis/bin-counts/bin-tally.ts';
import { mergeBinCounts, type SourcedTally } from '../src/analysis/bin-counts/merge-bin-counts.ts';
import { type Result, success } from '../src/analysis/data-problem.ts';
import { countFile } from './count-file.ts';

/** Count one sample from its BAM, or from several that add up. */
export interface CountBinsTask {
  readonly files: readonly string[];
  readonly sample: string;
  readonly binSizeBases: number;
  readonly mappingQualityMin: number;
  readonly duplicates: DuplicateRule;
  /** One 64-bit counter of the bytes read, for whoever shows progress. */
  readonly progress?: SharedArrayBuffer;
}

/**
 * The thread entry: decodes and counts; bad data comes back as a value with its file's base name.
 */
export default function countBins(task: CountBinsTask): Result<BinCounts> {
  const parts: SourcedTally[] = [];
  for (const file of task.files) {
    const part = countFile(file, task);
    if (!part.ok) return part;
    parts.push(part.value);
  }
  const merged = mergeBinCounts(parts);
  if (!merged.ok) return merged;
  const sources = parts.map(({ source }) => source);
  return success(toBinCounts(merged.value, task.sample, sources));
}
