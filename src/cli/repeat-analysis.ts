import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { AnalysisResult } from '../analysis/analysis-result.ts';
import { failure, type Result, success } from '../analysis/data-problem.ts';
import { inputSha256Of } from '../jobs/sample-input.ts';
import { createWorkerPool, type WorkerPool } from '../jobs/worker-pool.ts';
import { softwareVersion } from '../software-version.ts';
import { runFilePaths } from '../store/content-files.ts';
import { listReceivedFiles, type ReceivedFile } from '../store/sample-file-store.ts';
import type { OwnerServices } from './as-owner.ts';
import { checkModel } from './check-model.ts';

interface Sealed {
  readonly sampleId: string;
  readonly sealed: AnalysisResult;
}

/** Computes a stored analysis again from the home's own files and model: its bytes, as stored. */
export async function repeatAnalysis(
  { kysely, config }: OwnerServices,
  { sampleId, sealed }: Sealed,
): Promise<Result<Buffer>> {
  const version = softwareVersion();
  if (sealed.software.version !== version) {
    return notRepeatable(`it was made by version ${sealed.software.version}, this is ${version}`);
  }
  const modelFolder = join(config.folders.models, sealed.model.id);
  const model = checkModel(modelFolder);
  if (!model.ok) return failure({ file: modelFolder, ...model.problem });
  const files = await listReceivedFiles(kysely, sampleId);
  if (inputSha256Of(files.map(({ sha256 }) => sha256)) !== sealed.input.sha256) {
    return notRepeatable('files of the sample have come or gone since it was made');
  }
  const paths = files.map(({ runFileId: id, sha256 }) =>
    runFilePaths(config.folders, { id, sha256 }),
  );
  const absent = files.find((_, i) => !paths[i].some((path) => existsSync(path)));
  if (absent) return notRepeatable(`the bytes of ${absent.sha256} are not on this disk`);
  const pool = createWorkerPool({ threads: 1 });
  try {
    const { binSize } = model.value;
    return await analyseAgain(pool, { sealed, files, paths, modelFolder, binSizeBases: binSize });
  } finally {
    await pool.close();
  }
}

interface Inputs {
  readonly sealed: AnalysisResult;
  readonly files: readonly ReceivedFile[];
  readonly paths: readonly (readonly [string, string])[];
  readonly modelFolder: string;
  readonly binSizeBases: number;
}

async function analyseAgain(
  pool: WorkerPool,
  { sealed, files, paths, modelFolder, binSizeBases }: Inputs,
): Promise<Result<Buffer>> {
  const counts = await pool.run('count-sample', {
    ...{ sample: sealed.sample, binSizeBases, mappingQualityMin: 1, duplicates: 'flag' },
    ...{ softwareVersion: sealed.software.version },
    // Every byte is read again: what was counted while it came stands under another name.
    files: files.map(({ fileName: name }, i) => ({
      ...{ paths: paths[i], name, stateFile: `${paths[i][1]}.uncounted` },
    })),
  });
  if (!counts.ok) return counts;
  const { source, sources = source ? [source] : [] } = counts.value;
  const wrong = files.find(
    ({ fileName, sha256 }) => sources.find(({ file }) => file === fileName)?.sha256 !== sha256,
  );
  if (wrong) return notRepeatable(`the bytes kept as ${wrong.sha256} are others`);
  const again = await pool.run('score-sample', {
    ...{ ...sealed.parameters, modelFolder, restricted: true },
    ...{ softwareVersion: sealed.software.version },
    sample: { counts: counts.value, source: sealed.input },
  });
  if (!again.ok) return again;
  // What is restricted is sealed apart, the rest is kept as it is shown.
  const { restricted: _, ...shown } = again.value;
  return success(Buffer.from(`${JSON.stringify(shown, null, 2)}\n`));
}

function notRepeatable(detail: string) {
  return failure({ kind: 'analysis-not-repeatable', detail });
}
