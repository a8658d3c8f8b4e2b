import { type Kysely, sql } from 'kysely';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;

export type WaitingReview = Awaited<ReturnType<typeof listWaitingReviews>>[number];

/** As in the list of reviews: urgency, then what is due first, what has no due date before all. */
const place = sql`review.urgency, coalesce(review.due_on, '-infinity'::date), review.id`;

/**
 * Reviews that wait for a person, in the order of the queue: for a decision, or decided and not yet
 * signed. Their analyses, which are large and never change, are not among it.
 */
export async function listWaitingReviews(db: Db, limit: number) {
  // A tube whose report is out has moved on: what is left is few, however many were ever decided.
  const unsigned = db
    .selectFrom('specimen as tube')
    .innerJoin('sample as tested', 'tested.specimen_id', 'tube.id')
    .innerJoin('review as decided', 'decided.sample_id', 'tested.id')
    .where('tube.state', '=', sql.lit('ANALYSED'))
    .where('decided.state', 'in', ['APPROVED', 'NO_CALL'])
    .select('decided.id');
  return db
    .selectFrom('review')
    .innerJoin('sample', 'sample.id', 'review.sample_id')
    .innerJoin('run', 'run.id', 'sample.run_id')
    .innerJoin('batch', 'batch.run_id', 'run.id')
    .innerJoin('specimen', 'specimen.id', 'sample.specimen_id')
    .innerJoin('pregnancy', 'pregnancy.id', 'specimen.pregnancy_id')
    .innerJoin('analysis_result', 'analysis_result.id', 'review.analysis_result_id')
    .leftJoin('actor as reviewer', 'reviewer.id', 'review.reviewer')
    .leftJoin('report', 'report.review_id', 'review.id')
    .select([
      'review.id',
      'review.state',
      'review.reasons',
      'review.urgency',
      'review.comment_sealed as commentSealed',
      'review.decided_at as decidedAt',
      'review.analysis_result_id as analysisResultId',
      'analysis_result.body_sha256 as analysisSha256',
      'reviewer.name as reviewerName',
      'reviewer.display_name as reviewerDisplayName',
      'report.id as reportId',
      'sample.id as sampleId',
      'sample.name as sampleName',
      'run.id as runId',
      'run.flowcell',
      'batch.state as batchState',
      'pregnancy.population_class as populationClass',
      'pregnancy.fetus_count as fetusCount',
      'specimen.drawn_on as drawnOn',
      'specimen.parent_specimen_id as parentSpecimenId',
    ])
    .where((where) =>
      where.or([
        where('review.state', 'in', ['PENDING', 'IN_REVIEW']),
        where('review.id', 'in', unsigned),
      ]),
    )
    .where('report.id', 'is', null)
    .orderBy(place)
    .limit(limit)
    .execute();
}

/** Bodies of analyses by their ids. */
export async function getAnalysisBodies(
  db: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('analysis_result')
    .select(['id', 'body'])
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute();
  return new Map(rows.map(({ id, body }) => [id, body]));
}
