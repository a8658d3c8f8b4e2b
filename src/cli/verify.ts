import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { AnalysisResult } from '../analysis/analysis-result.ts';
import { failure, type Result, success } from '../analysis/data-problem.ts';
import { createWorkerPool } from '../jobs/worker-pool.ts';
import { softwareVersion } from '../software-version.ts';
import { analyseFile } from './analyse-file.ts';
import { parseArguments } from './arguments.ts';
import { asOwner } from './as-owner.ts';
import { checkModel } from './check-model.ts';
import { type Command, exitCode, UsageError } from './command.ts';
import { firstDifference } from './first-difference.ts';
import { printProblem } from './print-problem.ts';
import { readSealedAnalysis, type SealedAnalysis } from './sealed-analysis.ts';
import { verifyReport } from './verify-report.ts';
import { isSystemError } from './write-file.ts';

const usage = `usage: banyan verify <sample.analysis.json> --model DIR --input FILE [--input FILE]...
       banyan verify --report ID [--home DIR]

Computes the analysis again from what it was sealed with, found by SHA-256 among the inputs, with
the model it names. Exit 0 only if every byte is the same; names of files may have changed.

  --model DIR    the reference model
  --input FILE   a BAM or bins file; may be given several times

A report is verified from its home: its text, its analysis computed again from the sealed files,
and every page that was printed of it, set again.

  --report ID    the issued version
  --home DIR     where it was issued                    (BANYAN_HOME, default ./banyan-home)`;

const options = {
  model: { type: 'string' },
  report: { type: 'string' },
  home: { type: 'string' },
  input: { type: 'string', multiple: true, default: [] as string[] },
} as const;

/** `banyan verify`: proves that an analysis is what its inputs give. */
export const command: Command = {
  usage,
  summary: 'Compute an analysis or a report again from its sealed inputs and compare the bytes',
  async run(words) {
    const { values, positionals } = parseArguments(words, options);
    if (values.report !== undefined) {
      if (positionals.length > 0) throw new UsageError('verify takes a report or an analysis');
      return verifyReportOfHome(values.report, values.home);
    }
    if (positionals.length !== 1) throw new UsageError('verify takes one analysis');
    if (values.model === undefined) throw new UsageError('--model names no folder');
    if (values.input.length === 0) throw new UsageError('--input names no file');
    const [file] = positionals;
    const verified = await verify(file, { model: values.model, inputs: values.input });
    if (verified.ok) {
      process.stdout.write(`${file}: the same ${verified.value.length} bytes again\n`);
      return exitCode.done;
    }
    printProblem(verified.problem.file ?? file, verified.problem);
    return exitCode.badData;
  },
};

function verifyReportOfHome(id: string, home: string | undefined): Promise<number> {
  const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
  if (!uuid.test(id)) throw new UsageError('--report takes the id of an issued version');
  return asOwner(home, async (services) => {
    const verified = await verifyReport(services, id.toLowerCase());
    if (verified.ok) {
      for (const line of verified.value) process.stdout.write(`${id}: ${line}\n`);
      return exitCode.done;
    }
    printProblem(verified.problem.file ?? id, verified.problem);
    return exitCode.badData;
  });
}

async function verify(
  file: string,
  { model: modelFolder, inputs }: { model: string; inputs: readonly string[] },
): Promise<Result<Buffer>> {
  const sealed = await readSealedAnalysis(file);
  if (!sealed.ok) return sealed;
  const { document, bytes } = sealed.value;
  const model = checkModel(modelFolder);
  if (!model.ok) return failure({ file: modelFolder, ...model.problem });
  const mismatch = mismatchOf(document, model.value.id);
  if (mismatch !== null) return failure({ kind: 'analysis-not-repeatable', detail: mismatch });
  const input = await findInput(inputs, document.input.sha256);
  if (!input.ok) return input;
  const again = await analyseAgain(input.value, document, {
    modelFolder,
    binSizeBases: model.value.binSize,
  });
  if (!again.ok) return failure({ file: input.value, ...again.problem });
  const text = `${JSON.stringify(again.value, null, 2)}\n`;
  const differing = firstDifference(bytes, Buffer.from(text));
  return differing === null ? success(bytes) : failure(differing);
}

/** What makes a repetition impossible before it is begun. */
function mismatchOf(document: SealedAnalysis, modelId: string): string | null {
  const version = softwareVersion();
  if (document.software.version !== version) {
    return `it was made by version ${document.software.version}, this is ${version}`;
  }
  if (document.model.id === modelId) return null;
  return `it was made with model ${document.model.id}, this is ${modelId}`;
}

async function findInput(files: readonly string[], sha256: string): Promise<Result<string>> {
  for (const file of files) {
    const hash = createHash('sha256');
    try {
      await pipeline(createReadStream(file), hash);
    } catch (error) {
      if (!isSystemError(error)) throw error;
      const detail = `the file cannot be read (${error.code})`;
      return failure({ kind: 'file-unreadable', detail, file });
    }
    if (hash.digest('hex') === sha256) return success(file);
  }
  const detail = `no --input has the sealed SHA-256 ${sha256}`;
  return failure({ kind: 'analysis-not-repeatable', detail });
}

/** The analysis of a file under the names it was sealed with: a file may have been renamed. */
async function analyseAgain(
  file: string,
  document: SealedAnalysis,
  at: { readonly modelFolder: string; readonly binSizeBases: number },
): Promise<Result<AnalysisResult>> {
  const pool = createWorkerPool({ threads: 1 });
  try {
    const again = await analyseFile(pool, file, {
      ...document.parameters,
      ...at,
      restricted: document.restricted !== undefined,
      softwareVersion: softwareVersion(),
    });
    if (!again.ok) return again;
    const { sha256 } = again.value.input;
    const names = { sample: document.sample, input: { file: document.input.file, sha256 } };
    return success({ ...again.value, ...names });
  } finally {
    await pool.close();
  }
}
