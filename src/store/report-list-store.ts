import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;

interface Page {
  readonly before: string | undefined;
  /** Of one tube only. */
  readonly number: string | undefined;
  readonly limit: number;
}

/** Issued versions, the newest first, with what the platform has of each and what is proposed. */
export async function listIssuedReports(db: Db, { before, number, limit }: Page) {
  let query = db
    .selectFrom('report')
    .innerJoin('specimen', 'specimen.id', 'report.specimen_id')
    .innerJoin('actor as approver', 'approver.id', 'report.approver')
    .leftJoin('outbox', 'outbox.report_id', 'report.id')
    .leftJoin('report_change', (join) =>
      join
        .onRef('report_change.report_id', '=', 'report.id')
        .on('report_change.state', '=', 'PROPOSED'),
    )
    .select([
      'report.id',
      'report.version',
      'report.state',
      'report.outcome',
      'report.issued_at as issuedAt',
      'specimen.number as specimenNumber',
      'approver.display_name as approver',
      'outbox.state as publication',
      'report_change.kind as proposed',
    ])
    .orderBy('report.id', 'desc')
    .limit(limit);
  if (before !== undefined) query = query.where('report.id', '<', before);
  if (number !== undefined) query = query.where('specimen.number', '=', number);
  return query.execute();
}

/** Every version ever issued for a pregnancy's tubes, with its sample, in order of time. */
export async function listReportsOfPregnancy(db: Db, pregnancyId: string) {
  return db
    .selectFrom('report')
    .innerJoin('specimen', 'specimen.id', 'report.specimen_id')
    .innerJoin('review', 'review.id', 'report.review_id')
    .select(['report.id', 'report.version', 'report.state', 'report.outcome'])
    .select(['report.issued_at as issuedAt', 'review.sample_id as sampleId'])
    .where('specimen.pregnancy_id', '=', pregnancyId)
    .orderBy('report.id')
    .execute();
}

/** Identifiers of what was ever proposed to do with a report, first to last. */
export async function listChangesOfReport(db: Db, reportId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('report_change')
    .select('id')
    .where('report_id', '=', reportId)
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}
