import { type Kysely, sql } from 'kysely';

/** The person, her pregnancy with what was known of it, and the blood tubes drawn for it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
create table person (
  id uuid primary key,
  -- Keyed hash of identifier type and number: finds a person again without storing the number.
  identity_index bytea not null unique,
  -- Name, identifier, birth date and telephone, sealed together.
  identity_sealed bytea not null,
  created_at timestamptz not null default now()
);

create table pregnancy (
  id uuid primary key,
  person_id uuid not null references person,
  state text not null constraint pregnancy_state check (state in (
    'REGISTERED', 'SCREENED', 'NIPT_ONGOING', 'DIAGNOSIS_ONGOING', 'DELIVERED', 'TERMINATED',
    'LOST', 'CLOSED')),
  expected_delivery_on date not null,
  dating_basis text not null constraint pregnancy_dating_basis
    check (dating_basis in ('last-period', 'ultrasound')),
  age_at_delivery integer not null constraint pregnancy_age_at_delivery
    check (age_at_delivery between 10 and 70),
  fetus_count integer not null constraint pregnancy_fetus_count check (fetus_count between 1 and 9),
  -- Facts behind the population class (body mass index, transplants, couple's karyotypes …).
  clinical jsonb not null,
  -- Insurance scheme, centre, insured place, employer's county and poverty list.
  cover jsonb not null,
  -- Who asks for the test: institution and doctor.
  request jsonb not null,
  -- Keyed hash of everything registered: tells a repetition from a contradiction.
  registration_index bytea not null,
  population_class text not null constraint pregnancy_population_class
    check (population_class in ('suitable', 'cautious', 'notSuitable')),
  population_reasons jsonb not null,
  registered_by uuid not null references api_key,
  registered_at timestamptz not null,
  unique (person_id, expected_delivery_on)
);

create table serology_result (
  id uuid primary key,
  pregnancy_id uuid not null references pregnancy,
  institution text not null,
  tested_on date not null,
  trisomy21_denominator integer,
  trisomy18_denominator integer,
  trisomy21_cutoff_denominator integer not null,
  trisomy18_cutoff_denominator integer not null,
  class text not null constraint serology_result_class
    check (class in ('high', 'borderline', 'low')),
  unique (pregnancy_id, institution, tested_on)
);

create table consent (
  id uuid primary key,
  pregnancy_id uuid not null unique references pregnancy,
  state text not null constraint consent_state
    check (state in ('DRAFT', 'SIGNED', 'WITHDRAWN', 'EXPIRED')),
  scopes jsonb not null,
  signed_on date,
  constraint consent_signed_on check (state = 'DRAFT' or signed_on is not null)
);

-- A blood tube. Its number is that of the consent, the request and the report.
create table specimen (
  id uuid primary key,
  pregnancy_id uuid not null references pregnancy,
  number text not null unique,
  parent_specimen_id uuid references specimen,
  state text not null constraint specimen_state check (state in (
    'CREATED', 'CONSENTED', 'DRAWN', 'SHIPPED', 'RECEIVED', 'HELD', 'REJECTED', 'REDRAW_REQUESTED',
    'IN_LAB', 'ANALYSED', 'REPORTED', 'NO_CALL_FINAL', 'CANCELLED')),
  drawn_on date not null,
  gestational_days_at_draw integer not null,
  received_on date,
  hold_reasons jsonb not null default '[]',
  rejection_reason text,
  registered_by uuid not null references api_key,
  registered_at timestamptz not null,
  constraint specimen_rejection_reason check (state <> 'REJECTED' or rejection_reason is not null)
);
create index specimen_pregnancy on specimen (pregnancy_id);
`)
    .execute(db);
}
