import { listRunFiles, type RunFileRow } from '../store/run-file-store.ts';
import { getRun, type RunRow } from '../store/run-store.ts';
import { listSampleFiles, type SampleFileRow } from '../store/sample-file-store.ts';
import { listSamplesOfRun, type SampleRow } from '../store/sample-store.ts';
import { arrivedSizeBytes } from '../store/upload-files.ts';
import { listUnfinishedUploads, type UploadRow } from '../store/upload-store.ts';
import { HttpProblem } from './problem.ts';
import type { RunAnswer, SampleAnswer } from './schemas/run.ts';
import type { Services } from './services.ts';

/** A run as it is told to callers, with its samples and how far their files have come. */
export async function runAnswerOf(services: Services, runId: string): Promise<RunAnswer> {
  const run = await getRun(services.kysely, runId);
  if (!run) throw HttpProblem.notFound('run');
  const samples = await listSamplesOfRun(services.kysely, runId);
  return { ...runSummaryOf(run), samples: await sampleAnswersOf(services, runId, samples) };
}

/** A run without its samples, for lists. */
export function runSummaryOf(run: RunRow): Omit<RunAnswer, 'samples'> {
  return {
    id: run.id,
    instrument: run.instrument,
    flowcell: run.flowcell,
    aligner: run.aligner as unknown as RunAnswer['aligner'],
    lanes: run.lanes,
    chemistry: run.chemistry,
    reagentLots: run.reagentLots,
    state: run.state,
    urgent: run.urgent,
    registeredAt: run.registeredAt.toISOString(),
    sampleCount: Number(run.sampleCount ?? 0),
  };
}

/** Samples of one run with their files. */
export async function sampleAnswersOf(
  { kysely, config }: Services,
  runId: string,
  samples: readonly SampleRow[],
): Promise<SampleAnswer[]> {
  // Later rows win: the newest of each file and the newest upload of it are told.
  const came = new Map((await listRunFiles(kysely, runId)).map((row) => [row.fileName, row]));
  const uploads = new Map(
    (await listUnfinishedUploads(kysely, runId)).map((row) => [row.fileName, row]),
  );
  const files = await Promise.all(
    (await listSampleFiles(kysely, { runId })).map(async (row) => {
      const upload = uploads.get(row.fileName);
      const arrivedBytes = upload ? await arrivedSizeBytes(config.folders, upload.id) : 0;
      const file = fileOf(row, { file: came.get(row.fileName), upload, arrivedBytes });
      return { sampleId: row.sampleId, file };
    }),
  );
  return samples.map((sample) => {
    const own = files.filter(({ sampleId }) => sampleId === sample.id).map(({ file }) => file);
    return sampleAnswerOf(sample, own);
  });
}

function sampleAnswerOf(sample: SampleRow, files: SampleAnswer['files']): SampleAnswer {
  return {
    id: sample.id,
    runId: sample.runId,
    name: sample.name,
    kind: sample.kind as SampleAnswer['kind'],
    specimen: sample.specimenNumber,
    state: sample.state,
    problem: sample.problem as SampleAnswer['problem'],
    file: files.find(({ name }) => name === sample.fileName) ?? files[0],
    files,
  };
}

function fileOf(
  { fileName: name, lane }: SampleFileRow,
  found: { file: RunFileRow | undefined; upload: UploadRow | undefined; arrivedBytes: number },
): SampleAnswer['file'] {
  const { file, upload, arrivedBytes } = found;
  if (file && (file.state !== 'REFUSED' || !upload)) {
    const { sizeBytes, sha256 } = file;
    const state = file.state as SampleAnswer['file']['state'];
    return { name, lane, state, sizeBytes, arrivedBytes: sizeBytes, sha256 };
  }
  if (!upload) {
    return { name, lane, state: 'AWAITED', sizeBytes: null, arrivedBytes: 0, sha256: null };
  }
  const { sizeBytes, sha256 } = upload;
  return { name, lane, state: 'ARRIVING', sizeBytes, arrivedBytes, sha256 };
}
