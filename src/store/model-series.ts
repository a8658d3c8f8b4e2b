import { type Kysely, sql } from 'kysely';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;

/** What the series of a model is narrowed to. */
export interface SeriesFilter {
  readonly instrument: string | undefined;
  readonly reagentLot: string | undefined;
}

export type SeriesRow = Awaited<ReturnType<typeof listModelSeries>>[number];

/**
 * The newest analyses made with a model, the oldest first, run by run: of each patient's sample and
 * negative control the last one.
 */
export async function listModelSeries(
  db: Db,
  options: SeriesFilter & { modelId: string; limit: number },
) {
  const { instrument, reagentLot, limit } = options;
  let query = selectSeries(db, options.modelId)
    .select(['sample.id', 'sample.name', 'run.id as runId', 'run.flowcell', 'run.instrument'])
    .select(['run.reagent_lots as reagentLots', 'result.scored_at as scoredAt', 'result.body'])
    .orderBy('run.id', 'desc')
    .orderBy('result.id', 'desc')
    .limit(limit);
  if (instrument !== undefined) query = query.where('run.instrument', '=', instrument);
  if (reagentLot !== undefined) query = query.where(hasLot(reagentLot));
  return (await query.execute()).reverse();
}

function hasLot(lot: string) {
  return sql<boolean>`run.reagent_lots @> ${JSON.stringify([{ lot }])}::jsonb`;
}

/** The instruments and reagent lots of the newest runs that a model scored, by name. */
export async function listModelOrigins(
  db: Db,
  modelId: string,
): Promise<{ instruments: string[]; reagentLots: string[] }> {
  const rows = await selectSeries(db, modelId)
    .select(['run.id', 'run.instrument', 'run.reagent_lots as reagentLots'])
    .distinct()
    .orderBy('run.id', 'desc')
    .limit(runsMax)
    .execute();
  const sorted = (names: string[]) => [...new Set(names)].sort();
  return {
    instruments: sorted(rows.map(({ instrument }) => instrument)),
    reagentLots: sorted(rows.flatMap(({ reagentLots }) => reagentLots.map(({ lot }) => lot))),
  };
}

const runsMax = 200;
const judged = ['patient', 'negative-control'];

function selectSeries(db: Db, modelId: string) {
  return db
    .selectFrom('analysis_result as result')
    .innerJoin('sample', 'sample.id', 'result.sample_id')
    .innerJoin('run', 'run.id', 'sample.run_id')
    .where('result.model_id', '=', modelId)
    .where('sample.kind', 'in', judged)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('analysis_result as later')
            .select('later.id')
            .whereRef('later.sample_id', '=', 'result.sample_id')
            .whereRef('later.model_id', '=', 'result.model_id')
            .whereRef('later.id', '>', 'result.id'),
        ),
      ),
    );
}
