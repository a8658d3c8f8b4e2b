import { type Kysely, sql } from 'kysely';

/** What a run was sequenced with, and the set of files a sample is made of. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
alter table run
  add column lanes jsonb not null default '[]',
  add column chemistry text,
  -- Name and lot of each reagent.
  add column reagent_lots jsonb not null default '[]';

-- The files of the sheet. A sample is counted when all of its files are there; one that is
-- registered later makes a new version of the result. sample.file_name is the first of them.
create table sample_file (
  run_id uuid not null references run,
  sample_id uuid not null references sample,
  file_name text not null,
  lane integer constraint sample_file_lane check (lane between 1 and 64),
  registered_at timestamptz not null,
  primary key (run_id, file_name)
);
create index sample_file_sample on sample_file (sample_id);
insert into sample_file (run_id, sample_id, file_name, registered_at)
  select sample.run_id, sample.id, sample.file_name, run.registered_at
  from sample join run on run.id = sample.run_id;

-- A later result of a sample supersedes the review of the earlier one.
alter table review drop constraint review_sample_id_key;
create unique index review_of_sample on review (sample_id) where state <> 'SUPERSEDED';
create index review_sample_id on review (sample_id);
alter table review drop constraint review_state;
alter table review add constraint review_state check (state in (
  'PENDING', 'IN_REVIEW', 'APPROVED', 'RETEST', 'REDRAW', 'NO_CALL', 'SUPERSEDED'));
alter table review drop constraint review_decided;
alter table review add constraint review_decided check (
  (state = 'SUPERSEDED' or (state in ('PENDING', 'IN_REVIEW')) = (decided_at is null))
  and (decided_at is null) = (reviewer is null)
  and (decided_at is null) = (calls is null));

-- What a person has to look at although no state asks for it.
create table laboratory_task (
  id uuid primary key,
  kind text not null constraint laboratory_task_kind check (kind in ('result-after-report')),
  sample_id uuid not null references sample,
  analysis_result_id uuid not null references analysis_result,
  raised_at timestamptz not null,
  closed_at timestamptz,
  closed_by uuid references actor,
  constraint laboratory_task_closed check ((closed_at is null) = (closed_by is null)),
  unique (sample_id, analysis_result_id)
);
`)
    .execute(db);
}
