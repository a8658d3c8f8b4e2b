import type { AnalysisResult } from '../../analysis/analysis-result.ts';
import { listSampleOutcomes } from '../../store/run-overview-store.ts';
import { getRun } from '../../store/run-store.ts';
import { listSamplesOfRun } from '../../store/sample-store.ts';
import { arrivedSizeBytes } from '../../store/upload-files.ts';
import { listUnfinishedUploads, type UploadRow } from '../../store/upload-store.ts';
import type { RunView } from '../pages/run-page.ts';
import { HttpProblem } from '../problem.ts';
import type { Services } from '../services.ts';
import { shanghaiMinute } from '../shanghai-time.ts';

/** A run with what came of each sample, for its page. */
export async function viewRun({ kysely, config }: Services, id: string): Promise<RunView> {
  const run = await getRun(kysely, id);
  if (!run) throw HttpProblem.notFound('run');
  const outcomes = new Map(
    (await listSampleOutcomes(kysely, id)).map((outcome) => [outcome.sampleId, outcome]),
  );
  const samples = await listSamplesOfRun(kysely, id);
  const arrived = await arrivedFractions(config, await listUnfinishedUploads(kysely, id));
  const { name, version, reference } = run.aligner as Record<string, string>;
  return {
    run: {
      ...{ instrument: run.instrument, flowcell: run.flowcell, state: run.state },
      urgent: run.urgent,
      aligner: `${name} ${version}, ${reference}`,
      registeredAt: shanghaiMinute(run.registeredAt),
    },
    samples: samples.map((sample) => {
      const outcome = outcomes.get(sample.id);
      const body = outcome?.analysisBody;
      return {
        ...{ id: sample.id, name: sample.name, kind: sample.kind, state: sample.state },
        specimenState: sample.specimenState,
        arrivedFraction: arrived.get(sample.id) ?? null,
        problem: problemText(sample.problem),
        result: body ? (JSON.parse(body) as AnalysisResult) : null,
        reviewState: outcome?.reviewState ?? null,
        reportId: outcome?.reportId ?? null,
      };
    }),
  };
}

/** How far each sample's file has come, 0–1; of several uploads of one sample the newest. */
async function arrivedFractions(
  { folders }: Services['config'],
  uploads: readonly UploadRow[],
): Promise<Map<string, number>> {
  return new Map(
    await Promise.all(
      uploads.map(async ({ id, sampleId, sizeBytes }): Promise<[string, number]> => {
        const arrivedBytes = await arrivedSizeBytes(folders, id);
        return [sampleId, sizeBytes > 0 ? arrivedBytes / sizeBytes : 1];
      }),
    ),
  );
}

/** The one sentence of a failed sample's problem. */
export function problemText(problem: unknown): string | null {
  if (typeof problem !== 'object' || problem === null || !('detail' in problem)) return null;
  return typeof problem.detail === 'string' ? problem.detail : null;
}
