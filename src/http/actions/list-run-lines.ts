import { listRunLines as listLines } from '../../store/run-overview-store.ts';
import { arrivedSizeBytes } from '../../store/upload-files.ts';
import { listUnfinishedUploads } from '../../store/upload-store.ts';
import type { RunLines } from '../schemas/overview.ts';
import type { Services } from '../services.ts';

const runCountMax = 50;

/** The newest runs and how far each is. */
export async function listRunLines(services: Services): Promise<RunLines> {
  const lines = await listLines(services.kysely, runCountMax);
  const arrivals = await arrivalsByRun(services);
  return {
    items: lines.map((line) => {
      const arrival = arrivals.get(line.id);
      const counts = {
        scoredCount: Number(line.scoredCount),
        failedCount: Number(line.failedCount),
        workingCount: Number(line.workingCount),
        sampleCount: Number(line.sampleCount),
        pendingReviewCount: Number(line.pendingReviewCount),
      };
      return {
        ...{ ...line, ...counts },
        arrivingCount: arrival?.samples.size ?? 0,
        arrivedFraction: arrival ? arrival.arrivedBytes / Math.max(arrival.sizeBytes, 1) : null,
      };
    }),
  };
}

interface Arrival {
  readonly samples: Set<string>;
  arrivedBytes: number;
  sizeBytes: number;
}

/** What is on its way, by run. */
async function arrivalsByRun({ kysely, config }: Services): Promise<Map<string, Arrival>> {
  const arrivals = new Map<string, Arrival>();
  const uploads = await listUnfinishedUploads(kysely);
  const sizes = await Promise.all(uploads.map(({ id }) => arrivedSizeBytes(config.folders, id)));
  for (const [i, { runId, sampleId, sizeBytes }] of uploads.entries()) {
    const arrival = arrivals.get(runId) ?? { samples: new Set(), arrivedBytes: 0, sizeBytes: 0 };
    arrivals.set(runId, arrival);
    arrival.samples.add(sampleId);
    arrival.arrivedBytes += sizes[i];
    arrival.sizeBytes += sizeBytes;
  }
  return arrivals;
}
