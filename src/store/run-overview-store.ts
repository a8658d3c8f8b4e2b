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
      'run.urgent',
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
    .groupBy('run.urgent')
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
      'review.reasons as reviewReasons',
      'report.id as reportId',
    ])
    .where('sample.run_id', '=', runId)
    .execute();
}

/** Every sample of a pregnancy's tubes, the oldest first, with its newest analysis. */
export async function listSamplesOfPregnancy(db: Db, pregnancyId: string) {
  return db
    .selectFrom('specimen')
    .innerJoin('sample', 'sample.specimen_id', 'specimen.id')
    .innerJoin('run', 'run.id', 'sample.run_id')
    .leftJoin('review', (join) =>
      join.onRef('review.sample_id', '=', 'sample.id').on('review.state', '<>', 'SUPERSEDED'),
    )
    .leftJoinLateral(
      (from) =>
        from
          .selectFrom('analysis_result')
          .whereRef('analysis_result.sample_id', '=', 'sample.id')
          .orderBy('analysis_result.id', 'desc')
          .limit(1)
          .select(['analysis_result.body', 'analysis_result.scored_at'])
          .as('newest'),
      (join) => join.onTrue(),
    )
    .select([
      ...(['sample.id', 'sample.name', 'sample.state', 'sample.run_id as runId'] as const),
      ...(['run.flowcell', 'specimen.id as specimenId', 'review.state as reviewState'] as const),
      ...(['newest.body as analysisBody', 'newest.scored_at as scoredAt'] as const),
    ])
    .where('specimen.pregnancy_id', '=', pregnancyId)
    .orderBy('sample.id')
    .execute();
}
