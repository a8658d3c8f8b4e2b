import { type Kysely, sql } from 'kysely';

/** Samples that are judged together, and what their gate found each time. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
create table batch (
  id uuid primary key,
  -- The sheet of a run names no plates: its samples are one batch.
  run_id uuid not null unique references run,
  state text not null constraint batch_state check (state in (
    'OPEN', 'SEQUENCED', 'CONTROLS_OK', 'CONTROLS_FAIL', 'HELD', 'RELEASED'))
);
create index batch_queue on batch (state, id);
insert into batch (id, run_id, state) select gen_random_uuid(), id, 'OPEN' from run;

create table batch_gate (
  id uuid primary key,
  batch_id uuid not null references batch,
  verdict text not null constraint batch_gate_verdict check (verdict in ('pass', 'fail')),
  limits_version integer not null,
  -- Names the samples and results it was found from.
  inputs_sha256 text not null,
  lights jsonb not null,
  judged_at timestamptz not null,
  -- Who let its batch go all the same, and why.
  released_by uuid references actor,
  release_reason_sealed bytea,
  released_at timestamptz,
  constraint batch_gate_released check (
    (released_by is null) = (released_at is null)
    and (released_by is null) = (release_reason_sealed is null)
    and (released_by is null or verdict = 'fail'))
);
create index batch_gate_batch on batch_gate (batch_id, id);
create trigger batch_gate_immutable before delete or update of
  id, batch_id, verdict, limits_version, inputs_sha256, lights, judged_at on batch_gate
  for each row execute function refuse_change();
`)
    .execute(db);
}
