import type { Kysely } from 'kysely';
import {
  nextReportChangeState,
  type ReportChangeEvent,
  type ReportChangeState,
} from '../casework/report/report-change-state.ts';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;

/** What an amended version shall say of its targets; null is a revocation. */
export type AmendedDecision =
  | { readonly decision: 'approve' }
  | { readonly decision: 'no-call'; readonly targets: readonly ('T21' | 'T18' | 'T13')[] | null };

export interface NewReportChange {
  readonly id: string;
  readonly reportId: string;
  readonly reasonSealed: Buffer;
  /** Given for an amendment. */
  readonly amendment: { analysisResultId: string; decision: AmendedDecision } | null;
  readonly proposedBy: string;
  readonly proposedAt: Date;
}

/** Proposes a change of a report; false if another is open. */
export async function insertReportChange(db: Db, change: NewReportChange): Promise<boolean> {
  const { amendment } = change;
  const result = await db
    .insertInto('report_change')
    .values({
      ...{ id: change.id, report_id: change.reportId, state: 'PROPOSED' },
      kind: amendment === null ? 'revocation' : 'amendment',
      reason_sealed: change.reasonSealed,
      analysis_result_id: amendment?.analysisResultId ?? null,
      decision: amendment === null ? null : JSON.stringify(amendment.decision),
      ...{ proposed_by: change.proposedBy, proposed_at: change.proposedAt },
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

export type ReportChangeRow = Awaited<ReturnType<typeof listReportChanges>>[number];

export async function getReportChange(db: Db, id: string): Promise<ReportChangeRow | null> {
  return (await selectChanges(db).where('report_change.id', '=', id).executeTakeFirst()) ?? null;
}

/** Changes in the order they were proposed, after a cursor. */
export async function listReportChanges(
  db: Db,
  options: { state: ReportChangeState | undefined; after: string | undefined; limit: number },
) {
  const { state, after, limit } = options;
  let query = selectChanges(db).orderBy('report_change.id').limit(limit);
  if (state !== undefined) query = query.where('report_change.state', '=', state);
  if (after !== undefined) query = query.where('report_change.id', '>', after);
  return query.execute();
}

/** Holds a proposal until the end of the transaction, so that two decisions follow each other. */
export async function lockReportChange(db: Db, id: string): Promise<void> {
  await db.selectFrom('report_change').select('id').where('id', '=', id).forUpdate().execute();
}

/** Decides an open proposal; false if somebody did. */
export async function decideReportChange(
  db: Db,
  decision: {
    readonly id: string;
    readonly event: ReportChangeEvent;
    readonly decidedBy: string;
    readonly decidedAt: Date;
    readonly newReportId: string | null;
  },
): Promise<boolean> {
  const next = nextReportChangeState('PROPOSED', decision.event);
  if (!next.ok) return false;
  const { numUpdatedRows } = await db
    .updateTable('report_change')
    .set({
      ...{ state: next.state, decided_by: decision.decidedBy, decided_at: decision.decidedAt },
      new_report_id: decision.newReportId,
    })
    .where('id', '=', decision.id)
    .where('state', '=', 'PROPOSED')
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

function selectChanges(db: Db) {
  return db
    .selectFrom('report_change')
    .innerJoin('report', 'report.id', 'report_change.report_id')
    .innerJoin('specimen', 'specimen.id', 'report.specimen_id')
    .innerJoin('actor as proposer', 'proposer.id', 'report_change.proposed_by')
    .leftJoin('actor as decider', 'decider.id', 'report_change.decided_by')
    .select([
      'report_change.id',
      'report_change.kind',
      'report_change.state',
      'report_change.reason_sealed as reasonSealed',
      'report_change.analysis_result_id as analysisResultId',
      'report_change.decision',
      'report_change.proposed_by as proposedById',
      'proposer.display_name as proposedBy',
      'report_change.proposed_at as proposedAt',
      'report_change.decided_by as decidedById',
      'decider.display_name as decidedBy',
      'report_change.decided_at as decidedAt',
      'report_change.new_report_id as newReportId',
      'report.id as reportId',
      'report.version as reportVersion',
      'report.review_id as reviewId',
      'report.outcome',
      'specimen.id as specimenId',
      'specimen.number as specimenNumber',
      'specimen.state as specimenState',
      'specimen.pregnancy_id as pregnancyId',
      'specimen.drawn_on as drawnOn',
    ]);
}
