import { formatMoney } from '../../casework/claim/money.ts';
import type { ReportDocument } from '../../casework/report/report-document.ts';
import { type Caller, may } from '../../security/caller.ts';
import { findClaimOfPregnancy, listLedgerEntries } from '../../store/claim-store.ts';
import { findReportOfReview } from '../../store/report-store.ts';
import { findResultOfSample } from '../../store/result-store.ts';
import { findReviewOfSample, type ReviewRow } from '../../store/review-store.ts';
import { getRun } from '../../store/run-store.ts';
import { getSample, listSamplesOfRun, type SampleRow } from '../../store/sample-store.ts';
import { HttpProblem } from '../problem.ts';
import { keptProblemOf } from '../result-line.ts';
import type { SampleOverview } from '../schemas/overview.ts';
import type { Services } from '../services.ts';
import { historyOf } from './history-of-sample.ts';
import { reviewAnswerOf } from './view-review.ts';

/** A sample with its analysis, review and history, as far as the one who looks may see. */
export async function overviewSample(
  services: Services,
  caller: Caller,
  id: string,
): Promise<SampleOverview> {
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
    ...{ id, name: sample.name, kind: sample.kind as SampleOverview['kind'] },
    ...{ state: sample.state, specimen: sample.specimenNumber },
    specimenState: sample.specimenState,
    run: { id: sample.runId, flowcell: run?.flowcell ?? '' },
    ...(await neighboursOf(services, sample)),
    problem: keptProblemOf(sample.problem),
    analysis: result && (JSON.parse(result.body) as SampleOverview['analysis']),
    analysisSha256: result?.bodySha256 ?? null,
    pregnancyId: sample.pregnancyId,
    ...(review ? await reviewPart(services, caller, review) : noReview),
    history: await historyOf(services, caller, sample),
  };
}

type ReviewPart = Pick<SampleOverview, 'review' | 'mayDecide' | 'maySign' | 'report' | 'claim'>;

/** A control, or a sample without a result: nobody decides about it. */
const noReview: ReviewPart = {
  ...{ review: null, mayDecide: false, maySign: false, report: null, claim: null },
};

async function reviewPart(
  services: Services,
  caller: Caller,
  review: ReviewRow,
): Promise<ReviewPart> {
  const { kysely } = services;
  const [report, claim] = await Promise.all([
    findReportOfReview(kysely, review.id),
    may(caller, 'claim.read') ? claimOf(kysely, review) : null,
  ]);
  const signable = review.state === 'APPROVED' || review.state === 'NO_CALL';
  return {
    review: reviewAnswerOf(services, review),
    mayDecide: review.decidedAt === null && may(caller, 'review.write'),
    maySign: signable && report === null && may(caller, 'report.sign'),
    report:
      report && may(caller, 'report.read')
        ? {
            ...{ id: report.id, issuedAt: report.issuedAt, approver: report.approverName },
            conclusion: (JSON.parse(report.body) as ReportDocument).conclusion,
          }
        : null,
    claim,
  };
}

async function claimOf(
  kysely: Services['kysely'],
  { pregnancyId }: ReviewRow,
): Promise<SampleOverview['claim']> {
  const claim = await findClaimOfPregnancy(kysely, pregnancyId);
  if (!claim) return null;
  const { state, amountMinorUnits } = claim;
  const ledger = await listLedgerEntries(kysely, claim.id);
  return {
    state,
    amount: formatMoney({ amountMinorUnits, currency: 'CNY' }),
    ledger: ledger.map(({ outcome }) => outcome),
  };
}

async function neighboursOf(
  { kysely }: Services,
  { id, runId }: SampleRow,
): Promise<Pick<SampleOverview, 'previous' | 'next'>> {
  const samples = await listSamplesOfRun(kysely, runId);
  const place = samples.findIndex((sample) => sample.id === id);
  const at = (index: number) => {
    const found = samples[index];
    return found ? { id: found.id, name: found.name } : null;
  };
  return { previous: at(place - 1), next: at(place + 1) };
}
