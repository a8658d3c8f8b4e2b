import { type Kysely, sql } from 'kysely';
import type { AnalysisResult } from '../analysis/analysis-result.ts';
import type { ReviewedCall } from '../casework/review/review-decision.ts';
import type { ReviewState } from '../casework/review/review-state.ts';
import type { QueuePlace } from '../casework/review/turnaround.ts';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;

export interface NewReview {
  readonly id: string;
  readonly sampleId: string;
  readonly analysisResultId: string;
  readonly reasons: readonly string[];
  readonly place: QueuePlace;
}

/** Puts a scored sample before a reviewer; false if it stands there already. */
export async function insertReview(db: Db, review: NewReview): Promise<boolean> {
  const result = await db
    .insertInto('review')
    .values({
      id: review.id,
      sample_id: review.sampleId,
      analysis_result_id: review.analysisResultId,
      state: 'PENDING',
      reasons: JSON.stringify(review.reasons),
      urgency: sql<number>`case when ${review.place.isHighRisk} then 0 else (
        select case when run.urgent then 1 else 2 end
        from run join sample on sample.run_id = run.id where sample.id = ${review.sampleId}) end`,
      due_on: review.place.dueOn,
    })
    // A literal: of a prepared statement's parameter the server cannot tell which index is meant.
    .onConflict((conflict) =>
      conflict.column('sample_id').where('state', '<>', sql.lit('SUPERSEDED')).doNothing(),
    )
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

export type ReviewRow = Awaited<ReturnType<typeof listReviews>>[number];

/** A review with its sample, specimen and sealed analysis. */
export async function getReview(db: Db, id: string): Promise<ReviewRow | null> {
  return (await selectReviews(db).where('review.id', '=', id).executeTakeFirst()) ?? null;
}

/** A sample's review, whatever came of it, unless a later result superseded it. */
export async function findReviewOfSample(db: Db, sampleId: string): Promise<ReviewRow | null> {
  const row = await selectReviews(db)
    .where('review.sample_id', '=', sampleId)
    .where('review.state', '<>', 'SUPERSEDED')
    .executeTakeFirst();
  return row ?? null;
}

/** Moves a review that a later result makes void; false if a person moved it first. */
export async function supersedeReview(
  db: Db,
  { id, from }: { id: string; from: ReviewState },
): Promise<boolean> {
  const result = await db
    .updateTable('review')
    .set({ state: 'SUPERSEDED' })
    .where('id', '=', id)
    .where('state', '=', from)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Holds a review until the end of the transaction, so that two decisions follow each other. */
export async function lockReview(db: Db, id: string): Promise<void> {
  await db.selectFrom('review').select('id').where('id', '=', id).forUpdate().execute();
}

/** Where a review stands in the queue; what has no due date stands before what has one. */
const place = sql`listed.urgency, coalesce(listed.due_on, '-infinity'::date), listed.id`;

/** Reviews by urgency, after a cursor: high risk, urgent runs; then what is due first. */
export async function listReviews(
  db: Db,
  options: { state: ReviewState | undefined; after: string | undefined; limit: number },
) {
  const { state, after } = options;
  let page = db.selectFrom('review as listed').select('listed.id').orderBy(place);
  if (state !== undefined) page = page.where('listed.state', '=', state);
  if (after !== undefined) {
    page = page.where(
      sql<boolean>`(${place}) > (select ${place} from review as listed where listed.id = ${after})`,
    );
  }
  // The page first, so that nothing is joined to the reviews of other pages.
  return selectReviews(db)
    .innerJoin('review as listed', 'listed.id', 'review.id')
    .where('review.id', 'in', page.limit(options.limit))
    .orderBy(place)
    .execute();
}

function selectReviews(db: Db) {
  return db
    .selectFrom('review')
    .innerJoin('sample', 'sample.id', 'review.sample_id')
    .innerJoin('specimen', 'specimen.id', 'sample.specimen_id')
    .innerJoin('analysis_result', 'analysis_result.id', 'review.analysis_result_id')
    .innerJoin('batch', 'batch.run_id', 'sample.run_id')
    .innerJoin('pregnancy', 'pregnancy.id', 'specimen.pregnancy_id')
    .leftJoin('actor as reviewer', 'reviewer.id', 'review.reviewer')
    .leftJoin('report', 'report.review_id', 'review.id')
    .select([
      'review.id',
      'review.state',
      'review.reasons',
      'review.reviewer as reviewerId',
      'reviewer.display_name as reviewerName',
      'review.comment_sealed as commentSealed',
      'review.calls',
      'review.decided_at as decidedAt',
      'review.analysis_result_id as analysisResultId',
      'analysis_result.body as analysisBody',
      'analysis_result.body_sha256 as analysisSha256',
      'analysis_result.scored_at as scoredAt',
      'sample.id as sampleId',
      'sample.name as sampleName',
      'sample.run_id as runId',
      'specimen.id as specimenId',
      'specimen.number as specimenNumber',
      'specimen.state as specimenState',
      'specimen.drawn_on as drawnOn',
      'specimen.parent_specimen_id as parentSpecimenId',
      'specimen.pregnancy_id as pregnancyId',
      'pregnancy.population_class as populationClass',
      'pregnancy.fetus_count as fetusCount',
      'batch.id as batchId',
      'batch.state as batchState',
      'report.id as reportId',
    ]);
}

interface ReviewDecision {
  readonly id: string;
  readonly state: ReviewState;
  readonly reviewer: string;
  readonly commentSealed: Buffer;
  readonly calls: readonly ReviewedCall[];
  readonly decidedAt: Date;
}

/** Decides a review nobody decided; false if somebody did. */
export async function decideReview(db: Db, decision: ReviewDecision): Promise<boolean> {
  const result = await db
    .updateTable('review')
    .set({
      state: decision.state,
      reviewer: decision.reviewer,
      comment_sealed: decision.commentSealed,
      calls: JSON.stringify(decision.calls),
      decided_at: decision.decidedAt,
    })
    .where('id', '=', decision.id)
    .where('state', 'in', ['PENDING', 'IN_REVIEW'])
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Reviews nobody decided, by what their due date is computed from. */
export async function listOpenPlaces(
  db: Db,
): Promise<
  { id: string; drawnOn: string; calls: AnalysisResult['calls']; dueOn: string | null }[]
> {
  return db
    .selectFrom('review')
    .innerJoin('sample', 'sample.id', 'review.sample_id')
    .innerJoin('specimen', 'specimen.id', 'sample.specimen_id')
    .innerJoin('analysis_result', 'analysis_result.id', 'review.analysis_result_id')
    .select([
      'review.id',
      'specimen.drawn_on as drawnOn',
      'review.due_on as dueOn',
      sql<AnalysisResult['calls']>`analysis_result.body::jsonb -> 'calls'`.as('calls'),
    ])
    .where('review.state', 'in', ['PENDING', 'IN_REVIEW'])
    .execute();
}

/** Moves what is open of a run before or behind the others; high risk stays before all. */
export async function setUrgencyOfRun(
  db: Db,
  { runId, urgent }: { runId: string; urgent: boolean },
): Promise<void> {
  await db
    .updateTable('review')
    .from('sample')
    .set({ urgency: urgent ? 1 : 2 })
    .whereRef('sample.id', '=', 'review.sample_id')
    .where('sample.run_id', '=', runId)
    .where('review.urgency', '<>', 0)
    .execute();
}

/** Sets when a review is due, as a newer calendar says. */
export async function setDueOn(
  db: Db,
  { id, dueOn }: { id: string; dueOn: string | null },
): Promise<void> {
  await db.updateTable('review').set({ due_on: dueOn }).where('id', '=', id).execute();
}
