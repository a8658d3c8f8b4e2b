import { mkdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { AnalysisResult } from '../analysis/analysis-result.ts';
import { failure, type Result, success } from '../analysis/data-problem.ts';
import { driftChart } from '../analysis/drift/drift-chart.ts';
import {
  type DriftReport,
  driftReport,
  type RebuildReason,
} from '../analysis/drift/drift-report.ts';
import { driftTable } from '../analysis/drift/drift-table.ts';
import { parseLots, type SampleLots } from '../analysis/drift/parse-lots.ts';
import { checkModel } from './check-model.ts';
import { exitCode } from './command.ts';
import { formatTable } from './format-table.ts';
import { printProblem } from './print-problem.ts';
import { isSystemError, unwritable, writeFile } from './write-file.ts';

interface DriftOptions {
  readonly model: string;
  readonly files: readonly string[];
  readonly samples?: string;
  readonly output?: string;
  readonly json: boolean;
}

/** `banyan model drift`: charts, alarms and, where the series asks for it, a rebuild. */
export async function modelDrift(options: DriftOptions): Promise<number> {
  const model = checkModel(options.model);
  if (!model.ok) return refuse(options.model, model);
  const lots = await readLots(options.samples);
  if (!lots.ok) return refuse(options.samples ?? '', lots);
  const analyses: AnalysisResult[] = [];
  for (const file of options.files) {
    const analysis = await readAnalysis(file, model.value.id);
    if (!analysis.ok) return refuse(file, analysis);
    analyses.push(analysis.value);
  }
  const report = driftReport(analyses, lots.value);
  const written = options.output === undefined ? null : await write(options.output, report);
  if (written !== null && !written.ok) return refuse(options.output ?? '', written);
  process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : table(report));
  return exitCode.done;
}

async function readLots(file: string | undefined): Promise<Result<Map<string, SampleLots>>> {
  if (file === undefined) return success(new Map());
  const text = await textOf(file);
  return text.ok ? parseLots(text.value) : text;
}

async function textOf(file: string): Promise<Result<string>> {
  try {
    return success(await readFile(file, 'utf8'));
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return failure({ kind: 'file-unreadable', detail: `the file cannot be read (${error.code})` });
  }
}

async function readAnalysis(file: string, modelId: string): Promise<Result<AnalysisResult>> {
  const text = await textOf(file);
  if (!text.ok) return text;
  const analysis = parsed(text.value);
  if (analysis === null) {
    const detail = 'the file is no analysis as banyan analyse writes it';
    return failure({ kind: 'analysis-malformed', detail, file: basename(file) });
  }
  if (analysis.model.id === modelId) return success(analysis);
  const detail = `the analysis rests on model ${analysis.model.id}, not on ${modelId}`;
  return failure({ kind: 'model-mismatch', detail, file: basename(file) });
}

function parsed(text: string): AnalysisResult | null {
  try {
    const document = JSON.parse(text) as Partial<AnalysisResult> | null;
    const { schema, sample, model, qc, calls, chromosomes } = document ?? {};
    const isWhole = schema === 1 && typeof sample === 'string' && typeof model?.id === 'string';
    const hasParts = Array.isArray(calls) && Array.isArray(chromosomes) && qc !== undefined;
    return isWhole && hasParts ? (document as AnalysisResult) : null;
  } catch {
    return null;
  }
}

async function write(folder: string, report: DriftReport): Promise<Result<undefined>> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return failure(unwritable(folder, error));
  }
  for (const drift of report.chromosomes) {
    for (const language of ['zh', 'en'] as const) {
      const file = join(folder, `chromosome-${drift.chromosome}.${language}.svg`);
      const written = await writeFile(file, driftChart(drift, language));
      if (!written.ok) return written;
    }
    const file = join(folder, `chromosome-${drift.chromosome}.tsv`);
    const written = await writeFile(file, driftTable(drift));
    if (!written.ok) return written;
  }
  return writeFile(join(folder, 'drift.json'), `${JSON.stringify(report, null, 2)}\n`);
}

function table({ chromosomes, groups, rebuildReasons }: DriftReport): string {
  const count = (drift: DriftReport['chromosomes'][number], rule: string) =>
    String(drift.points.filter(({ alarms }) => alarms.some((a) => a.startsWith(rule))).length);
  const rows = chromosomes.map((drift) => [
    drift.chromosome,
    String(drift.points.length),
    drift.mean.toFixed(2),
    drift.meanZ.toFixed(1),
    ...['1-3s', '2-2s', '10-x', 'cusum'].map((rule) => count(drift, rule)),
  ]);
  const head = ['chromosome', 'samples', 'mean z', 'errors', '1-3s', '2-2s', '10-x', 'cusum'];
  const off = groups.map(
    ({ grouping, group, chromosome, count: n, mean }) =>
      `alarm: ${grouping} ${group}, chromosome ${chromosome}: mean z ${mean.toFixed(2)} of ${n}\n`,
  );
  const advice =
    rebuildReasons.length === 0
      ? ['no rebuild proposed\n']
      : [
          'rebuild proposed, to be approved by a named person:\n',
          ...rebuildReasons.map((reason) => `  ${reasonText(reason)}\n`),
        ];
  return [formatTable([head, ...rows]), ...off, ...advice].join('');
}

function reasonText({ chromosome, cause, value, samples }: RebuildReason): string {
  const found =
    cause === 'mean-off'
      ? `mean z ${value.toFixed(2)} of ${samples} samples`
      : `${value} of ${samples} samples beyond 3`;
  return `chromosome ${chromosome}: ${found}`;
}

function refuse(file: string, result: Result<unknown>): number {
  if (!result.ok) printProblem(file, result.problem);
  return exitCode.badData;
}
