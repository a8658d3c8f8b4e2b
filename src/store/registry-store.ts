import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;

export interface NewFinding {
  readonly id: string;
  readonly pregnancyId: string;
  readonly reportId: string;
  /** 1 as the report says it; later ones as a diagnosis or the outcome does. */
  readonly version: number;
  readonly body: object;
  readonly recordedAt: Date;
}

/** Records what a report says in the genotype–phenotype store. */
export async function insertFinding(db: Db, finding: NewFinding): Promise<void> {
  await db
    .insertInto('finding')
    .values({
      id: finding.id,
      pregnancy_id: finding.pregnancyId,
      report_id: finding.reportId,
      version: finding.version,
      body: JSON.stringify(finding.body),
      recorded_at: finding.recordedAt,
    })
    .execute();
}

/** What is known last of a pregnancy with a report in force. */
export async function findNewestFinding(db: Db, pregnancyId: string) {
  return db
    .selectFrom('finding')
    .innerJoin('report', 'report.id', 'finding.report_id')
    .select(['finding.report_id as reportId', 'finding.version', 'finding.body'])
    .where('finding.pregnancy_id', '=', pregnancyId)
    .where('report.state', '=', 'ISSUED')
    .orderBy('finding.id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Findings of reports in force, newest first, before a cursor. */
export async function listFindings(
  db: Db,
  { before, limit }: { before: string | undefined; limit: number },
) {
  const query = db
    .selectFrom('finding')
    .select([
      'id',
      'pregnancy_id as pregnancyId',
      'report_id as reportId',
      'version',
      'body',
      'recorded_at as recordedAt',
    ])
    .where((where) =>
      where.exists(
        where
          .selectFrom('report')
          .select('report.id')
          .whereRef('report.id', '=', 'finding.report_id')
          .where('report.state', '=', 'ISSUED'),
      ),
    )
    .orderBy('id', 'desc')
    .limit(limit);
  return before === undefined ? query.execute() : query.where('id', '<', before).execute();
}
