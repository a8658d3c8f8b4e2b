import { createHash } from 'node:crypto';
import type { Transaction } from 'kysely';
import { recordFinding } from '../../casework/registry/finding.ts';
import type { ReportDocument } from '../../casework/report/report-document.ts';
import { distinctSigners } from '../../casework/review/distinct-signers.ts';
import {
  nextSpecimenOrderState,
  type SpecimenOrderState,
} from '../../casework/specimen/specimen-order-state.ts';
import type { Caller } from '../../security/caller.ts';
import { uuidV7 } from '../../security/uuid-v7.ts';
import { appendAuditEvents } from '../../store/audit-store.ts';
import { findClaimOfPregnancy, insertLedgerEntry } from '../../store/claim-store.ts';
import { lockPregnancy } from '../../store/pregnancy-store.ts';
import { insertFinding } from '../../store/registry-store.ts';
import {
  findReportOfReview,
  insertReport,
  listReportsOfSpecimen,
} from '../../store/report-store.ts';
import { lockReview, type ReviewRow } from '../../store/review-store.ts';
import { moveSpecimen } from '../../store/specimen-store.ts';
import type { Tables } from '../../store/tables.ts';
import type { Services } from '../services.ts';
import { type JudgeVersion, requireReview } from './decide-review.ts';
import { publishReports } from './publish-reports.ts';
import { accept, conflict, moved } from './refusal.ts';
import { requireReleasedBatch } from './release-batch.ts';
import { reportDocument } from './report-document.ts';
import { requireLicence } from './require-licence.ts';
import { requirePregnancy } from './view-pregnancy.ts';

interface Issue {
  readonly review: ReviewRow;
  readonly approver: Caller;
  readonly document: ReportDocument;
  readonly reportId: string;
  readonly now: Date;
}

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
    const document = await reportDocument(tx, { services, review, approver, version, now });
    const issue = { review, approver, document, reportId: uuidV7(), now };
    await writeReport(tx, issue);
    return { reportId: issue.reportId, created: true };
  });
}

async function writeReport(tx: Transaction<Tables>, issue: Issue): Promise<void> {
  const { review, approver, document, reportId, now } = issue;
  const body = JSON.stringify(document);
  const bodySha256 = createHash('sha256').update(body).digest('hex');
  await moveTube(tx, issue);
  await insertReport(tx, {
    ...{ id: reportId, specimenId: review.specimenId, version: document.version },
    ...{ analysisResultId: review.analysisResultId, reviewId: review.id },
    ...{ outcome: document.kind, body, bodySha256 },
    ...{ reviewer: review.reviewerId ?? '', approver: approver.actorId, issuedAt: now },
  });
  const claimId = await enterLedger(tx, issue);
  await insertFinding(tx, {
    ...{ id: uuidV7(), pregnancyId: review.pregnancyId, reportId },
    ...{ body: accept(recordFinding(document, [])), recordedAt: now },
  });
  await appendAuditEvents(tx, [
    {
      ...{ at: now, actor: approver.name, action: 'report.issue', subject: `report/${reportId}` },
      detail: { bodySha256, outcome: document.kind, review: review.id, claim: claimId },
    },
  ]);
  await publishReports(tx, await requirePregnancy(tx, review.pregnancyId), now);
}

async function moveTube(
  tx: Transaction<Tables>,
  { review, document }: Pick<Issue, 'review' | 'document'>,
): Promise<void> {
  const from = review.specimenState as SpecimenOrderState;
  const event = document.kind === 'report' ? 'issue-report' : 'issue-no-call';
  const to = moved(nextSpecimenOrderState(from, event));
  if (!(await moveSpecimen(tx, { id: review.specimenId, from, to }))) {
    throw conflict('the specimen was changed by somebody else');
  }
}

/** The money moves at the counter; here the claim only learns what came of the test. */
async function enterLedger(
  tx: Transaction<Tables>,
  { review, document, reportId, now }: Issue,
): Promise<string | null> {
  const claim = await findClaimOfPregnancy(tx, review.pregnancyId);
  if (!claim) return null;
  await insertLedgerEntry(tx, {
    ...{ id: uuidV7(), claimId: claim.id, reportId },
    ...{ outcome: document.kind, enteredAt: now },
  });
  return claim.id;
}
