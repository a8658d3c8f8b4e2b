import { type Kysely, type RawBuilder, sql } from 'kysely';
import { type AftercareSubject, aftercareSubjects } from './aftercare-steps.ts';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;

/** What a day's reminders are of. */
export const remindedSubjects = [
  'high-risk-case',
  'follow-up',
  'redraw',
] as const satisfies readonly AftercareSubject[];

export type RemindedSubject = (typeof remindedSubjects)[number];

/** The ones of a kind that are due and nobody is reminded of, the longest due first. */
export async function listUnremembered(
  db: Db,
  { subject, today, limit }: { subject: RemindedSubject; today: string; limit: number },
): Promise<string[]> {
  const { table, task } = aftercareSubjects[subject];
  const name: RawBuilder<string> = sql`${`${subject}/`}::text || due.id`;
  const { rows } = await sql<{ id: string }>`
    select due.id from ${sql.table(table)} as due
     where due.due_on <= ${today}::date and not exists (
       select from laboratory_task as task
        where task.kind = ${task} and task.subject = ${name} and task.closed_at is null)
     order by due.due_on, due.id limit ${limit}::int`.execute(db);
  return rows.map(({ id }) => id);
}

/** Marks the follow-ups whose day has come; answers which. */
export async function markFollowUpsDue(db: Db, today: string): Promise<string[]> {
  const rows = await db
    .updateTable('follow_up')
    .set({ state: 'DUE', attempts: 0, revision: sql<number>`revision + 1` })
    .where('state', 'in', ['SCHEDULED', 'CONTACTED'])
    .where('due_on', '<=', today)
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}
