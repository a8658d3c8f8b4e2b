import { mkdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { AnalysisResult } from '../analysis/analysis-result.ts';
import { failure, type Result } from '../analysis/data-problem.ts';
import { createWorkerPool } from '../jobs/worker-pool.ts';
import { softwareVersion } from '../software-version.ts';
import { analyseFile } from './analyse-file.ts';
import { analysisTable } from './analysis-table.ts';
import { parseArguments, requireDistinctSamples, wholeNumber } from './arguments.ts';
import { checkModel } from './check-model.ts';
import { type Command, exitCode, UsageError } from './command.ts';
import { printProblem } from './print-problem.ts';
import { startProgressBar } from './progress-bar.ts';
import { isSystemError, unwritable, writeFile } from './write-file.ts';

const usage = `usage: banyan analyse <file.bam|file.bins.tsv.gz>... --model DIR [-o DIR] [--json]
                      [--age 36 --weeks 16+3] [--restricted] [--threads N]

  --model DIR     the reference model
  -o DIR          write <sample>.analysis.json there (made if absent)
  --json          print the analysis as JSON; of several inputs an array in their order
  --age YEARS     the mother's age at delivery, 10 to 65
  --weeks W+D     gestational age at the draw, such as 16+3
  --restricted    add what tells the fetal sex
  --threads N     files analysed at the same time`;

const options = {
  model: { type: 'string' },
  output: { type: 'string', short: 'o' },
  json: { type: 'boolean', default: false },
  age: { type: 'string' },
  weeks: { type: 'string' },
  restricted: { type: 'boolean', default: false },
  threads: { type: 'string', default: String(availableParallelism()) },
} as const;

/** `banyan analyse`: from a BAM or its counts to the verdicts. */
export const command: Command = {
  usage,
  summary: 'Analyse samples against a reference model',
  async run(words) {
    const { values, positionals: files } = parseArguments(words, options);
    if (files.length === 0) throw new UsageError('no BAM or bins file given');
    if (values.model === undefined) throw new UsageError('--model names no folder');
    requireDistinctSamples(files);
    const threads = wholeNumber('--threads', values.threads, { min: 1, max: 1024 });
    const settings = {
      age: ageOf(values.age),
      weeks: weeksOf(values.weeks),
      restricted: values.restricted,
      modelFolder: values.model,
      softwareVersion: softwareVersion(),
    };
    const model = checkModel(values.model);
    if (!model.ok) {
      printProblem(values.model, model.problem);
      return exitCode.badData;
    }
    const pool = createWorkerPool({ threads: Math.min(threads, files.length) });
    let done = 0;
    const bar = startProgressBar({ label: 'analyse', fractionDone: () => done / files.length });
    try {
      const results = await Promise.all(
        files.map(async (file) => {
          const { binSize: binSizeBases } = model.value;
          const result = await analyseFile(pool, file, { ...settings, binSizeBases });
          const kept = await keep(result, values.output);
          done++;
          return kept;
        }),
      );
      bar.stop();
      return print(files, results, values.json);
    } finally {
      bar.stop();
      await pool.close();
    }
  },
};

/** Writes the result where a folder is named; the problem if that fails. */
async function keep(
  result: Result<AnalysisResult>,
  folder: string | undefined,
): Promise<Result<AnalysisResult>> {
  if (!result.ok || folder === undefined) return result;
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return failure(unwritable(folder, error));
  }
  const file = join(folder, `${result.value.sample}.analysis.json`);
  const written = await writeFile(file, `${JSON.stringify(result.value, null, 2)}\n`);
  return written.ok ? result : written;
}

function print(
  files: readonly string[],
  results: readonly Result<AnalysisResult>[],
  asJson: boolean,
): number {
  const good = results.flatMap((result) => (result.ok ? [result.value] : []));
  if (asJson) {
    const documents = results.map((result, i) =>
      result.ok ? result.value : { file: files[i], problem: result.problem },
    );
    const document = documents.length === 1 ? documents[0] : documents;
    process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  } else if (good.length > 0) process.stdout.write(analysisTable(good));
  results.forEach((result, i) => {
    if (!result.ok) printProblem(files[i], result.problem);
  });
  return good.length === results.length ? exitCode.done : exitCode.badData;
}

function ageOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const age = /^\d{1,2}(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (age >= 10 && age <= 65) return age;
  throw new UsageError(`--age takes years from 10 to 65, not ${text}`);
}

function weeksOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  const [, weeks] = /^(\d{1,2})\+[0-6]$/.exec(text) ?? [];
  if (weeks !== undefined && Number(weeks) >= 4 && Number(weeks) <= 45) return text;
  throw new UsageError(`--weeks takes weeks and days such as 16+3, not ${text}`);
}
