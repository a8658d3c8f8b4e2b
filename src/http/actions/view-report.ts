import type { ReportDocument } from '../../casework/report/report-document.ts';
import { getReport, type ReportRow } from '../../store/report-store.ts';
import { entityTag } from '../entity-tag.ts';
import { HttpProblem } from '../problem.ts';
import type { ReportAnswer } from '../schemas/report.ts';
import type { Services } from '../services.ts';

/** An issued version by its id, or 404. */
export async function showReport({ kysely }: Services, id: string): Promise<ReportAnswer> {
  const row = await getReport(kysely, id);
  if (!row) throw HttpProblem.notFound('report');
  return reportAnswerOf(row);
}

/**
 * The answer as text, with the report's stored text in it as it is: what was sealed is sent byte by
 * byte, not parsed and written again. The facts hold its hash, so they are all of its version.
 */
export function reportText(row: ReportRow): { readonly tag: string; readonly text: string } {
  const facts = JSON.stringify(factsOf(row));
  return { tag: entityTag(facts), text: `${facts.slice(0, -1)},"content":${row.body}}` };
}

export function reportAnswerOf(row: ReportRow): ReportAnswer {
  return {
    ...factsOf(row),
    content: JSON.parse(row.body) as ReportDocument & Record<string, unknown>,
  };
}

function factsOf(row: ReportRow): Omit<ReportAnswer, 'content'> {
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
  };
}
