import type { ColumnType, Generated } from 'kysely';

type Day = string;
/** Written as a JSON text, read back parsed. */
type Json<T> = ColumnType<T, string, string>;

interface HighRiskCaseTable {
  id: string;
  specimen_id: string;
  pregnancy_id: string;
  report_id: string;
  targets: Json<string[]>;
  state: string;
  due_on: Day | null;
  revision: Generated<number>;
  opened_at: Date;
}

interface ReferralTable {
  id: string;
  case_id: string;
  state: string;
  institution: string;
  urgency: string;
  revision: Generated<number>;
  created_at: Date;
}

interface DiagnosisTable {
  id: string;
  case_id: string;
  institution: string;
  method: string;
  material: string;
  results: Json<{ target: string; result: string }[]>;
  reported_on: Day;
  recorded_by: string;
  recorded_at: Date;
}

interface PregnancyOutcomeTable {
  id: string;
  pregnancy_id: string;
  kind: string;
  ended_on: Day | null;
  phenotypes: Json<string[]>;
  recorded_by: string;
  recorded_at: Date;
}

interface FollowUpTable {
  id: string;
  pregnancy_id: string;
  reason: string;
  state: string;
  opened_on: Day;
  due_on: Day | null;
  attempts: Generated<number>;
  revision: Generated<number>;
  opened_at: Date;
}

interface RedrawTable {
  id: string;
  specimen_id: string;
  pregnancy_id: string;
  reason: string;
  state: string;
  due_on: Day | null;
  revision: Generated<number>;
  opened_at: Date;
}

interface AftercareStepTable {
  id: string;
  case_id: string | null;
  referral_id: string | null;
  follow_up_id: string | null;
  redraw_id: string | null;
  event: string;
  from_state: string;
  to_state: string;
  actor: string;
  at: Date;
  note_sealed: Buffer | null;
}

/** The tables of what follows a result. */
export interface AftercareTables {
  high_risk_case: HighRiskCaseTable;
  referral: ReferralTable;
  diagnosis: DiagnosisTable;
  pregnancy_outcome: PregnancyOutcomeTable;
  follow_up: FollowUpTable;
  redraw: RedrawTable;
  aftercare_step: AftercareStepTable;
}
