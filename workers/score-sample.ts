import { type AnalysisOptions, analyseSample } from '../src/analysis/analyse-sample.ts';
import type { AnalysisResult } from '../src/analysis/analysis-result.ts';
import type { BinCounts, CountSource } from '../src/analysis/bin-counts/bin-counts.ts';
import { sampleNameOfFile } from '../src/analysis/bin-counts/sample-name.ts';
import type { Result } from '../src/analysis/data-problem.ts';
import { readBinsFile } from './read-bins-file.ts';
import { readModel } from './read-model.ts';

/** Analyse one sample, given as counts or as a bins file, whose name is then the sample's. */
export interface ScoreSampleTask extends Omit<AnalysisOptions, 'input'> {
  readonly modelFolder: string;
  readonly sample: { counts: BinCounts; source: CountSource } | { binsFile: string };
}

/** The thread entry; bad data comes back as a value. */
export default function scoreSample(task: ScoreSampleTask): Result<AnalysisResult> {
  const { modelFolder, sample, ...options } = task;
  const model = readModel(modelFolder);
  if (!model.ok) return model;
  if (!('binsFile' in sample)) {
    return analyseSample(sample.counts, model.value, { ...options, input: sample.source });
  }
  const read = readBinsFile(sample.binsFile);
  if (!read.ok) return read;
  const { counts, source } = read.value;
  const named = { ...counts, sample: sampleNameOfFile(source.file) };
  return analyseSample(named, model.value, { ...options, input: source });
}
