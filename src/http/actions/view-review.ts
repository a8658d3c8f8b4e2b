import type { AnalysisResult } from '../../analysis/analysis-result.ts';
import { qualityLimitsOn } from '../../casework/quality/quality-limits.ts';
import { sampleChecks } from '../../casework/quality/sample-checks.ts';
import { deadlines, lateness } from '../../casework/review/turnaround.ts';
import { workingCalendar } from '../../jobs/working-calendar.ts';
import { openComment } from '../../store/review-comment.ts';
import type { ReviewRow } from '../../store/review-store.ts';
import { entityTag } from '../entity-tag.ts';
import type { ReviewAnswer } from '../schemas/review.ts';
import type { Services } from '../services.ts';
import { shanghaiDay } from '../shanghai-time.ts';
import { obstaclesOf } from './pre-approval.ts';

/** A review as a reviewer sees it: the sealed verdicts and why a person has to look. Sex-blind. */
export function reviewAnswerOf({ sealer, clock }: Services, row: ReviewRow): ReviewAnswer {
  const result = JSON.parse(row.analysisBody) as AnalysisResult;
  const due = deadlines({ drawnOn: row.drawnOn, calls: result.calls }, workingCalendar);
  const obstacles = obstaclesOf({ clock }, row, result);
  const limits = qualityLimitsOn(shanghaiDay(clock()));
  return {
    id: row.id,
    state: row.state as ReviewAnswer['state'],
    reasons: row.reasons,
    runId: row.runId,
    sampleId: row.sampleId,
    sample: row.sampleName,
    specimenNumber: row.specimenNumber,
    specimenState: row.specimenState,
    qc: result.qc.verdict,
    fetalFraction: result.fetalFraction.estimate,
    calls: callLines(result),
    flags: [...result.flags],
    analysisSha256: row.analysisSha256,
    scoredAt: row.scoredAt,
    reviewer: row.reviewerName,
    comment: openComment(sealer, row),
    decidedAt: row.decidedAt,
    reportId: row.reportId,
    drawnOn: row.drawnOn,
    isRedraw: row.parentSpecimenId !== null,
    ...due,
    lateness: lateness(due.dueOn, shanghaiDay(clock()), workingCalendar),
    batch: { id: row.batchId, state: row.batchState as ReviewAnswer['batch']['state'] },
    quality: limits === null ? [] : sampleChecks(result, limits),
    preApproval: { isAllowed: obstacles.length === 0, obstacles },
    version: reviewTag(row),
  };
}

/** The verdict on each target with its z. */
export function callLines({ calls, chromosomes }: AnalysisResult): ReviewAnswer['calls'] {
  return calls.map(({ target, verdict, reasons, posterior }) => ({
    ...{ target, verdict, reasons: [...reasons], posterior },
    z: chromosomes.find((each) => `T${each.chromosome}` === target)?.z ?? null,
  }));
}

type Versioned = Pick<ReviewRow, 'id' | 'state' | 'analysisSha256' | 'decidedAt' | 'reportId'>;

/** The version of a review: whatever a person may have done with it. */
export function reviewTag(row: Versioned): string {
  const { id, state, analysisSha256, decidedAt, reportId } = row;
  return entityTag(id, state, analysisSha256, decidedAt?.toISOString() ?? '', reportId ?? '');
}
