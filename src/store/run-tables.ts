import type { ColumnType, Generated } from 'kysely';
import type { Light } from '../casework/quality/light.ts';
import type { RestrictedPurpose } from '../casework/quality/restricted-purpose.ts';
import type { ShadowComparison } from './shadow-run-store.ts';

/** Written as a JSON text, read back parsed. */
type Json<T> = ColumnType<T, string, string>;
/** Made by the database from another column. */
type Read<T> = ColumnType<T, never, never>;
/** A 64-bit whole number; reading one that a number would round throws. */
type Bigint = number;

interface RunTable {
  id: string;
  instrument: string;
  flowcell: string;
  aligner: Json<Record<string, unknown>>;
  lanes: Json<number[]>;
  chemistry: string | null;
  reagent_lots: Json<{ name: string; lot: string }[]>;
  state: string;
  urgent: Generated<boolean>;
  registered_by: string;
  registered_at: Date;
}

interface SampleTable {
  id: string;
  run_id: string;
  name: string;
  kind: string;
  specimen_id: string | null;
  file_name: string;
  state: string;
  problem: Json<Record<string, unknown>> | null;
}

interface SampleFileTable {
  run_id: string;
  sample_id: string;
  file_name: string;
  lane: number | null;
  registered_at: Date;
}

interface UploadTable {
  id: string;
  run_id: string;
  sample_id: string;
  file_name: string;
  size_bytes: Bigint;
  sha256: string;
  started_by: string;
  started_at: Date;
  finished_at: Date | null;
}

interface RunFileTable {
  id: string;
  run_id: string;
  sample_id: string;
  file_name: string;
  size_bytes: Bigint;
  sha256: string;
  state: string;
  problem: Json<Record<string, unknown>> | null;
  received_at: Date;
  stored_at: Generated<Date>;
  deleted_at: Date | null;
  deletion_policy: string | null;
  erased_at: Date | null;
}

interface ClockWatchTable {
  is_only: Generated<boolean>;
  even_since: Date;
  seen_at: Date;
}

interface BinCountsTable {
  id: string;
  sample_id: string;
  input_sha256: string;
  software_version: string;
  header: Json<Record<string, unknown>>;
  autosomes_sealed: Buffer;
  sex_chromosomes_sealed: Buffer;
  counted_at: Date;
}

interface ReferenceModelTable {
  id: string;
  sha256: string;
  assembly: string;
  registered_at: Date;
  state: Generated<string>;
  proposed_by: string | null;
  proposed_at: Date | null;
  decided_by: string | null;
  decided_at: Date | null;
  reason_sealed: Buffer | null;
  used_since: Date | null;
  used_until: Date | null;
}

interface AnalysisResultTable {
  id: string;
  sample_id: string;
  input_sha256: string;
  model_id: string;
  software_version: string;
  body: string;
  body_sha256: string;
  restricted_sealed: Buffer;
  scored_at: Date;
  z13: Read<number | null>;
  z18: Read<number | null>;
  z21: Read<number | null>;
  fetal_fraction: Read<number | null>;
  reads_counted: Read<number | null>;
  calls: Read<{ target: string; verdict: string }[] | null>;
}

interface RestrictedReadingTable {
  id: string;
  analysis_result_id: string;
  reader: string;
  purpose: RestrictedPurpose;
  reason_sealed: Buffer;
  read_at: Date;
}

interface LaboratoryTaskTable {
  id: string;
  kind: string;
  sample_id: string | null;
  analysis_result_id: string | null;
  subject: string | null;
  raised_at: Date;
  closed_at: Date | null;
  closed_by: string | null;
}

interface BatchTable {
  id: string;
  run_id: string;
  state: string;
}

interface BatchGateTable {
  id: string;
  batch_id: string;
  verdict: string;
  limits_version: number;
  inputs_sha256: string;
  lights: Json<Light[]>;
  judged_at: Date;
  released_by: string | null;
  release_reason_sealed: Buffer | null;
  released_at: Date | null;
}

interface LookBackTable {
  id: string;
  touched_by: string;
  value: string;
  reason_sealed: Buffer;
  opened_by: string;
  opened_at: Date;
}

interface LookBackReportTable {
  look_back_id: string;
  report_id: string;
  model_id: string | null;
  software_version: string | null;
  comparison: Json<unknown[]> | null;
  is_changed: boolean | null;
  problem: string | null;
  done_at: Date | null;
}

interface ShadowRunTable {
  id: string;
  model_id: string;
  beside_id: string;
  batches: number;
  opened_by: string;
  opened_at: Date;
}

interface ShadowSampleTable {
  shadow_run_id: string;
  analysis_result_id: string;
  comparison: Json<ShadowComparison> | null;
  is_changed: boolean | null;
  problem: string | null;
  done_at: Date | null;
}

/** The tables of runs: files as they come, and what is computed from them. */
export interface RunTables {
  run: RunTable;
  sample: SampleTable;
  sample_file: SampleFileTable;
  upload: UploadTable;
  run_file: RunFileTable;
  clock_watch: ClockWatchTable;
  bin_counts: BinCountsTable;
  reference_model: ReferenceModelTable;
  analysis_result: AnalysisResultTable;
  restricted_reading: RestrictedReadingTable;
  laboratory_task: LaboratoryTaskTable;
  look_back: LookBackTable;
  look_back_report: LookBackReportTable;
  shadow_run: ShadowRunTable;
  shadow_sample: ShadowSampleTable;
  batch: BatchTable;
  batch_gate: BatchGateTable;
}
