import { type Kysely, sql } from 'kysely';
import { newId } from './new-id.ts';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;

/** Asks a person to look at a result that came after its sample's report. Once a result. */
export async function raiseTask(
  db: Db,
  task: { sampleId: string; analysisResultId: string; raisedAt: Date },
): Promise<void> {
  await db
    .insertInto('laboratory_task')
    .values({
      ...{ id: newId(), kind: 'result-after-report', sample_id: task.sampleId },
      ...{ analysis_result_id: task.analysisResultId, raised_at: task.raisedAt },
    })
    .onConflict((conflict) => conflict.columns(['sample_id', 'analysis_result_id']).doNothing())
    .execute();
}

/** What a person is asked to look at beside results that come late. */
export const noticeKinds = [
  'calendar-year-missing',
  'claim-of-revoked-report',
  'case-of-amended-report',
  'look-back-finding',
] as const;

type NoticeKind = (typeof noticeKinds)[number];

/** What somebody is reminded of until it is done: such a task is not closed by hand. */
export const reminderKinds = ['high-risk-case-due', 'follow-up-due', 'redraw-due'] as const;

type ReminderKind = (typeof reminderKinds)[number];

export type TaskKind = 'result-after-report' | NoticeKind | ReminderKind;

/** Asks a person to look at something else; false if the same was asked before. */
export async function raiseNotice(
  db: Db,
  notice: { kind: NoticeKind | ReminderKind; subject: string; raisedAt: Date },
): Promise<boolean> {
  const result = await db
    .insertInto('laboratory_task')
    .values({
      ...{ id: newId(), kind: notice.kind, sample_id: null, analysis_result_id: null },
      ...{ subject: notice.subject, raised_at: notice.raisedAt },
    })
    // No columns: the index is one of several, told apart by the kind.
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** Tasks of some kinds that nobody closed, oldest first, after a cursor. */
export async function listOpenTasks(
  db: Db,
  options: { kinds: readonly TaskKind[]; after: string | undefined; limit: number },
) {
  const { kinds, after, limit } = options;
  let query = db
    .selectFrom('laboratory_task')
    .leftJoin('sample', 'sample.id', 'laboratory_task.sample_id')
    .select([
      'laboratory_task.id',
      'laboratory_task.kind',
      'laboratory_task.sample_id as sampleId',
      'laboratory_task.analysis_result_id as analysisResultId',
      'laboratory_task.subject',
      'laboratory_task.raised_at as raisedAt',
      'sample.run_id as runId',
      'sample.name as sampleName',
    ])
    .select(pregnancyOfTask.as('pregnancyId'))
    .where('laboratory_task.closed_at', 'is', null)
    .where('laboratory_task.kind', 'in', [...kinds])
    .orderBy('laboratory_task.id')
    .limit(limit);
  if (after !== undefined) query = query.where('laboratory_task.id', '>', after);
  return query.execute();
}

/** Whose aftercare a task is about; null where it is about something else. */
const pregnancyOfTask = sql<string | null>`case laboratory_task.kind
  when 'high-risk-case-due' then (select pregnancy_id from high_risk_case as due
    where due.id = split_part(laboratory_task.subject, '/', 2)::uuid)
  when 'follow-up-due' then (select pregnancy_id from follow_up as due
    where due.id = split_part(laboratory_task.subject, '/', 2)::uuid)
  when 'redraw-due' then (select pregnancy_id from redraw as due
    where due.id = split_part(laboratory_task.subject, '/', 2)::uuid)
  when 'case-of-amended-report' then (select specimen.pregnancy_id from report
    join specimen on specimen.id = report.specimen_id
    where report.id = split_part(laboratory_task.subject, '/', 2)::uuid)
  end`;

/** Whether a task stays open until its subject was acted on. */
export async function isReminder(db: Db, id: string): Promise<boolean> {
  const row = await db
    .selectFrom('laboratory_task')
    .select('kind')
    .where('id', '=', id)
    .where('closed_at', 'is', null)
    .executeTakeFirst();
  return row !== undefined && reminderKinds.some((kind) => kind === row.kind);
}

/** Closes what reminds of a subject somebody acted on. */
export async function closeReminder(
  db: Db,
  { subject, closedBy, closedAt }: { subject: string; closedBy: string; closedAt: Date },
): Promise<void> {
  await db
    .updateTable('laboratory_task')
    .set({ closed_at: closedAt, closed_by: closedBy })
    .where('kind', 'in', [...reminderKinds])
    .where('subject', '=', subject)
    .where('closed_at', 'is', null)
    .execute();
}

/** Closes a task of some kinds; false if it is closed, or there is none. */
export async function closeTask(
  db: Db,
  task: { id: string; kinds: readonly TaskKind[]; closedBy: string; closedAt: Date },
): Promise<boolean> {
  const result = await db
    .updateTable('laboratory_task')
    .set({ closed_at: task.closedAt, closed_by: task.closedBy })
    .where('id', '=', task.id)
    .where('kind', 'in', [...task.kinds])
    .where('closed_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}
