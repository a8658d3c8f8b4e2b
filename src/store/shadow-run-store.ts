import { type Kysely, sql } from 'kysely';
import type { VerdictChange } from '../casework/review/changed-verdicts.ts';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;

/** What two models say of one sample's counts. */
export interface ShadowComparison {
  readonly targets: readonly VerdictChange[];
  readonly fetalFraction: { readonly before: number | null; readonly after: number | null };
}

interface NewShadowRun {
  readonly id: string;
  readonly modelId: string;
  readonly besideId: string;
  /** So many of the newest judged batches. */
  readonly batches: number;
  readonly openedBy: string;
  readonly openedAt: Date;
}

/** Opens a run on the newest analyses of the last batches by the model in use; answers how many. */
export async function insertShadowRun(db: Db, opened: NewShadowRun): Promise<number> {
  await db
    .insertInto('shadow_run')
    .values({
      ...{ id: opened.id, model_id: opened.modelId, beside_id: opened.besideId },
      ...{ batches: opened.batches, opened_by: opened.openedBy, opened_at: opened.openedAt },
    })
    .execute();
  const { numAffectedRows } = await sql`
    insert into shadow_sample (shadow_run_id, analysis_result_id)
    select ${opened.id}::uuid, newest.id
      from (select run_id from batch where state <> 'OPEN'
               and exists (select from sample join analysis_result on sample_id = sample.id
                            where sample.run_id = batch.run_id
                              and model_id = ${opened.besideId})
             order by run_id desc limit ${opened.batches}) as last
      join sample on sample.run_id = last.run_id
      join lateral (select id from analysis_result as result
                     where result.sample_id = sample.id and result.model_id = ${opened.besideId}
                     order by id desc limit 1) as newest on true`.execute(db);
  return Number(numAffectedRows ?? 0);
}

/** Samples of a run that wait, with what the model in use said of them. */
export async function listWaitingShadowSamples(db: Db, shadowRunId: string, limit: number) {
  return db
    .selectFrom('shadow_sample as each')
    .innerJoin('shadow_run as run', 'run.id', 'each.shadow_run_id')
    .innerJoin('reference_model as model', 'model.id', 'run.model_id')
    .innerJoin('analysis_result as result', 'result.id', 'each.analysis_result_id')
    .select(['result.id as resultId', 'result.sample_id as sampleId', 'result.body'])
    .select(['result.input_sha256 as inputSha256', 'model.id as modelId'])
    .select(['model.sha256 as modelSha256'])
    .where('each.shadow_run_id', '=', shadowRunId)
    .where('each.done_at', 'is', null)
    .orderBy('each.analysis_result_id')
    .limit(limit)
    .execute();
}

interface ShadowOutcome {
  readonly shadowRunId: string;
  readonly resultId: string;
  readonly doneAt: Date;
  readonly outcome:
    | { readonly problem: string }
    | { readonly comparison: ShadowComparison; readonly isChanged: boolean };
}

/** Keeps what a candidate says of a sample, once. */
export async function keepShadowSample(db: Db, kept: ShadowOutcome): Promise<void> {
  const { outcome } = kept;
  const found =
    'problem' in outcome
      ? { problem: outcome.problem }
      : { comparison: JSON.stringify(outcome.comparison), is_changed: outcome.isChanged };
  await db
    .updateTable('shadow_sample')
    .set({ ...found, done_at: kept.doneAt })
    .where('shadow_run_id', '=', kept.shadowRunId)
    .where('analysis_result_id', '=', kept.resultId)
    .where('done_at', 'is', null)
    .execute();
}

/** Runs of which a sample waits. */
export async function listUnfinishedShadowRuns(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('shadow_sample')
    .select('shadow_run_id as id')
    .distinct()
    .where('done_at', 'is', null)
    .orderBy('shadow_run_id')
    .execute();
  return rows.map(({ id }) => id);
}

/** A model's last run beside another, with how far it is. */
export async function findShadowRun(db: Db, modelId: string) {
  const row = await db
    .selectFrom('shadow_run as run')
    .innerJoin('actor', 'actor.id', 'run.opened_by')
    .innerJoinLateral(
      (from) =>
        from
          .selectFrom('shadow_sample as each')
          .whereRef('each.shadow_run_id', '=', 'run.id')
          .select((of) => [
            of.fn.countAll<number>().as('samples'),
            of.fn.countAll<number>().filterWhere('each.done_at', 'is', null).as('waiting'),
            of.fn.countAll<number>().filterWhere('each.is_changed', '=', true).as('changed'),
            of.fn.countAll<number>().filterWhere('each.problem', 'is not', null).as('failed'),
          ])
          .as('counts'),
      (join) => join.onTrue(),
    )
    .select(['run.id', 'run.beside_id as besideId', 'run.batches', 'run.opened_at as openedAt'])
    .select(['actor.display_name as openedBy', 'counts.samples', 'counts.waiting'])
    .select(['counts.changed', 'counts.failed'])
    .where('run.model_id', '=', modelId)
    .orderBy('run.id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** What a run found of each sample so far, run by run. */
export async function listShadowSamples(db: Db, shadowRunId: string) {
  return db
    .selectFrom('shadow_sample as each')
    .innerJoin('analysis_result as result', 'result.id', 'each.analysis_result_id')
    .innerJoin('sample', 'sample.id', 'result.sample_id')
    .innerJoin('run', 'run.id', 'sample.run_id')
    .select(['sample.id', 'sample.name', 'run.id as runId', 'run.flowcell as batch'])
    .select(['each.comparison', 'each.is_changed as isChanged', 'each.problem'])
    .where('each.shadow_run_id', '=', shadowRunId)
    .where('each.done_at', 'is not', null)
    .orderBy('run.id')
    .orderBy('sample.id')
    .execute();
}
