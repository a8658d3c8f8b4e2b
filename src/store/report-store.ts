import { type Kysely, sql } from 'kysely';
import {
  nextReportState,
  type ReportEvent,
  type ReportState,
} from '../casework/report/report-state.ts';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;

export interface NewReport {
  readonly id: string;
  readonly specimenId: string;
  readonly version: number;
  readonly analysisResultId: string;
  readonly reviewId: string;
  readonly outcome: 'report' | 'no-call';
  /** The exact text of the report; its hash seals it. */
  readonly body: string;
  readonly bodySha256: string;
  readonly reviewer: string;
  readonly approver: string;
  readonly issuedAt: Date;
}

/** Adds an issued version. Its content never changes again: the database refuses it. */
export async function insertReport(db: Db, report: NewReport): Promise<void> {
  await db
    .insertInto('report')
    .values({
      id: report.id,
      specimen_id: report.specimenId,
      version: report.version,
      state: 'ISSUED',
      analysis_result_id: report.analysisResultId,
      review_id: report.reviewId,
      outcome: report.outcome,
      body: report.body,
      body_sha256: report.bodySha256,
      reviewer: report.reviewer,
      approver: report.approver,
      issued_at: report.issuedAt,
    })
    .execute();
}

export type ReportRow = Awaited<ReturnType<typeof listReportsOfSpecimen>>[number];

export async function getReport(db: Db, id: string): Promise<ReportRow | null> {
  return (await selectReports(db).where('report.id', '=', id).executeTakeFirst()) ?? null;
}

/** Many at once, by their ids; those nobody issued are missing. */
export async function getReports(
  db: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ReportRow>> {
  const rows = await selectReports(db)
    .where(sql<boolean>`report.id = any(${ids}::uuid[])`)
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

export async function findReportOfReview(db: Db, reviewId: string): Promise<ReportRow | null> {
  const row = await selectReports(db).where('report.review_id', '=', reviewId).executeTakeFirst();
  return row ?? null;
}

/** Holds a version until the end of the transaction. */
export async function lockReport(db: Db, id: string): Promise<void> {
  await db.selectFrom('report').select('id').where('id', '=', id).forUpdate().execute();
}

/** Takes a version out of force by compare-and-set; its content stays as it was sealed. */
export async function moveReport(
  db: Db,
  { id, from, event }: { id: string; from: ReportState; event: ReportEvent },
): Promise<boolean> {
  const next = nextReportState(from, event);
  if (!next.ok) return false;
  const { numUpdatedRows } = await db
    .updateTable('report')
    .set({ state: next.state })
    .where('id', '=', id)
    .where('state', '=', from)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Every version issued for a tube, first to last. */
export async function listReportsOfSpecimen(db: Db, specimenId: string) {
  return selectReports(db)
    .where('report.specimen_id', '=', specimenId)
    .orderBy('report.version')
    .execute();
}

function selectReports(db: Db) {
  return db
    .selectFrom('report')
    .innerJoin('specimen', 'specimen.id', 'report.specimen_id')
    .innerJoin('review', 'review.id', 'report.review_id')
    .innerJoin('actor as reviewer', 'reviewer.id', 'report.reviewer')
    .innerJoin('actor as approver', 'approver.id', 'report.approver')
    .select([
      'report.id',
      'report.version',
      'report.state',
      'report.outcome',
      'report.body',
      'report.body_sha256 as bodySha256',
      'report.issued_at as issuedAt',
      'report.approver as approverId',
      'report.analysis_result_id as analysisResultId',
      'report.review_id as reviewId',
      'review.sample_id as sampleId',
      'specimen.number as specimenNumber',
      'specimen.pregnancy_id as pregnancyId',
      'reviewer.display_name as reviewerName',
      'approver.display_name as approverName',
    ]);
}
