import { type Kysely, sql } from 'kysely';

/**
 * What follows a result: high-risk cases with referral and diagnosis, follow-ups, redraws. Whatever
 * is open has a day on which it is due: the CHECKs leave no other way to be open.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(`${tables}${steps}${tasks}${existing}`).execute(db);
}

const tables = `
create table high_risk_case (
  id uuid primary key,
  specimen_id uuid not null unique references specimen,
  pregnancy_id uuid not null references pregnancy,
  report_id uuid not null references report,
  targets jsonb not null,
  state text not null constraint high_risk_case_state check (state in (
    'DETECTED', 'NOTIFIED', 'COUNSELLED', 'REFERRED', 'DIAGNOSIS_ACCEPTED', 'DECLINED',
    'CONFIRMED', 'REFUTED', 'UNKNOWN', 'OUTCOME')),
  due_on date,
  revision integer not null default 1,
  opened_at timestamptz not null,
  constraint high_risk_case_due check ((state = 'OUTCOME') = (due_on is null))
);
create index high_risk_case_queue on high_risk_case (due_on, id) where due_on is not null;
create index high_risk_case_pregnancy on high_risk_case (pregnancy_id);

create table referral (
  id uuid primary key,
  case_id uuid not null references high_risk_case,
  state text not null constraint referral_state check (state in (
    'CREATED', 'SENT', 'ACCEPTED', 'REJECTED', 'SEEN', 'FEEDBACK', 'CLOSED')),
  institution text not null,
  urgency text not null constraint referral_urgency check (urgency in ('green-channel', 'routine')),
  revision integer not null default 1,
  created_at timestamptz not null
);
-- One referral of a case is under way at a time.
create unique index referral_of_case on referral (case_id) where state not in (
  'REJECTED', 'CLOSED');

-- In codes only, so that no word of it tells the fetal sex.
create table diagnosis (
  id uuid primary key,
  case_id uuid not null references high_risk_case,
  institution text not null,
  method text not null constraint diagnosis_method check (method in ('karyotype', 'cma', 'fish')),
  material text not null constraint diagnosis_material check (material in (
    'chorionic-villi', 'amniotic-fluid', 'cord-blood', 'products-of-conception', 'newborn-blood')),
  results jsonb not null,
  reported_on date not null,
  recorded_by uuid not null references actor,
  recorded_at timestamptz not null
);
create index diagnosis_case on diagnosis (case_id, id);

create table pregnancy_outcome (
  id uuid primary key,
  pregnancy_id uuid not null unique references pregnancy,
  kind text not null constraint pregnancy_outcome_kind check (kind in (
    'live-birth', 'stillbirth', 'miscarriage', 'termination', 'lost')),
  ended_on date,
  phenotypes jsonb not null,
  recorded_by uuid not null references actor,
  recorded_at timestamptz not null,
  constraint pregnancy_outcome_ended check ((kind = 'lost') = (ended_on is null))
);

create table follow_up (
  id uuid primary key,
  pregnancy_id uuid not null unique references pregnancy,
  reason text not null constraint follow_up_reason check (reason in (
    'high-risk', 'no-call', 'low-risk')),
  state text not null constraint follow_up_state check (state in (
    'SCHEDULED', 'DUE', 'CONTACTED', 'COMPLETED', 'LOST')),
  opened_on date not null,
  due_on date,
  attempts integer not null default 0,
  revision integer not null default 1,
  opened_at timestamptz not null,
  constraint follow_up_due check ((state in ('COMPLETED', 'LOST')) = (due_on is null))
);
create index follow_up_queue on follow_up (due_on, id) where due_on is not null;

create table redraw (
  id uuid primary key,
  specimen_id uuid not null unique references specimen,
  pregnancy_id uuid not null references pregnancy,
  -- A kebab-case word: why the tube cannot be used.
  reason text not null,
  state text not null constraint redraw_state check (state in (
    'REQUESTED', 'NOTIFIED', 'REDRAWN', 'DECLINED', 'LOST')),
  due_on date,
  revision integer not null default 1,
  opened_at timestamptz not null,
  constraint redraw_due check ((state in ('REDRAWN', 'DECLINED', 'LOST')) = (due_on is null))
);
create index redraw_queue on redraw (due_on, id) where due_on is not null;
`;

const steps = `
-- Who did what, when, and her note, sealed.
create table aftercare_step (
  id uuid primary key,
  case_id uuid references high_risk_case,
  referral_id uuid references referral,
  follow_up_id uuid references follow_up,
  redraw_id uuid references redraw,
  event text not null,
  from_state text not null,
  to_state text not null,
  actor uuid not null references actor,
  at timestamptz not null,
  note_sealed bytea,
  constraint aftercare_step_about
    check (num_nonnulls(case_id, referral_id, follow_up_id, redraw_id) = 1)
);
create index aftercare_step_case on aftercare_step (case_id, id) where case_id is not null;
create index aftercare_step_referral on aftercare_step (referral_id, id)
  where referral_id is not null;
create index aftercare_step_follow_up on aftercare_step (follow_up_id, id)
  where follow_up_id is not null;
create index aftercare_step_redraw on aftercare_step (redraw_id, id) where redraw_id is not null;

create trigger aftercare_step_immutable before delete or update on aftercare_step
  for each row execute function refuse_change();
create trigger diagnosis_immutable before delete or update on diagnosis
  for each row execute function refuse_change();
create trigger pregnancy_outcome_immutable before delete or update on pregnancy_outcome
  for each row execute function refuse_change();
`;

const tasks = `
alter table laboratory_task drop constraint laboratory_task_kind;
alter table laboratory_task add constraint laboratory_task_kind check (kind in (
  'result-after-report', 'calendar-year-missing', 'claim-of-revoked-report',
  'case-of-amended-report', 'look-back-finding',
  'high-risk-case-due', 'follow-up-due', 'redraw-due'));
-- A notice is given once; a reminder again, whenever its subject is due and nobody is reminded.
drop index laboratory_task_subject;
create unique index laboratory_task_subject on laboratory_task (kind, subject)
  where kind not in ('high-risk-case-due', 'follow-up-due', 'redraw-due');
create unique index laboratory_task_reminder on laboratory_task (kind, subject)
  where closed_at is null and kind in ('high-risk-case-due', 'follow-up-due', 'redraw-due');
`;

/** What was issued and asked for by an earlier version is followed up too. */
const existing = `
insert into follow_up (id, pregnancy_id, reason, state, opened_on, due_on, opened_at)
select gen_random_uuid(), id, reason, 'SCHEDULED', opened_on,
       case when reason = 'low-risk' then expected_delivery_on + 28 else opened_on + 28 end, now()
  from (select distinct on (pregnancy.id) pregnancy.id, pregnancy.expected_delivery_on,
               (report.issued_at at time zone 'Asia/Shanghai')::date as opened_on,
               case when report.outcome = 'no-call' then 'no-call'
                    when report.body::jsonb -> 'results' @> '[{"verdict": "high-risk"}]'
                    then 'high-risk' else 'low-risk' end as reason
          from report join specimen on specimen.id = report.specimen_id
          join pregnancy on pregnancy.id = specimen.pregnancy_id
         where report.state = 'ISSUED'
         order by pregnancy.id, report.issued_at desc) as issued;
insert into high_risk_case
  (id, specimen_id, pregnancy_id, report_id, targets, state, due_on, opened_at)
select gen_random_uuid(), report.specimen_id, specimen.pregnancy_id, report.id,
       jsonb_path_query_array(report.body::jsonb,
         '$.results[*] ? (@.verdict == "high-risk").target'),
       'DETECTED', (report.issued_at at time zone 'Asia/Shanghai')::date + 1, report.issued_at
  from report join specimen on specimen.id = report.specimen_id
 where report.state = 'ISSUED'
   and report.body::jsonb -> 'results' @> '[{"verdict": "high-risk"}]';
insert into redraw (id, specimen_id, pregnancy_id, reason, state, due_on, opened_at)
select gen_random_uuid(), id, pregnancy_id, coalesce(rejection_reason, 'reviewer-decision'),
       'REQUESTED', drawn_on + 10, now()
  from specimen where state = 'REDRAW_REQUESTED'
   and not exists (select from specimen as next where next.parent_specimen_id = specimen.id);
`;
