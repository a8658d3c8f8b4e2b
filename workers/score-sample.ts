import { type AnalysisOptions, analyseSample } from '../src/analysis/analyse-sample.ts';
import type { AnalysisResult } from '../src/analysis/analysis-result.ts';
import type { BinCounts, CountSource } from '../src/analysis/bin-counts/bin-counts.ts';
import { sampleNameOfFile } from '../src/analysis/bin-counts/sample-name.ts';
import type { Result } from '../src/analysis/data-problem.ts';
import { parseReferenceModel } from '../src/analysis/reference-model/parse-reference-model.ts';
import type { ReferenceModel } from '../src/analysis/reference-model/reference-model.ts';
import { readReferenceFiles, sha256Hex } from '../src/store/reference-files.ts';
import { readBinsFile } from './read-bins-file.ts';

/** Analyse one sample, given as counts or as a bins file, whose name is then the sample's. */
export interface ScoreSampleTask extends Omit<AnalysisOptions, 'input'> {
  readonly modelFolder: string;
  readonly sample: { counts: BinCounts; source: CountSource } | { binsFile: string };
}

/** Models are immutable: each thread reads a folder once. */
const models = new Map<string, ReferenceModel>();

/** The thread entry; bad data comes back as a value. */
export default function scoreSample(task: ScoreSampleTask): Result<AnalysisResult> {
  const { modelFolder, sample, ...options } = task;
  const model = modelOf(modelFolder);
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

function modelOf(folder: string): Result<ReferenceModel> {
  const known = models.get(folder);
  if (known) return { ok: true, value: known };
  const files = readReferenceFiles(folder);
  if (!files.ok) return files;
  const model = parseReferenceModel(files.value, sha256Hex);
  if (model.ok) models.set(folder, model.value);
  return model;
}
