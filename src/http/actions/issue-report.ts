import { distinctSigners } from '../../casework/review/distinct-signers.ts';
import type { Caller } from '../../security/caller.ts';
import { uuidV7 } from '../../security/uuid-v7.ts';
import { lockPregnancy } from '../../store/pregnancy-store.ts';
import { findReportOfReview, listReportsOfSpecimen } from '../../store/report-store.ts';
import { lockReview } from '../../store/review-store.ts';
import type { Services } from '../services.ts';
import { type JudgeVersion, requireReview } from './decide-review.ts';
import { accept, conflict } from './refusal.ts';
import { requireReleasedBatch } from './release-batch.ts';
import { reportDocument } from './report-document.ts';
import { requireLicence } from './require-licence.ts';
import { writeReport } from './write-report.ts';

/**
 * Signs a reviewed sample and issues its report: version, ledger entry, finding, audit and outbox
 * in
 * one transaction, all or nothing. The same signature again finds the same report.
 */
export async function issueReport(
  services: Services,
  approver: Caller,
  { reviewId, judge }: { reviewId: string; judge?: JudgeVersion },
): Promise<{ reportId: string; created: boolean }> {
  const now = services.clock();
  return services.kysely.transaction().execute(async (tx) => {
    await lockReview(tx, reviewId);
    const review = await requireReview(tx, reviewId);
    const earlier = await findReportOfReview(tx, reviewId);
    if (earlier) {
      if (earlier.approverId !== approver.actorId) throw conflict('somebody else signed it');
      return { reportId: earlier.id, created: false };
    }
    judge?.(review);
    if (review.state !== 'APPROVED' && review.state !== 'NO_CALL') {
      throw conflict(`a review that is ${review.state} cannot be signed`);
    }
    await requireLicence(tx, approver, now);
    accept(distinctSigners(review.reviewerId ?? '', approver.actorId));
    await requireReleasedBatch(tx, review.runId);
    await lockPregnancy(tx, review.pregnancyId);
    const version = (await listReportsOfSpecimen(tx, review.specimenId)).length + 1;
    const document = await reportDocument(tx, {
      services,
      review,
      approver,
      version,
      now,
      amendmentReason: null,
    });
    const reportId = uuidV7();
    const event = document.kind === 'report' ? 'issue-report' : 'issue-no-call';
    await writeReport(tx, { services, review, approver, document, reportId, now, event });
    return { reportId, created: true };
  });
}
