import type { ReportDocument } from '../../casework/report/report-document.ts';
import { getReport, type ReportRow } from '../../store/report-store.ts';
import { HttpProblem } from '../problem.ts';
import type { ReportAnswer } from '../schemas/report.ts';
import type { Services } from '../services.ts';

/** An issued version by its id, or 404. */
export async function showReport({ kysely }: Services, id: string): Promise<ReportAnswer> {
  const row = await getReport(kysely, id);
  if (!row) throw HttpProblem.notFound('report');
  return reportAnswerOf(row);
}

export function reportAnswerOf(row: ReportRow): ReportAnswer {
  return {
    id: row.id,
    version: row.version,
    state: row.state as ReportAnswer['state'],
    outcome: row.outcome as ReportAnswer['outcome'],
    specimenNumber: row.specimenNumber,
    reviewer: row.reviewerName,
    approver: row.approverName,
    issuedAt: row.issuedAt,
    bodySha256: row.bodySha256,
    content: JSON.parse(row.body) as ReportDocument & Record<string, unknown>,
  };
}
