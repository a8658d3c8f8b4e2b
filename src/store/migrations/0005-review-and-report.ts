import { type Kysely, sql } from 'kysely';

/** What people decide about a result, the report they sign, and what follows from it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
create table review (
  id uuid primary key,
  sample_id uuid not null unique references sample,
  analysis_result_id uuid not null references analysis_result,
  state text not null constraint review_state check (state in (
    'PENDING', 'IN_REVIEW', 'APPROVED', 'RETEST', 'REDRAW', 'NO_CALL')),
  -- Why a person has to look, as kebab-case words.
  reasons jsonb not null,
  reviewer uuid references api_key,
  comment text,
  -- The verdict on each target as the reviewer left it.
  calls jsonb,
  decided_at timestamptz,
  constraint review_decided check (
    (state in ('PENDING', 'IN_REVIEW')) = (decided_at is null)
    and (decided_at is null) = (reviewer is null)
    and (decided_at is null) = (calls is null))
);

-- An issued version never changes; a later one supersedes it.
create table report (
  id uuid primary key,
  specimen_id uuid not null references specimen,
  version integer not null constraint report_version check (version >= 1),
  state text not null constraint report_state check (state in (
    'DRAFT', 'REVIEWED', 'SIGNED', 'ISSUED', 'AMENDED', 'REVOKED')),
  analysis_result_id uuid not null references analysis_result,
  review_id uuid not null references review,
  outcome text not null constraint report_outcome check (outcome in ('report', 'no-call')),
  body text not null,
  body_sha256 text not null,
  reviewer uuid not null references api_key,
  approver uuid not null references api_key,
  issued_at timestamptz not null,
  -- One review is signed once.
  unique (review_id),
  unique (specimen_id, version),
  constraint report_two_people check (reviewer <> approver)
);

create table eligibility_decision (
  id uuid primary key,
  pregnancy_id uuid not null references pregnancy,
  state text not null constraint eligibility_decision_state check (state in (
    'PENDING_INFO', 'ELIGIBLE', 'NOT_ELIGIBLE', 'SUPERSEDED')),
  amount_minor_units integer not null constraint eligibility_decision_amount
    check (amount_minor_units >= 0),
  currency text not null constraint eligibility_decision_currency check (currency = 'CNY'),
  reasons jsonb not null,
  scheme_id text not null,
  scheme_version integer not null,
  -- The facts the decision was made from.
  inputs jsonb not null,
  decided_at timestamptz not null
);
create unique index eligibility_decision_current on eligibility_decision (pregnancy_id)
  where state <> 'SUPERSEDED';

create table claim (
  id uuid primary key,
  pregnancy_id uuid not null references pregnancy,
  eligibility_decision_id uuid not null references eligibility_decision,
  state text not null constraint claim_state check (state in (
    'DRAFT', 'PRECHECKED', 'DEDUCTED', 'REVERSED', 'LEDGERED', 'IN_STATEMENT', 'PAID',
    'IN_COUNTY_SETTLEMENT', 'CLOSED', 'HELD', 'CLEARED', 'REJECTED')),
  amount_minor_units integer not null constraint claim_amount check (amount_minor_units > 0),
  currency text not null constraint claim_currency check (currency = 'CNY'),
  opened_at timestamptz not null
);
-- One claim a pregnancy, however often blood is drawn.
create unique index claim_of_pregnancy on claim (pregnancy_id) where state <> 'REVERSED';

create table ledger_entry (
  id uuid primary key,
  claim_id uuid not null references claim,
  report_id uuid not null unique references report,
  outcome text not null constraint ledger_entry_outcome check (outcome in ('report', 'no-call')),
  entered_at timestamptz not null
);

-- The genotype–phenotype store's row of one report; its phenotype and outcome come back later.
create table finding (
  id uuid primary key,
  pregnancy_id uuid not null references pregnancy,
  report_id uuid not null unique references report,
  body jsonb not null,
  recorded_at timestamptz not null
);

-- What the platform may pull. Rows are added under the audit chain's lock, so that the order of
-- sequence is the order of commits and a cursor never skips a late one.
create table outbox (
  sequence bigint generated always as identity primary key,
  report_id uuid not null unique references report,
  state text not null constraint outbox_state check (state in ('PUBLISHED', 'PULLED', 'ACKED')),
  published_at timestamptz not null,
  pulled_at timestamptz,
  acknowledged_at timestamptz,
  constraint outbox_pulled check ((state = 'PUBLISHED') = (pulled_at is null)),
  constraint outbox_acknowledged check ((state = 'ACKED') = (acknowledged_at is not null))
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% rows are immutable', tg_table_name;
end $$;
create trigger report_immutable before delete or update of
  specimen_id, version, analysis_result_id, review_id, outcome, body, body_sha256, reviewer,
  approver, issued_at on report for each row execute function refuse_change();
create trigger analysis_result_immutable before delete or update on analysis_result
  for each row execute function refuse_change();
create trigger ledger_entry_immutable before delete or update on ledger_entry
  for each row execute function refuse_change();
`)
    .execute(db);
}
