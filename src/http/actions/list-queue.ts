import type { AnalysisResult } from '../../analysis/analysis-result.ts';
import { deadlines } from '../../casework/review/turnaround.ts';
import { workingCalendar } from '../../jobs/working-calendar.ts';
import { openComment } from '../../store/review-comment.ts';
import {
  getAnalysisBodies,
  listWaitingReviews,
  type WaitingReview,
} from '../../store/review-queue-store.ts';
import type { ReviewQueue } from '../schemas/queue.ts';
import type { Services } from '../services.ts';
import { shanghaiDay } from '../shanghai-time.ts';
import { dueOf } from './due-of.ts';
import { obstaclesOf } from './pre-approval.ts';
import { callLines, reviewTag } from './view-review.ts';

type Line = ReviewQueue['items'][number];

const lineCountMax = 500;
const urgencies = ['high-risk', 'urgent', 'usual'] as const;
const keptResults = new WeakMap<Services, ReadonlyMap<string, AnalysisResult>>();

/** All that waits for a decision or a signature, what is urgent and due first. Sex-blind. */
export async function listQueue(services: Services): Promise<ReviewQueue> {
  const rows = await listWaitingReviews(services.kysely, lineCountMax + 1);
  const listed = rows.slice(0, lineCountMax);
  const results = await resultsOf(services, listed);
  return {
    items: listed.flatMap((row) => {
      const result = results.get(row.analysisResultId);
      return result ? [lineOf(services, row, result)] : [];
    }),
    isCut: rows.length > lineCountMax,
  };
}

/** Analyses never change: each is read once and kept while it stands in the queue. */
async function resultsOf(
  services: Services,
  rows: readonly WaitingReview[],
): Promise<ReadonlyMap<string, AnalysisResult>> {
  const known = keptResults.get(services) ?? new Map<string, AnalysisResult>();
  const ids = rows.map(({ analysisResultId }) => analysisResultId);
  const bodies = await getAnalysisBodies(
    services.kysely,
    ids.filter((id) => !known.has(id)),
  );
  const kept = new Map<string, AnalysisResult>();
  for (const id of ids) {
    const body = bodies.get(id);
    const result = known.get(id) ?? (body && (JSON.parse(body) as AnalysisResult));
    if (result) kept.set(id, result);
  }
  keptResults.set(services, kept);
  return kept;
}

function lineOf(services: Services, row: WaitingReview, result: AnalysisResult): Line {
  const { reviewerName, reviewerDisplayName, decidedAt, drawnOn } = row;
  const obstacles = obstaclesOf(services, row, result);
  return {
    ...findingsOf(result),
    ...dueOfResult(services, row, result),
    ...{ id: row.id, sampleId: row.sampleId, sample: row.sampleName },
    ...{ runId: row.runId, flowcell: row.flowcell, reasons: row.reasons },
    state: row.state as Line['state'],
    urgency: urgencies[row.urgency] ?? 'usual',
    batchState: row.batchState as Line['batchState'],
    preApproval: { isAllowed: obstacles.length === 0, obstacles },
    ...{ drawnOn, decidedAt, isRedraw: row.parentSpecimenId !== null },
    reviewer:
      reviewerName === null
        ? null
        : { name: reviewerName, displayName: reviewerDisplayName ?? reviewerName },
    comment: openComment(services.sealer, row),
    version: reviewTag(row),
  };
}

function findingsOf(result: AnalysisResult) {
  const targets = new Set(result.calls.map(({ target }) => target.slice(1)));
  const limits = result.chromosomes
    .filter(({ chromosome }) => targets.has(chromosome))
    .flatMap(({ detectionLimit }) => detectionLimit ?? []);
  return {
    qc: result.qc.verdict,
    fetalFraction: result.fetalFraction.estimate,
    calls: callLines(result),
    flags: [...result.flags],
    detectionLimit: limits.length > 0 ? Math.max(...limits) : null,
  };
}

function dueOfResult({ clock }: Services, { drawnOn }: WaitingReview, { calls }: AnalysisResult) {
  return dueOf(deadlines({ drawnOn, calls }, workingCalendar).dueOn, shanghaiDay(clock()));
}
