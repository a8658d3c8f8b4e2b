import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, resolve } from 'node:path';
import { failure, type Result, success } from '../analysis/data-problem.ts';
import { parseSamples, type SampleFacts } from '../analysis/reference-model/parse-samples.ts';
import { trainOnThreads } from '../jobs/train-on-threads.ts';
import { createWorkerPool } from '../jobs/worker-pool.ts';
import { softwareVersion } from '../software-version.ts';
import { canHoldModel, writeReferenceFiles } from '../store/reference-files.ts';
import { parseArguments, requireDistinctSamples, wholeNumber } from './arguments.ts';
import { checkModel } from './check-model.ts';
import { type Command, exitCode, UsageError } from './command.ts';
import { findBinsFiles } from './find-bins-files.ts';
import { formatTable } from './format-table.ts';
import { modelCompare } from './model-compare.ts';
import { modelDrift } from './model-drift.ts';
import { modelTable } from './model-table.ts';
import { printProblem } from './print-problem.ts';
import { startProgressBar } from './progress-bar.ts';

const usage = `usage: banyan model build --counts <folder|files> [--samples samples.csv]
                          [--gc learn|<file.wig[.gz]>] [--mappability <file.wig[.gz]>] -o DIR
                          [--threads N] [--timings]
       banyan model check DIR [--json]
       banyan model drift --model DIR <analysis.json>... [--samples samples.csv] [-o DIR] [--json]
       banyan model compare <old DIR> <new DIR> <folder|files>... [--json]

  build  learn a reference model from the bins files of unaffected samples
    --counts PATH      a folder of bins files, or files (more may follow)
    --samples FILE     CSV: sample, and where known fetal_sex, fetal_fraction, batch
    --gc               learn: from the GC of the controls' own reads; or a fixedStep wig
    --mappability WIG  bins below 0.75 are left out
    -o DIR             the model's folder (made; an older model there is replaced)
    --threads N        threads to use; the model's bytes do not depend on it
    --timings          say on stderr how long each step took
  check  compare a model with its own hashes and print how well its group behaves
  drift  chart z of analyses, in the order given, by chromosome, batch, instrument and reagent lot
         (columns batch, instrument, reagent_lot of samples.csv); -o writes the charts
  compare  run a new model beside the old one and print the verdicts that would change`;

const options = {
  counts: { type: 'string', multiple: true, default: [] as string[] },
  samples: { type: 'string' },
  gc: { type: 'string', default: 'learn' },
  mappability: { type: 'string' },
  model: { type: 'string' },
  output: { type: 'string', short: 'o' },
  json: { type: 'boolean', default: false },
  threads: { type: 'string', default: String(availableParallelism()) },
  timings: { type: 'boolean', default: false },
} as const;

/** `banyan model`: makes reference models and checks them. */
export const command: Command = {
  usage,
  summary: 'Build, check, watch and compare reference models',
  async run([action, ...words]) {
    const { values, positionals } = parseArguments(words, options);
    if (action === 'build') {
      const counts = [...values.counts, ...positionals];
      if (counts.length === 0) throw new UsageError('--counts names no file');
      if (values.output === undefined) throw new UsageError('-o names no folder');
      const threads = wholeNumber('--threads', values.threads, { min: 1, max: 1024 });
      return build({ ...values, counts, output: resolve(values.output), threads });
    }
    if (action === 'drift') {
      if (values.model === undefined) throw new UsageError('--model names no folder');
      if (positionals.length === 0) throw new UsageError('model drift takes analyses');
      return modelDrift({ ...values, model: values.model, files: positionals });
    }
    if (action === 'compare') {
      const [before, after, ...inputs] = positionals;
      if (inputs.length === 0) throw new UsageError('model compare takes two models and samples');
      return modelCompare({ models: [before, after], inputs, json: values.json });
    }
    if (action !== 'check') throw new UsageError('model takes build, check, drift or compare');
    if (positionals.length !== 1) throw new UsageError('model check takes one folder');
    return check(positionals[0], values.json);
  },
};

interface BuildOptions {
  readonly counts: readonly string[];
  readonly samples?: string;
  readonly gc: string;
  readonly mappability?: string;
  readonly output: string;
  readonly json: boolean;
  readonly threads: number;
  readonly timings: boolean;
}

async function build(build: BuildOptions): Promise<number> {
  if (!canHoldModel(build.output)) {
    throw new UsageError(`${build.output} holds something that is no model`);
  }
  const files = await findBinsFiles(build.counts);
  requireDistinctSamples(files);
  const samples = await readSamples(build.samples);
  if (!samples.ok) return refuse(build.samples ?? '', samples);
  const progress = new SharedArrayBuffer(4);
  const thousandths = new Int32Array(progress);
  const fractionDone = () => Atomics.load(thousandths, 0) / 1_000;
  const bar = startProgressBar({ label: 'model', fractionDone });
  const threads = Math.min(build.threads, files.length);
  const pool = createWorkerPool({ threads });
  try {
    const task = {
      files,
      samples: samples.value,
      gcTrack: build.gc === 'learn' ? null : build.gc,
      mappabilityTrack: build.mappability ?? null,
      softwareVersion: softwareVersion(),
      progress,
    };
    const trained = await trainOnThreads(pool, task, threads);
    bar.stop();
    if (!trained.ok) {
      const given = [...files, build.gc, build.mappability ?? ''];
      const at = given.find((file) => basename(file) === trained.problem.file);
      return refuse(at ?? build.counts[0], trained);
    }
    const { document, modelJson, milliseconds } = trained.value;
    if (build.timings) process.stderr.write(timingTable(milliseconds));
    const problem = writeReferenceFiles(build.output, trained.value);
    if (problem) return refuse(build.output, failure(problem));
    process.stdout.write(build.json ? modelJson : modelTable(document));
    return exitCode.done;
  } finally {
    bar.stop();
    await pool.close();
  }
}

function timingTable(milliseconds: ReadonlyMap<string, number>): string {
  const rows = [...milliseconds].map(([step, value]) => [step, (value / 1_000).toFixed(2)]);
  return formatTable([['step', 'seconds'], ...rows]);
}

async function readSamples(file: string | undefined): Promise<Result<Map<string, SampleFacts>>> {
  if (file === undefined) return success(new Map());
  try {
    return parseSamples(await readFile(file, 'utf8'));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const detail = `the file cannot be read (${String(error.code)})`;
    return failure({ kind: 'file-unreadable', detail });
  }
}

function check(folder: string, asJson: boolean): number {
  const model = checkModel(folder);
  if (!model.ok) return refuse(folder, model);
  const document = model.value;
  process.stdout.write(asJson ? `${JSON.stringify(document, null, 2)}\n` : modelTable(document));
  return exitCode.done;
}

function refuse(file: string, result: Result<unknown>): number {
  if (!result.ok) printProblem(file, result.problem);
  return exitCode.badData;
}
