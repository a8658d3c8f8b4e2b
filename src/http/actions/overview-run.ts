import { listSampleOutcomes } from '../../store/run-overview-store.ts';
import { getRun } from '../../store/run-store.ts';
import { listSamplesOfRun, type SampleRow } from '../../store/sample-store.ts';
import { arrivedSizeBytes } from '../../store/upload-files.ts';
import { listUnfinishedUploads } from '../../store/upload-store.ts';
import { HttpProblem } from '../problem.ts';
import { keptProblemOf, resultLineOf } from '../result-line.ts';
import type { RunOverview } from '../schemas/overview.ts';
import type { Services } from '../services.ts';

/** A run with what came of each sample. */
export async function overviewRun(services: Services, id: string): Promise<RunOverview> {
  const { kysely } = services;
  const run = await getRun(kysely, id);
  if (!run) throw HttpProblem.notFound('run');
  const outcomes = new Map(
    (await listSampleOutcomes(kysely, id)).map((outcome) => [outcome.sampleId, outcome]),
  );
  const rows = await listSamplesOfRun(kysely, id);
  const arrivals = await arrivalsBySample(services, id);
  const samples = rows.map((row): RunOverview['samples'][number] => {
    const outcome = outcomes.get(row.id);
    return {
      ...{ id: row.id, name: row.name, kind: row.kind as RunOverview['samples'][number]['kind'] },
      ...{ state: row.state, specimen: row.specimenNumber, specimenState: row.specimenState },
      arrivedFraction: arrivals.get(row.id)?.fraction ?? null,
      problem: keptProblemOf(row.problem),
      result: resultLineOf(outcome?.analysisBody),
      reviewState: outcome?.reviewState ?? null,
      reviewReasons: outcome?.reviewReasons ?? [],
      reportId: outcome?.reportId ?? null,
    };
  });
  const { name, version, reference } = run.aligner as Record<string, string>;
  return {
    ...{ id, instrument: run.instrument, flowcell: run.flowcell, state: run.state },
    urgent: run.urgent,
    aligner: `${name} ${version}, ${reference}`,
    registeredAt: run.registeredAt,
    ...stagesOf(rows, [...arrivals.values()]),
    pendingReviewCount: samples.filter(({ reviewState }) => isOpen(reviewState)).length,
    samples,
  };
}

function isOpen(reviewState: string | null): boolean {
  return reviewState === 'PENDING' || reviewState === 'IN_REVIEW';
}

interface Arrival {
  readonly arrivedBytes: number;
  readonly sizeBytes: number;
  readonly fraction: number;
}

function stagesOf(rows: readonly SampleRow[], arrivals: readonly Arrival[]) {
  const count = (...states: string[]) => rows.filter(({ state }) => states.includes(state)).length;
  const sum = (field: 'arrivedBytes' | 'sizeBytes') =>
    arrivals.reduce((total, arrival) => total + arrival[field], 0);
  return {
    sampleCount: rows.length,
    scoredCount: count('SCORED'),
    failedCount: count('FAILED'),
    workingCount: count('UPLOADED', 'COUNTED'),
    arrivingCount: arrivals.length,
    arrivedFraction:
      arrivals.length > 0 ? sum('arrivedBytes') / Math.max(sum('sizeBytes'), 1) : null,
  };
}

/** How far each sample's files that are on their way have come. */
async function arrivalsBySample(
  { kysely, config }: Services,
  runId: string,
): Promise<Map<string, Arrival>> {
  const arrivals = new Map<string, Arrival>();
  for (const { id, sampleId, sizeBytes } of await listUnfinishedUploads(kysely, runId)) {
    const before = arrivals.get(sampleId) ?? { arrivedBytes: 0, sizeBytes: 0 };
    const arrivedBytes = before.arrivedBytes + (await arrivedSizeBytes(config.folders, id));
    const size = before.sizeBytes + sizeBytes;
    const fraction = size > 0 ? arrivedBytes / size : 1;
    arrivals.set(sampleId, { arrivedBytes, sizeBytes: size, fraction });
  }
  return arrivals;
}
