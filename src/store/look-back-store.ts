import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { VerdictChange } from '../casework/review/changed-verdicts.ts';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;

/** What may have touched a report. */
export const touches = ['model', 'software-version', 'reagent-lot', 'limits-version'] as const;

export interface Touch {
  readonly by: (typeof touches)[number];
  readonly value: string;
}

/** Reports of any state that something touched, oldest first, after a cursor. */
export async function listTouchedReports(
  db: Db,
  options: Touch & { after: string | undefined; limit: number },
) {
  const query = selectTouched(db, options).orderBy('report.id').limit(options.limit);
  const { after } = options;
  return (after === undefined ? query : query.where('report.id', '>', after)).execute();
}

/** Reports of any state that something touched, with what they were made from. */
export function selectTouched(db: Db, touch: Touch) {
  return db
    .selectFrom('report')
    .innerJoin('analysis_result', 'analysis_result.id', 'report.analysis_result_id')
    .innerJoin('sample', 'sample.id', 'analysis_result.sample_id')
    .innerJoin('run', 'run.id', 'sample.run_id')
    .innerJoin('specimen', 'specimen.id', 'report.specimen_id')
    .select(['report.id', 'report.version', 'report.state', 'report.issued_at as issuedAt'])
    .select(['specimen.number as specimenNumber', 'run.id as runId', 'sample.id as sampleId'])
    .select('analysis_result.model_id as modelId')
    .select('analysis_result.software_version as softwareVersion')
    .where(isTouched(touch));
}

function isTouched({ by, value }: Touch): RawBuilder<boolean> {
  switch (by) {
    case 'model':
      return sql`analysis_result.model_id = ${value}`;
    case 'software-version':
      return sql`(analysis_result.software_version = ${value} or exists (
        select from bin_counts as counts where counts.sample_id = analysis_result.sample_id
           and counts.input_sha256 = analysis_result.input_sha256
           and counts.software_version = ${value}))`;
    case 'reagent-lot':
      return sql`run.reagent_lots @> ${JSON.stringify([{ lot: value }])}::jsonb`;
    case 'limits-version':
      return sql`exists (
        select from batch join batch_gate as gate on gate.batch_id = batch.id
         where batch.run_id = run.id and gate.limits_version::text = ${value})`;
  }
}

interface NewLookBack extends Touch {
  readonly id: string;
  readonly reasonSealed: Buffer;
  readonly openedBy: string;
  readonly openedAt: Date;
}

/** Opens a look-back on every report in force that was touched; answers how many. */
export async function insertLookBack(db: Db, opened: NewLookBack): Promise<number> {
  await db
    .insertInto('look_back')
    .values({
      ...{ id: opened.id, touched_by: opened.by, value: opened.value },
      ...{ reason_sealed: opened.reasonSealed, opened_by: opened.openedBy },
      opened_at: opened.openedAt,
    })
    .execute();
  const touched = selectTouched(db, opened).where('report.state', '=', 'ISSUED').as('touched');
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('look_back_report')
    .columns(['look_back_id', 'report_id'])
    .expression(
      db.selectFrom(touched).select([sql<string>`${opened.id}::uuid`.as('of'), 'touched.id']),
    )
    .executeTakeFirstOrThrow();
  return Number(numInsertedOrUpdatedRows ?? 0);
}

export type LookBackRow = Awaited<ReturnType<typeof listLookBacks>>[number];

export async function getLookBack(db: Db, id: string): Promise<LookBackRow | null> {
  return (await selectLookBacks(db).where('look_back.id', '=', id).executeTakeFirst()) ?? null;
}

/** Look-backs, newest first, before a cursor. */
export async function listLookBacks(
  db: Db,
  { before, limit }: { before: string | undefined; limit: number },
) {
  const query = selectLookBacks(db).orderBy('look_back.id', 'desc').limit(limit);
  return (before === undefined ? query : query.where('look_back.id', '<', before)).execute();
}

function selectLookBacks(db: Db) {
  return db
    .selectFrom('look_back')
    .innerJoin('actor', 'actor.id', 'look_back.opened_by')
    .innerJoinLateral(
      (from) =>
        from
          .selectFrom('look_back_report as each')
          .whereRef('each.look_back_id', '=', 'look_back.id')
          .select((of) => [
            of.fn.countAll<number>().as('reports'),
            of.fn.countAll<number>().filterWhere('each.done_at', 'is', null).as('waiting'),
            of.fn.countAll<number>().filterWhere('each.is_changed', '=', true).as('changed'),
            of.fn.countAll<number>().filterWhere('each.problem', 'is not', null).as('failed'),
          ])
          .as('counts'),
      (join) => join.onTrue(),
    )
    .select(['look_back.id', 'look_back.touched_by as by', 'look_back.value'])
    .select(['look_back.reason_sealed as reasonSealed', 'look_back.opened_at as openedAt'])
    .select(['actor.display_name as openedBy'])
    .select(['counts.reports', 'counts.waiting', 'counts.changed', 'counts.failed']);
}

export const lookBackOutcomes = ['waiting', 'changed', 'same', 'failed'] as const;

export type LookBackOutcome = (typeof lookBackOutcomes)[number];

/** The reports of a look-back, oldest first, after a cursor. */
export async function listLookBackReports(
  db: Db,
  options: {
    id: string;
    outcome: LookBackOutcome | undefined;
    after: string | undefined;
    limit: number;
  },
) {
  const outcome = sql<LookBackOutcome>`case when each.done_at is null then 'waiting'
    when each.problem is not null then 'failed' when each.is_changed then 'changed'
    else 'same' end`;
  let query = db
    .selectFrom('look_back_report as each')
    .innerJoin('report', 'report.id', 'each.report_id')
    .innerJoin('specimen', 'specimen.id', 'report.specimen_id')
    .select(['report.id as reportId', 'report.state', 'specimen.number as specimenNumber'])
    .select(['each.model_id as modelId', 'each.software_version as softwareVersion'])
    .select(['each.comparison', 'each.problem', 'each.done_at as doneAt'])
    .select(outcome.as('outcome'))
    .where('each.look_back_id', '=', options.id)
    .orderBy('each.report_id')
    .limit(options.limit);
  if (options.outcome !== undefined) query = query.where(outcome, '=', options.outcome);
  if (options.after !== undefined) query = query.where('each.report_id', '>', options.after);
  return query.execute();
}

/** What look-backs said of a report that it does not say itself, the newest first. */
export async function listLookBacksOfReport(db: Db, reportId: string) {
  return db
    .selectFrom('look_back_report as each')
    .innerJoin('look_back', 'look_back.id', 'each.look_back_id')
    .select(['look_back.id', 'look_back.touched_by as by', 'look_back.value'])
    .select(['each.model_id as modelId', 'each.software_version as softwareVersion'])
    .select(['each.comparison', 'each.problem', 'each.done_at as doneAt'])
    .where('each.report_id', '=', reportId)
    .where((of) => of.or([of('each.is_changed', '=', true), of('each.problem', 'is not', null)]))
    .orderBy('each.look_back_id', 'desc')
    .limit(20)
    .execute();
}

/** Whether a report of a look-back still waits to be run again. */
export async function isLookBackWaiting(db: Db, id: string): Promise<boolean> {
  return (await listWaitingReports(db, id, 1)).length > 0;
}

/** Reports of a look-back that wait to be run again, with what they were made from. */
export async function listWaitingReports(db: Db, lookBackId: string, limit: number) {
  return db
    .selectFrom('look_back_report as each')
    .innerJoin('report', 'report.id', 'each.report_id')
    .innerJoin('analysis_result', 'analysis_result.id', 'report.analysis_result_id')
    .select(['each.report_id as reportId', 'analysis_result.sample_id as sampleId'])
    .select(['analysis_result.input_sha256 as inputSha256', 'analysis_result.body'])
    .where('each.look_back_id', '=', lookBackId)
    .where('each.done_at', 'is', null)
    .orderBy('each.report_id')
    .limit(limit)
    .execute();
}

interface Rerun {
  readonly lookBackId: string;
  readonly reportId: string;
  readonly doneAt: Date;
  readonly outcome:
    | { readonly problem: string }
    | {
        readonly modelId: string;
        readonly softwareVersion: string;
        readonly comparison: readonly VerdictChange[];
        readonly isChanged: boolean;
      };
}

/** Keeps what running a report's counts again said, once; false if it is kept already. */
export async function keepRerun(db: Db, rerun: Rerun): Promise<boolean> {
  const { outcome } = rerun;
  const kept =
    'problem' in outcome
      ? { problem: outcome.problem }
      : {
          ...{ model_id: outcome.modelId, software_version: outcome.softwareVersion },
          ...{ comparison: JSON.stringify(outcome.comparison), is_changed: outcome.isChanged },
        };
  const result = await db
    .updateTable('look_back_report')
    .set({ ...kept, done_at: rerun.doneAt })
    .where('look_back_id', '=', rerun.lookBackId)
    .where('report_id', '=', rerun.reportId)
    .where('done_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Look-backs of which a report waits. */
export async function listUnfinishedLookBacks(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('look_back_report')
    .select('look_back_id as id')
    .distinct()
    .where('done_at', 'is', null)
    .orderBy('look_back_id')
    .execute();
  return rows.map(({ id }) => id);
}
