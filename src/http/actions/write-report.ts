import { createHash } from 'node:crypto';
import type { Transaction } from 'kysely';
import { recordFinding } from '../../casework/registry/finding.ts';
import type { ReportDocument } from '../../casework/report/report-document.ts';
import {
  nextSpecimenOrderState,
  type SpecimenOrderEvent,
  type SpecimenOrderState,
} from '../../casework/specimen/specimen-order-state.ts';
import type { Caller } from '../../security/caller.ts';
import { uuidV7 } from '../../security/uuid-v7.ts';
import { appendAuditEvents } from '../../store/audit-store.ts';
import { findClaimOfPregnancy, insertLedgerEntry } from '../../store/claim-store.ts';
import { insertFinding } from '../../store/registry-store.ts';
import { insertReport } from '../../store/report-store.ts';
import type { ReviewRow } from '../../store/review-store.ts';
import { moveSpecimen } from '../../store/specimen-store.ts';
import type { Tables } from '../../store/tables.ts';
import type { Services } from '../services.ts';
import { openAftercare } from './open-aftercare.ts';
import { publishReports } from './publish-reports.ts';
import { accept, conflict, moved } from './refusal.ts';
import { settleAmended } from './settle-finding-of.ts';
import { actingAs } from './take-step.ts';
import { requirePregnancy } from './view-pregnancy.ts';

interface Issue {
  readonly services: Services;
  readonly review: ReviewRow;
  readonly approver: Caller;
  readonly document: ReportDocument;
  readonly reportId: string;
  readonly now: Date;
  /** What it means for the tube; null where the tube stays as it is. */
  readonly event: SpecimenOrderEvent | null;
}

/**
 * Issues a version that was signed: report, tube, ledger entry, finding, what follows from it,
 * audit and outbox. All or nothing is the caller's transaction.
 */
export async function writeReport(tx: Transaction<Tables>, issue: Issue): Promise<void> {
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
    ...{ id: uuidV7(), pregnancyId: review.pregnancyId, reportId, version: 1 },
    ...{ body: accept(recordFinding(document, [])), recordedAt: now },
  });
  const pregnancy = await requirePregnancy(tx, review.pregnancyId);
  const acting = actingAs(issue.services, tx, approver);
  const settled = document.version > 1 ? await settleAmended(acting, review) : [];
  const opened = await openAftercare(acting, {
    ...{ specimenId: review.specimenId, pregnancyId: pregnancy.id, reportId, document },
    expectedDeliveryOn: pregnancy.expectedDeliveryOn,
  });
  await appendAuditEvents(tx, [
    {
      ...{ at: now, actor: approver.name, action: 'report.issue', subject: `report/${reportId}` },
      detail: { bodySha256, outcome: document.kind, review: review.id, claim: claimId },
    },
    ...settled,
    ...opened,
  ]);
  await publishReports(tx, pregnancy, now);
}

async function moveTube(
  tx: Transaction<Tables>,
  { review, event }: Pick<Issue, 'review' | 'event'>,
): Promise<void> {
  if (event === null) return;
  const from = review.specimenState as SpecimenOrderState;
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
