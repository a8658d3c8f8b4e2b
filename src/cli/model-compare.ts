import { availableParallelism } from 'node:os';
import type { AnalysisResult } from '../analysis/analysis-result.ts';
import { compareAnalyses } from '../analysis/drift/compare-analyses.ts';
import { createWorkerPool } from '../jobs/worker-pool.ts';
import { softwareVersion } from '../software-version.ts';
import { analyseFile } from './analyse-file.ts';
import { checkModel } from './check-model.ts';
import { exitCode } from './command.ts';
import { findBinsFiles } from './find-bins-files.ts';
import { formatTable } from './format-table.ts';
import { printProblem } from './print-problem.ts';

interface CompareOptions {
  readonly models: readonly [string, string];
  readonly inputs: readonly string[];
  readonly json: boolean;
}

/** `banyan model compare`: a new model beside the old one on the same samples, changing nothing. */
export async function modelCompare({ models, inputs, json }: CompareOptions): Promise<number> {
  const files = await findBinsFiles(inputs);
  const pool = createWorkerPool({ threads: Math.min(availableParallelism(), files.length) });
  try {
    const columns: AnalysisResult[][] = [];
    for (const modelFolder of models) {
      const model = checkModel(modelFolder);
      if (!model.ok) {
        printProblem(modelFolder, model.problem);
        return exitCode.badData;
      }
      const settings = {
        ...{ age: null, weeks: null, restricted: false, modelFolder },
        ...{ softwareVersion: softwareVersion(), binSizeBases: model.value.binSize },
      };
      const results = await Promise.all(files.map((file) => analyseFile(pool, file, settings)));
      const bad = results.findIndex((result) => !result.ok);
      const first = results[bad];
      if (first !== undefined && !first.ok) {
        printProblem(files[bad], first.problem);
        return exitCode.badData;
      }
      columns.push(results.flatMap((result) => (result.ok ? [result.value] : [])));
    }
    const comparison = compareAnalyses(columns[0], columns[1]);
    process.stdout.write(json ? `${JSON.stringify(comparison, null, 2)}\n` : tableOf(comparison));
    return exitCode.done;
  } finally {
    await pool.close();
  }
}

function tableOf({ samples, changed, zShiftMax }: ReturnType<typeof compareAnalyses>): string {
  const rows = changed.map((row) => [
    ...[row.sample, row.target, row.before, row.after],
    ...[row.zBefore, row.zAfter].map((z) => z?.toFixed(2) ?? '.'),
  ]);
  const head = ['sample', 'target', 'old', 'new', 'old z', 'new z'];
  const table = rows.length > 0 ? formatTable([head, ...rows]) : '';
  const sum = `${changed.length} verdicts of ${samples} samples change; z moves by at most`;
  return `${table}${sum} ${zShiftMax.toFixed(2)}\n`;
}
