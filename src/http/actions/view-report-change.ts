import { getReportChange, type ReportChangeRow } from '../../store/report-change-store.ts';
import { entityTag } from '../entity-tag.ts';
import { HttpProblem } from '../problem.ts';
import type { ReportChangeAnswer } from '../schemas/report-change.ts';
import type { Services } from '../services.ts';

const recordClass = 'report.change';

/** A reason is free text: it is kept sealed, until an amended report states it. */
export function sealChangeReason({ sealer }: Services, id: string, reason: string): Buffer {
  return sealer.sealText(reason, { recordClass, recordId: id });
}

export function openChangeReason(
  { sealer }: Services,
  { id, reasonSealed }: ReportChangeRow,
): string {
  return sealer.openText(reasonSealed, { recordClass, recordId: id });
}

/** A proposal as it is told. */
export function reportChangeAnswerOf(services: Services, row: ReportChangeRow): ReportChangeAnswer {
  const { decision } = row;
  return {
    ...{ id: row.id, reportId: row.reportId, reportVersion: row.reportVersion },
    specimenNumber: row.specimenNumber,
    kind: row.kind as ReportChangeAnswer['kind'],
    state: row.state as ReportChangeAnswer['state'],
    reason: openChangeReason(services, row),
    analysisId: row.analysisResultId,
    decision: decision && {
      decision: decision.decision,
      targets: decision.decision === 'no-call' ? decision.targets && [...decision.targets] : null,
    },
    ...{ proposedBy: row.proposedBy, proposedAt: row.proposedAt },
    ...{ decidedBy: row.decidedBy, decidedAt: row.decidedAt },
    ...{ newReportId: row.newReportId, version: reportChangeTag(row) },
  };
}

/** The version of a proposal: whatever became of it. */
export function reportChangeTag({ id, state, decidedAt }: ReportChangeRow): string {
  return entityTag(id, state, decidedAt?.toISOString() ?? '');
}

/** A proposal that must exist, or 404. */
export async function requireReportChange(
  db: Services['kysely'],
  id: string,
): Promise<ReportChangeRow> {
  const change = await getReportChange(db, id);
  if (!change) throw HttpProblem.notFound('report change');
  return change;
}
