import type { AnalysisResult } from '../../analysis/analysis-result.ts';
import type { ReportDocument } from '../../casework/report/report-document.ts';
import { type Caller, may } from '../../security/caller.ts';
import { findClaimOfPregnancy, listLedgerEntries } from '../../store/claim-store.ts';
import { findReportOfReview, type ReportRow } from '../../store/report-store.ts';
import { findResultOfSample } from '../../store/result-store.ts';
import { openComment } from '../../store/review-comment.ts';
import { findReviewOfSample, type ReviewRow } from '../../store/review-store.ts';
import { getRun } from '../../store/run-store.ts';
import { getSample } from '../../store/sample-store.ts';
import type { ReviewView } from '../pages/review-section.ts';
import type { SampleView } from '../pages/sample-page.ts';
import { HttpProblem } from '../problem.ts';
import { isProblemKind, problemCatalogue } from '../problem-catalogue.ts';
import type { Services } from '../services.ts';
import { shanghaiMinute } from '../shanghai-time.ts';
import { reviewTag } from './view-review.ts';
import { problemText } from './view-run.ts';

/** A sample with its analysis and review, as far as the one who looks may see, for its page. */
export async function viewSample(
  services: Services,
  caller: Caller,
  id: string,
): Promise<Omit<SampleView, 'alert'>> {
  const { kysely } = services;
  const sample = await getSample(kysely, id);
  if (!sample) throw HttpProblem.notFound('sample');
  // The review first: a result that came since makes its forms stale, never the other way round.
  const review = await findReviewOfSample(kysely, id);
  const [run, result] = await Promise.all([
    getRun(kysely, sample.runId),
    findResultOfSample(kysely, id),
  ]);
  return {
    sample: {
      ...{ id, runId: sample.runId, flowcell: run?.flowcell ?? '' },
      ...{ name: sample.name, kind: sample.kind, state: sample.state },
      ...{ specimenNumber: sample.specimenNumber, specimenState: sample.specimenState },
      problem: problemText(sample.problem),
      remedy: remedyOf(sample.problem),
    },
    result: result && (JSON.parse(result.body) as AnalysisResult),
    review: review && (await viewReview(services, caller, review)),
  };
}

/** What to do about a failed sample, from the one catalogue. */
function remedyOf(problem: unknown): string | null {
  if (typeof problem !== 'object' || problem === null || !('kind' in problem)) return null;
  const kind = String(problem.kind);
  return isProblemKind(kind) ? problemCatalogue[kind].remedy : null;
}

async function viewReview(
  { kysely, sealer }: Services,
  caller: Caller,
  review: ReviewRow,
): Promise<ReviewView> {
  const report = await findReportOfReview(kysely, review.id);
  const open = review.decidedAt === null;
  const signable = review.state === 'APPROVED' || review.state === 'NO_CALL';
  return {
    ...{ state: review.state, version: reviewTag(review), reasons: review.reasons },
    ...{ reviewer: review.reviewerName, comment: openComment(sealer, review) },
    decidedAt: review.decidedAt && shanghaiMinute(review.decidedAt),
    mayDecide: open && may(caller, 'review.write'),
    maySign: signable && report === null && may(caller, 'report.sign'),
    report: report && may(caller, 'report.read') ? reportLineOf(report) : null,
    claim: may(caller, 'claim.read') ? await claimLineOf(kysely, review) : null,
  };
}

function reportLineOf(report: ReportRow): NonNullable<ReviewView['report']> {
  return {
    id: report.id,
    issuedAt: shanghaiMinute(report.issuedAt),
    approver: report.approverName,
    conclusion: (JSON.parse(report.body) as ReportDocument).conclusion,
  };
}

async function claimLineOf(
  kysely: Services['kysely'],
  { pregnancyId }: ReviewRow,
): Promise<ReviewView['claim']> {
  const claim = await findClaimOfPregnancy(kysely, pregnancyId);
  if (!claim) return null;
  const ledger = await listLedgerEntries(kysely, claim.id);
  return {
    ...{ state: claim.state, amountMinorUnits: claim.amountMinorUnits },
    ledger: ledger.map(({ outcome }) => outcome),
  };
}
