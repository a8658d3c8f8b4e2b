import { type Kysely, sql } from 'kysely';

/** A candidate model run beside the one in use on what the last batches were scored from. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
create table shadow_run (
  id uuid primary key,
  model_id text not null references reference_model,
  -- The model that was in use when it was asked for.
  beside_id text not null references reference_model,
  batches integer not null constraint shadow_run_batches check (batches >= 1),
  opened_by uuid not null references actor,
  opened_at timestamptz not null
);
create index shadow_run_model on shadow_run (model_id, id);
create table shadow_sample (
  shadow_run_id uuid not null references shadow_run,
  analysis_result_id uuid not null references analysis_result,
  -- Verdict and z of each target, and the fetal fraction, before and after.
  comparison jsonb,
  is_changed boolean,
  -- A kebab-case word: why it could not be run.
  problem text,
  done_at timestamptz,
  primary key (shadow_run_id, analysis_result_id),
  constraint shadow_sample_done check (
    (done_at is null) = (comparison is null and problem is null)
    and (comparison is null) = (is_changed is null)
    and (comparison is null or problem is null))
);
create index shadow_sample_waiting on shadow_sample (shadow_run_id, analysis_result_id)
  where done_at is null;
create trigger shadow_sample_immutable before delete or update on shadow_sample
  for each row when (old.done_at is not null) execute function refuse_change();
`)
    .execute(db);
}
