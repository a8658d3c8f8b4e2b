import { type Kysely, sql } from 'kysely';

/** Reports that something touched, and what a run beside the original says of each. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
create table look_back (
  id uuid primary key,
  touched_by text not null constraint look_back_touched_by check (touched_by in (
    'model', 'software-version', 'reagent-lot', 'limits-version')),
  value text not null,
  reason_sealed bytea not null,
  opened_by uuid not null references actor,
  opened_at timestamptz not null
);
create table look_back_report (
  look_back_id uuid not null references look_back,
  report_id uuid not null references report,
  -- With what it was run again; null until then, and where that could not be done.
  model_id text,
  software_version text,
  -- Verdict and z of each target, before and after.
  comparison jsonb,
  is_changed boolean,
  -- A kebab-case word: why it could not be run again.
  problem text,
  done_at timestamptz,
  primary key (look_back_id, report_id),
  constraint look_back_report_done check (
    (done_at is null) = (comparison is null and problem is null)
    and (comparison is null) = (is_changed is null)
    and (comparison is null) = (model_id is null)
    and (comparison is null or problem is null))
);
create index look_back_report_waiting on look_back_report (look_back_id, report_id)
  where done_at is null;
create trigger look_back_report_immutable before delete or update on look_back_report
  for each row when (old.done_at is not null) execute function refuse_change();

create index analysis_result_model on analysis_result (model_id);
create index analysis_result_software on analysis_result (software_version);
create index run_reagent_lots on run using gin (reagent_lots jsonb_path_ops);
create index report_analysis_result on report (analysis_result_id);
`)
    .execute(db);
}
