import type { Transaction } from 'kysely';
import type { AnalysisResult } from '../../analysis/analysis-result.ts';
import { afterRevocation } from '../../casework/claim/after-revocation.ts';
import type { ClaimState } from '../../casework/claim/claim-state.ts';
import { distinctSigners } from '../../casework/review/distinct-signers.ts';
import { decideReview } from '../../casework/review/review-decision.ts';
import type { ReviewState } from '../../casework/review/review-state.ts';
import {
  nextSpecimenOrderState,
  type SpecimenOrderEvent,
  type SpecimenOrderState,
} from '../../casework/specimen/specimen-order-state.ts';
import type { Caller } from '../../security/caller.ts';
import { uuidV7 } from '../../security/uuid-v7.ts';
import { appendAuditEvents } from '../../store/audit-store.ts';
import { findClaimOfPregnancy, insertLedgerEntry, moveClaim } from '../../store/claim-store.ts';
import { withdrawFromOutbox } from '../../store/outbox-store.ts';
import { lockPregnancy } from '../../store/pregnancy-store.ts';
import {
  decideReportChange,
  lockReportChange,
  type ReportChangeRow,
} from '../../store/report-change-store.ts';
import { listReportsOfSpecimen, moveReport } from '../../store/report-store.ts';
import { sealComment } from '../../store/review-comment.ts';
import {
  insertReview,
  lockReview,
  type ReviewRow,
  decideReview as saveDecision,
  supersedeReview,
} from '../../store/review-store.ts';
import { moveSpecimen } from '../../store/specimen-store.ts';
import type { Tables } from '../../store/tables.ts';
import { raiseNotice } from '../../store/task-store.ts';
import type { Services } from '../services.ts';
import { requireReview } from './decide-review.ts';
import { requestRedraw, withdrawnCase } from './open-aftercare.ts';
import { accept, conflict, moved } from './refusal.ts';
import { requireReleasedBatch } from './release-batch.ts';
import { reportDocument } from './report-document.ts';
import { requireLicence } from './require-licence.ts';
import { actingAs } from './take-step.ts';
import { openChangeReason, requireReportChange } from './view-report-change.ts';
import { writeReport } from './write-report.ts';

type Tx = Transaction<Tables>;

interface Signing {
  readonly services: Services;
  readonly change: ReportChangeRow;
  readonly approver: Caller;
  readonly now: Date;
}

/**
 * Signs what another person proposed: an amendment issues the next version and leaves the old one
 * AMENDED, a revocation leaves it REVOKED. One transaction; the same signature again does nothing.
 */
export async function signChange(
  services: Services,
  approver: Caller,
  { id, judge }: { id: string; judge: (change: ReportChangeRow) => void },
): Promise<void> {
  const now = services.clock();
  await services.kysely.transaction().execute(async (tx) => {
    await lockReportChange(tx, id);
    const change = await requireReportChange(tx, id);
    if (change.state === 'SIGNED' && change.decidedById === approver.actorId) return;
    judge(change);
    if (change.state !== 'PROPOSED') throw conflict(`the proposal is ${change.state}`);
    await requireLicence(tx, approver, now);
    accept(distinctSigners(change.proposedById, approver.actorId));
    await lockReview(tx, change.reviewId);
    const signing = { services, change, approver, now };
    const newReportId =
      change.kind === 'amendment' ? await amend(tx, signing) : await revoke(tx, signing);
    const decision = { id, event: 'sign', decidedBy: approver.actorId, decidedAt: now } as const;
    if (!(await decideReportChange(tx, { ...decision, newReportId }))) {
      throw conflict('somebody else decided it');
    }
  });
}

async function amend(tx: Tx, signing: Signing): Promise<string> {
  const { services, change, approver, now } = signing;
  const review = await reviewAnew(tx, signing);
  await requireReleasedBatch(tx, review.runId);
  await lockPregnancy(tx, change.pregnancyId);
  const version = (await listReportsOfSpecimen(tx, change.specimenId)).length + 1;
  const amendmentReason = openChangeReason(services, change);
  const document = await reportDocument(tx, {
    ...{ services, review, approver, version, now, amendmentReason },
  });
  const reportId = uuidV7();
  await closeVersion(tx, signing, { event: 'amend', by: reportId });
  const event = document.kind === change.outcome ? null : amendedTo[document.kind];
  await writeReport(tx, { services, review, approver, document, reportId, now, event });
  return reportId;
}

const amendedTo = { report: 'amend-to-report', 'no-call': 'amend-to-no-call' } as const;

/** The proposer's review of the same sample takes the place of the one the old version rests on. */
async function reviewAnew(tx: Tx, { services, change, now }: Signing): Promise<ReviewRow> {
  const earlier = await requireReview(tx, change.reviewId);
  const { analysisResultId, decision } = change;
  if (analysisResultId === null || decision === null) throw new Error('an amendment of nothing');
  const from = earlier.state as ReviewState;
  if (!(await supersedeReview(tx, { id: earlier.id, from }))) throw conflict('the review moved');
  const id = uuidV7();
  const place = { isHighRisk: false, dueOn: null };
  const { sampleId, reasons } = earlier;
  await insertReview(tx, { id, sampleId, analysisResultId, reasons, place });
  const comment = openChangeReason(services, change);
  const { calls } = JSON.parse((await requireReview(tx, id)).analysisBody) as AnalysisResult;
  const decided = accept(decideReview('IN_REVIEW', calls, { comment, ...decision }));
  await saveDecision(tx, {
    ...{ id, state: decided.state, calls: decided.calls, reviewer: change.proposedById },
    ...{ commentSealed: sealComment(services.sealer, id, comment), decidedAt: change.proposedAt },
  });
  const subject = `review/${earlier.id}`;
  const detail = { by: id, from, change: change.id };
  await appendAuditEvents(tx, [
    { at: now, actor: 'system', action: 'review.supersede', subject, detail },
  ]);
  return requireReview(tx, id);
}

/** Takes the version out of force, tells the chain, and leaves a tombstone for the platform. */
async function closeVersion(
  tx: Tx,
  { change, approver, now }: Signing,
  { event, by }: { event: 'amend' | 'revoke'; by: string | null },
): Promise<void> {
  if (!(await moveReport(tx, { id: change.reportId, from: 'ISSUED', event }))) {
    throw conflict('the version was changed by somebody else');
  }
  await appendAuditEvents(tx, [
    {
      ...{ at: now, actor: approver.name, action: `report.${event}` },
      ...{ subject: `report/${change.reportId}`, detail: { change: change.id, by } },
    },
  ]);
  await withdrawFromOutbox(tx, { reportId: change.reportId, publishedAt: now });
}

/** Nothing is reported of the tube any more: another is asked for, within the same claim. */
async function revoke(tx: Tx, signing: Signing): Promise<null> {
  const { change } = signing;
  await lockPregnancy(tx, change.pregnancyId);
  const from = change.specimenState as SpecimenOrderState;
  const event: SpecimenOrderEvent = 'revoke-report';
  const to = moved(nextSpecimenOrderState(from, event));
  if (!(await moveSpecimen(tx, { id: change.specimenId, from, to }))) {
    throw conflict('the specimen was changed by somebody else');
  }
  await settleClaim(tx, signing);
  await closeVersion(tx, signing, { event: 'revoke', by: null });
  const { specimenId, pregnancyId, drawnOn, reportId } = change;
  const acting = actingAs(signing.services, tx, signing.approver);
  const redraw = { specimenId, pregnancyId, drawnOn, reason: 'report-revoked' };
  const asked = await requestRedraw(acting, redraw);
  await appendAuditEvents(tx, [
    ...asked,
    ...(await withdrawnCase(acting, { specimenId, reportId })),
  ]);
  return null;
}

async function settleClaim(tx: Tx, { change, now }: Signing): Promise<void> {
  const claim = await findClaimOfPregnancy(tx, change.pregnancyId);
  if (!claim) return;
  const { reportId } = change;
  await insertLedgerEntry(tx, {
    ...{ id: uuidV7(), claimId: claim.id, reportId, outcome: 'revoked', enteredAt: now },
  });
  const from = claim.state as ClaimState;
  const consequence = afterRevocation(from);
  if (consequence === 'ask') {
    const kind = 'claim-of-revoked-report';
    await raiseNotice(tx, { kind, subject: `report/${reportId}`, raisedAt: now });
  }
  if (consequence === 'hold' && !(await moveClaim(tx, { id: claim.id, from, event: 'hold' }))) {
    throw conflict('the claim was changed by somebody else');
  }
  const detail = { report: reportId, from, consequence };
  const about = { at: now, actor: 'system', subject: `claim/${claim.id}` };
  await appendAuditEvents(tx, [{ ...about, action: 'claim.after-revocation', detail }]);
}
