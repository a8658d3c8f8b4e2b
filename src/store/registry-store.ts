import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;

export interface NewFinding {
  readonly id: string;
  readonly pregnancyId: string;
  readonly reportId: string;
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
      body: JSON.stringify(finding.body),
      recorded_at: finding.recordedAt,
    })
    .execute();
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
