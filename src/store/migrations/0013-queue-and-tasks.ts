import { type Kysely, sql } from 'kysely';

/** What orders the queue of reviews, and tasks that are not about one sample. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
alter table review
  -- 0 high risk, 1 of an urgent run, 2 all others.
  add column urgency smallint not null default 2
    constraint review_urgency check (urgency between 0 and 2),
  -- The last day for its report, or for the notice of a redraw; null where no calendar reaches.
  add column due_on date;
update review set urgency = 0 from analysis_result
  where analysis_result.id = review.analysis_result_id
    and analysis_result.body::jsonb -> 'calls' @> '[{"verdict": "high-risk"}]';
drop index review_queue;
create index review_queue on review
  (state, urgency, (coalesce(due_on, '-infinity'::date)), id);

alter table laboratory_task alter column sample_id drop not null;
alter table laboratory_task alter column analysis_result_id drop not null;
-- What else a task is about, as in the audit chain.
alter table laboratory_task add column subject text;
alter table laboratory_task drop constraint laboratory_task_kind;
alter table laboratory_task add constraint laboratory_task_kind check (kind in (
  'result-after-report', 'calendar-year-missing', 'claim-of-revoked-report'));
alter table laboratory_task add constraint laboratory_task_about check (
  (kind = 'result-after-report') = (sample_id is not null)
  and (sample_id is null) = (analysis_result_id is null)
  and (sample_id is null) = (subject is not null));
create unique index laboratory_task_subject on laboratory_task (kind, subject);
`)
    .execute(db);
}
