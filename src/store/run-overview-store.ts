import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;

/** The newest runs with how many of their samples are done and wait for a reviewer. */
export async function listRunLines(db: Db, limit: number) {
  // The newest first, so that the samples of older runs are never counted.
  const newest = db.selectFrom('run').selectAll().orderBy('run.id', 'desc').limit(limit);
  return db
    .selectFrom(newest.as('run'))
    .leftJoin('sample', 'sample.run_id', 'run.id')
    .leftJoin('review', (join) =>
      join.onRef('review.sample_id', '=', 'sample.id').on('review.state', '<>', 'SUPERSEDED'),
    )
    .select((select) => [
      'run.id',
      'run.instrument',
      'run.flowcell',
      'run.state',
      'run.registered_at as registeredAt',
      select.fn.count<number>('sample.id').as('sampleCount'),
      select.fn
        .count<number>('sample.id')
        .filterWhere('sample.state', '=', 'SCORED')
        .as('scoredCount'),
      select.fn
        .count<number>('sample.id')
        .filterWhere('sample.state', '=', 'FAILED')
        .as('failedCount'),
      select.fn
        .count<number>('sample.id')
        .filterWhere('sample.state', 'in', ['UPLOADED', 'COUNTED'])
        .as('workingCount'),
      select.fn
        .count<number>('review.id')
        .filterWhere('review.state', 'in', ['PENDING', 'IN_REVIEW'])
        .as('pendingReviewCount'),
    ])
    .groupBy(['run.id', 'run.instrument', 'run.flowcell', 'run.state', 'run.registered_at'])
    .orderBy('run.id', 'desc')
    .execute();
}

/** What came of each sample of a run so far: newest analysis, review and report. */
export async function listSampleOutcomes(db: Db, runId: string) {
  return db
    .selectFrom('sample')
    .leftJoin('review', (join) =>
      join.onRef('review.sample_id', '=', 'sample.id').on('review.state', '<>', 'SUPERSEDED'),
    )
    .leftJoin('report', 'report.review_id', 'review.id')
    .leftJoinLateral(
      (from) =>
        from
          .selectFrom('analysis_result')
          .whereRef('analysis_result.sample_id', '=', 'sample.id')
          .orderBy('analysis_result.id', 'desc')
          .limit(1)
          .select('analysis_result.body')
          .as('newest'),
      (join) => join.onTrue(),
    )
    .select([
      'sample.id as sampleId',
      'newest.body as analysisBody',
      'review.state as reviewState',
      'report.id as reportId',
    ])
    .where('sample.run_id', '=', runId)
    .execute();
}
