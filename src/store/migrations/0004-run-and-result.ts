import { type Kysely, sql } from 'kysely';

/** A sequencing run, its files as they arrive, and what was computed from them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
create table run (
  id uuid primary key,
  instrument text not null,
  flowcell text not null,
  -- Name, version, reference and duplicate marking of the laboratory's aligner.
  aligner jsonb not null,
  state text not null constraint run_state check (state in (
    'REGISTERED', 'UPLOADING', 'UPLOADED', 'QUEUED', 'PROCESSING', 'QC_PASS', 'QC_FAIL', 'CLOSED')),
  registered_by uuid not null references api_key,
  registered_at timestamptz not null,
  unique (instrument, flowcell)
);

-- One sequenced library: a row of the run's sample sheet.
create table sample (
  id uuid primary key,
  run_id uuid not null references run,
  name text not null,
  kind text not null constraint sample_kind check (kind in (
    'patient', 'no-template-control', 'negative-control', 'positive-control')),
  specimen_id uuid references specimen,
  -- Base name of the BAM its sequencer will send.
  file_name text not null,
  state text not null constraint sample_state check (state in (
    'AWAITING_DATA', 'UPLOADED', 'COUNTED', 'SCORED', 'FAILED')),
  -- The named problem of a FAILED sample.
  problem jsonb,
  unique (run_id, name),
  unique (run_id, file_name),
  constraint sample_specimen check ((kind = 'patient') = (specimen_id is not null)),
  constraint sample_problem check ((state = 'FAILED') = (problem is not null))
);
create index sample_specimen_id on sample (specimen_id);

-- A file on its way in; the bytes that arrived lie in the data folder under its id.
create table upload (
  id text primary key,
  run_id uuid not null references run,
  sample_id uuid not null references sample,
  file_name text not null,
  size_bytes bigint not null constraint upload_size_bytes check (size_bytes >= 0),
  sha256 text not null constraint upload_sha256 check (sha256 ~ '^[0-9a-f]{64}$'),
  started_by uuid not null references api_key,
  started_at timestamptz not null,
  finished_at timestamptz
);
create index upload_sample on upload (sample_id);

-- One accepted upload; its bytes lie in the data folder under its id.
create table run_file (
  id text primary key,
  run_id uuid not null references run,
  sample_id uuid not null references sample,
  file_name text not null,
  size_bytes bigint not null,
  sha256 text not null constraint run_file_sha256 check (sha256 ~ '^[0-9a-f]{64}$'),
  state text not null constraint run_file_state
    check (state in ('RECEIVED', 'VERIFIED', 'REFUSED')),
  problem jsonb,
  received_at timestamptz not null,
  unique (sample_id, sha256)
);

create table bin_counts (
  id uuid primary key,
  sample_id uuid not null references sample,
  input_sha256 text not null,
  software_version text not null,
  -- Sample, assembly and layout. Totals are sealed: they would tell X and Y by subtraction.
  header jsonb not null,
  -- Bins of 1–22, and chromosomes X and Y with the totals: gzip, sealed apart.
  autosomes_sealed bytea not null,
  sex_chromosomes_sealed bytea not null,
  counted_at timestamptz not null,
  unique (sample_id, input_sha256, software_version)
);

create table reference_model (
  id text primary key,
  sha256 text not null,
  assembly text not null,
  registered_at timestamptz not null
);

-- A sealed analysis: body is the exact JSON, never edited.
create table analysis_result (
  id uuid primary key,
  sample_id uuid not null references sample,
  input_sha256 text not null,
  model_id text not null references reference_model,
  software_version text not null,
  body text not null,
  body_sha256 text not null,
  restricted_sealed bytea not null,
  scored_at timestamptz not null,
  unique (sample_id, input_sha256, model_id, software_version)
);
`)
    .execute(db);
}
