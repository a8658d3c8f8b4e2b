import type { Transaction } from 'kysely';
import type { AnalysisResult } from '../../analysis/analysis-result.ts';
import { decideReview } from '../../casework/review/review-decision.ts';
import type { Caller } from '../../security/caller.ts';
import { uuidV7 } from '../../security/uuid-v7.ts';
import { appendAuditEvents } from '../../store/audit-store.ts';
import {
  type AmendedDecision,
  decideReportChange,
  insertReportChange,
  lockReportChange,
  type ReportChangeRow,
} from '../../store/report-change-store.ts';
import { getReport, lockReport, type ReportRow } from '../../store/report-store.ts';
import { getResult } from '../../store/result-store.ts';
import type { Tables } from '../../store/tables.ts';
import { HttpProblem } from '../problem.ts';
import type { AmendmentBody } from '../schemas/report-change.ts';
import type { Services } from '../services.ts';
import { accept, conflict, violation } from './refusal.ts';
import { requireReportChange, sealChangeReason } from './view-report-change.ts';

interface Proposal {
  readonly reportId: string;
  readonly reason: string;
  /** Null: the report is to be revoked. */
  readonly amendment: Pick<AmendmentBody, 'decision' | 'targets' | 'analysisId'> | null;
  readonly judge: (report: ReportRow) => void;
}

/** Proposes to amend or revoke an issued version: nothing happens before another person signs. */
export async function proposeChange(
  services: Services,
  caller: Caller,
  { reportId, reason, amendment, judge }: Proposal,
): Promise<string> {
  const now = services.clock();
  const id = uuidV7();
  await services.kysely.transaction().execute(async (tx) => {
    await lockReport(tx, reportId);
    const report = await getReport(tx, reportId);
    if (!report) throw HttpProblem.notFound('report');
    judge(report);
    if (report.state !== 'ISSUED') throw conflict(`a version that is ${report.state} stands`);
    const inserted = await insertReportChange(tx, {
      ...{ id, reportId, reasonSealed: sealChangeReason(services, id, reason) },
      amendment: amendment && (await judgedAmendment(tx, report, amendment)),
      ...{ proposedBy: caller.actorId, proposedAt: now },
    });
    if (!inserted) throw conflict('another change of this version is proposed already');
    const kind = amendment === null ? 'revocation' : 'amendment';
    await appendAuditEvents(tx, [
      {
        ...{ at: now, actor: caller.name, action: 'report-change.propose' },
        ...{ subject: `report-change/${id}`, detail: { kind, report: reportId } },
      },
    ]);
  });
  return id;
}

/** Takes a proposal back; nothing was changed by it. */
export async function withdrawChange(
  services: Services,
  caller: Caller,
  { id, judge }: { id: string; judge: (change: ReportChangeRow) => void },
): Promise<void> {
  const now = services.clock();
  await services.kysely.transaction().execute(async (tx) => {
    await lockReportChange(tx, id);
    const change = await requireReportChange(tx, id);
    judge(change);
    const decision = { id, event: 'withdraw', decidedBy: caller.actorId, decidedAt: now } as const;
    if (!(await decideReportChange(tx, { ...decision, newReportId: null }))) {
      throw conflict(`the proposal is ${change.state}`);
    }
    const about = { at: now, actor: caller.name, subject: `report-change/${id}` };
    await appendAuditEvents(tx, [{ ...about, action: 'report-change.withdraw', detail: {} }]);
  });
}

/** What an amendment rests on, if its sample has that analysis and the rules allow the word. */
async function judgedAmendment(
  tx: Transaction<Tables>,
  report: ReportRow,
  { decision, targets, analysisId }: NonNullable<Proposal['amendment']>,
): Promise<{ analysisResultId: string; decision: AmendedDecision }> {
  const analysisResultId = analysisId ?? report.analysisResultId;
  const result = await getResult(tx, analysisResultId);
  if (result?.sampleId !== report.sampleId) {
    throw violation('analysis-unknown', 'the analysis is none of this report’s sample');
  }
  const amended: AmendedDecision = decision === 'approve' ? { decision } : { decision, targets };
  const { calls } = JSON.parse(result.body) as AnalysisResult;
  accept(decideReview('IN_REVIEW', calls, { comment: 'amended', ...amended }));
  return { analysisResultId, decision: amended };
}
