import type { ColumnType, Generated } from 'kysely';
import type { CryptoSuite } from '../security/crypto-suite.ts';
import type { AftercareTables } from './aftercare-tables.ts';
import type { VerificationResult } from './audit-verification-store.ts';
import type { IdentityTables } from './identity-tables.ts';
import type { AmendedDecision } from './report-change-store.ts';
import type { RunTables } from './run-tables.ts';

/** A calendar day `YYYY-MM-DD`, in and out. */
type Day = string;
/** Written as a JSON text, read back parsed. */
type Json<T> = ColumnType<T, string, string>;

interface MasterKeyNameTable {
  key_id: string;
  suite: CryptoSuite;
}

interface DataKeyTable {
  id: string;
  purpose: 'seal' | 'index';
  wrapped: Buffer;
  made_at: Date;
}

interface PersonTable {
  id: string;
  identity_index: Buffer;
  identity_sealed: Buffer;
  created_at: Generated<Date>;
}

interface PregnancyTable {
  id: string;
  person_id: string;
  state: string;
  expected_delivery_on: Day;
  dating_basis: string;
  age_at_delivery: number;
  fetus_count: number;
  clinical: Json<Record<string, unknown>>;
  cover: Json<Record<string, unknown>>;
  request: Json<Record<string, unknown>>;
  registration_index: Buffer;
  population_class: string;
  population_reasons: Json<string[]>;
  registered_by: string;
  registered_at: Date;
}

interface SerologyResultTable {
  id: string;
  pregnancy_id: string;
  institution: string;
  tested_on: Day;
  trisomy21_denominator: number | null;
  trisomy18_denominator: number | null;
  trisomy21_cutoff_denominator: number;
  trisomy18_cutoff_denominator: number;
  class: string;
}

interface ConsentTable {
  id: string;
  pregnancy_id: string;
  state: string;
  scopes: Json<string[]>;
  signed_on: Day | null;
}

interface SpecimenTable {
  id: string;
  pregnancy_id: string;
  number: string;
  parent_specimen_id: string | null;
  state: string;
  drawn_on: Day;
  gestational_days_at_draw: number;
  received_on: Day | null;
  hold_reasons: Json<string[]>;
  rejection_reason: string | null;
  registered_by: string;
  registered_at: Date;
}

interface ReviewTable {
  id: string;
  sample_id: string;
  analysis_result_id: string;
  state: string;
  reasons: Json<string[]>;
  reviewer: string | null;
  /** Empty but in rows of an earlier version, until the next start seals them. */
  comment: string | null;
  comment_sealed: Buffer | null;
  calls: Json<unknown[]> | null;
  decided_at: Date | null;
  urgency: Generated<number>;
  due_on: Day | null;
}

interface ReportTable {
  id: string;
  specimen_id: string;
  version: number;
  state: string;
  analysis_result_id: string;
  review_id: string;
  outcome: string;
  body: string;
  body_sha256: string;
  reviewer: string;
  approver: string;
  issued_at: Date;
}

interface ReportPrintTable {
  report_id: string;
  language: string;
  state: string;
  layout: number;
  sha256: string;
  printed_at: Date;
}

interface EligibilityDecisionTable {
  id: string;
  pregnancy_id: string;
  state: string;
  amount_minor_units: number;
  currency: string;
  reasons: Json<string[]>;
  scheme_id: string;
  scheme_version: number;
  inputs: Json<Record<string, unknown>>;
  decided_at: Date;
}

interface ClaimTable {
  id: string;
  pregnancy_id: string;
  eligibility_decision_id: string;
  state: string;
  amount_minor_units: number;
  currency: string;
  opened_at: Date;
}

interface LedgerEntryTable {
  id: string;
  claim_id: string;
  report_id: string;
  outcome: string;
  entered_at: Date;
}

interface FindingTable {
  id: string;
  version: Generated<number>;
  pregnancy_id: string;
  report_id: string;
  body: Json<Record<string, unknown>>;
  recorded_at: Date;
}

interface OutboxTable {
  sequence: ColumnType<number, never, never>;
  report_id: string;
  state: string;
  published_at: Date;
  pulled_at: Date | null;
  acknowledged_at: Date | null;
  is_withdrawal: Generated<boolean>;
}

interface ReportChangeTable {
  id: string;
  report_id: string;
  kind: string;
  state: string;
  reason_sealed: Buffer;
  analysis_result_id: string | null;
  decision: Json<AmendedDecision> | null;
  proposed_by: string;
  proposed_at: Date;
  decided_by: string | null;
  decided_at: Date | null;
  new_report_id: string | null;
}

interface FindingOutboxTable {
  sequence: ColumnType<number, never, never>;
  finding_id: string;
  is_withdrawal: Generated<boolean>;
  state: string;
  published_at: Date;
  pulled_at: Date | null;
  acknowledged_at: Date | null;
}

interface AuditVerificationTable {
  id: string;
  started_by: string;
  started_at: Generated<Date>;
  checked_count: Generated<number>;
  total_count: number;
  seen_at: Generated<Date>;
  result: Json<VerificationResult> | null;
  ended_at: Date | null;
}

/** Every table of the migrations, as kysely sees it. */
export interface Tables extends AftercareTables, IdentityTables, RunTables {
  audit_verification: AuditVerificationTable;
  master_key_name: MasterKeyNameTable;
  data_key: DataKeyTable;
  person: PersonTable;
  pregnancy: PregnancyTable;
  serology_result: SerologyResultTable;
  consent: ConsentTable;
  specimen: SpecimenTable;
  review: ReviewTable;
  report: ReportTable;
  report_print: ReportPrintTable;
  eligibility_decision: EligibilityDecisionTable;
  claim: ClaimTable;
  ledger_entry: LedgerEntryTable;
  finding: FindingTable;
  finding_outbox: FindingOutboxTable;
  outbox: OutboxTable;
  report_change: ReportChangeTable;
}
