import { type Kysely, sql } from 'kysely';

/**
 * Who acts: persons with accounts, machines with API keys, OAuth clients. What was signed, decided
 * and registered points at the actor, of whatever kind.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(actors).execute(db);
  await sql.raw(keys).execute(db);
  await sql.raw(staff).execute(db);
  await sql.raw(clients).execute(db);
}

const actors = `
create table actor (
  id uuid primary key,
  kind text not null constraint actor_kind check (kind in ('staff', 'api-key', 'client')),
  -- Stands in the audit chain, so it is never given twice.
  name text not null unique,
  -- Stands on reports and pages.
  display_name text not null,
  created_at timestamptz not null default now(),
  unique (id, kind)
);
insert into actor (id, kind, name, display_name, created_at)
  select id, 'api-key', name, name, created_at from api_key;

alter table pregnancy drop constraint pregnancy_registered_by_fkey,
  add foreign key (registered_by) references actor;
alter table specimen drop constraint specimen_registered_by_fkey,
  add foreign key (registered_by) references actor;
alter table run drop constraint run_registered_by_fkey,
  add foreign key (registered_by) references actor;
alter table upload drop constraint upload_started_by_fkey,
  add foreign key (started_by) references actor;
alter table review drop constraint review_reviewer_fkey,
  add foreign key (reviewer) references actor;
alter table report drop constraint report_reviewer_fkey, drop constraint report_approver_fkey,
  add foreign key (reviewer) references actor, add foreign key (approver) references actor;
alter table idempotent_answer drop constraint idempotent_answer_api_key_id_fkey;
alter table idempotent_answer rename column api_key_id to actor_id;
alter table idempotent_answer add foreign key (actor_id) references actor;
`;

const keys = `
-- A key is its actor; the secrets it is known by change, and for a while two are good at once.
create table api_key_secret (
  key_sha256 bytea primary key constraint api_key_secret_sha256 check (length(key_sha256) = 32),
  api_key_id uuid not null references api_key,
  -- The first characters, by which people tell secrets apart.
  prefix text not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  last_used_at timestamptz
);
create index api_key_secret_key on api_key_secret (api_key_id);
insert into api_key_secret (key_sha256, api_key_id, prefix, created_at)
  select key_sha256, id, 'banyan_' || role, created_at from api_key;

drop table page_session;
alter table api_key drop column key_sha256, drop column name, drop column created_at,
  drop constraint api_key_role;
-- Persons sign in and the platform signs its assertions: their keys are no longer good.
update api_key set revoked_at = now() where role <> 'sequencer' and revoked_at is null;
alter table api_key
  add column kind text not null default 'api-key' constraint api_key_kind check (kind = 'api-key'),
  add foreign key (id, kind) references actor (id, kind),
  add constraint api_key_role check (
    revoked_at is not null or role in ('sequencer', 'cashier-system', 'monitoring'));
`;

const staff = `
create table staff (
  id uuid primary key,
  kind text not null default 'staff' constraint staff_kind check (kind = 'staff'),
  roles text[] not null default '{}' constraint staff_roles check (roles <@ array[
      'technician', 'reviewer', 'approver', 'laboratory-manager', 'insurance-centre',
      'county-finance', 'health-commission', 'auditor', 'system-administrator',
      'security-administrator', 'audit-administrator'])
    constraint staff_roles_alone check (cardinality(roles) <= 1 or not roles && array[
      'auditor', 'system-administrator', 'security-administrator', 'audit-administrator']),
  licence_number text,
  licence_from date,
  licence_to date,
  active boolean not null default true,
  -- Algorithm, parameters, salt and hash in one text. Null: signs in elsewhere only.
  password_hash text,
  must_change_password boolean not null default true,
  -- The second factor: its secret, sealed, and the last time step that was used up.
  totp_sealed bytea,
  totp_last_step bigint,
  -- Issuer and subject of an account kept elsewhere.
  oidc_subject text unique,
  foreign key (id, kind) references actor (id, kind)
);

create table recovery_code (
  staff_id uuid not null references staff,
  code_sha256 bytea not null constraint recovery_code_sha256 check (length(code_sha256) = 32),
  used_at timestamptz,
  primary key (staff_id, code_sha256)
);

-- Rights beside the roles, for a time and with a reason.
create table staff_grant (
  id uuid primary key,
  staff_id uuid not null references staff,
  permission text not null constraint staff_grant_permission
    check (permission in ('restricted.read', 'unmask')),
  reason text not null,
  granted_by uuid not null references actor,
  granted_at timestamptz not null,
  expires_at timestamptz not null
);
create index staff_grant_staff on staff_grant (staff_id, expires_at);

create table staff_session (
  id uuid primary key,
  token_sha256 bytea not null unique constraint staff_session_sha256
    check (length(token_sha256) = 32),
  staff_id uuid not null references staff,
  -- When the second factor was last given; until then the session is good for nothing else.
  factor_at timestamptz,
  -- A second factor being set up, sealed.
  enrolment_sealed bytea,
  started_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null
);
create index staff_session_staff on staff_session (staff_id);
create index staff_session_expires on staff_session (expires_at);

-- Failures in a row of an account's name, of its second factor, or of an address; each under a
-- keyed hash, also for names that nobody has.
create table sign_in_throttle (
  subject bytea primary key constraint sign_in_throttle_subject check (length(subject) = 32),
  failures integer not null,
  locked_until timestamptz not null,
  last_failed_at timestamptz not null
);
`;

const clients = `
create table oauth_client (
  id uuid primary key,
  kind text not null default 'client' constraint oauth_client_kind check (kind = 'client'),
  -- The public keys it signs with (RFC 7517).
  jwks jsonb not null,
  revoked_at timestamptz,
  foreign key (id, kind) references actor (id, kind)
);

create table oauth_token (
  token_sha256 bytea primary key constraint oauth_token_sha256 check (length(token_sha256) = 32),
  client_id uuid not null references oauth_client,
  scope text not null,
  expires_at timestamptz not null
);
create index oauth_token_expires on oauth_token (expires_at);

-- Assertions that were used up, as long as they would be good.
create table oauth_assertion (
  client_id uuid not null references oauth_client,
  jti_sha256 bytea not null constraint oauth_assertion_sha256 check (length(jti_sha256) = 32),
  expires_at timestamptz not null,
  primary key (client_id, jti_sha256)
);
create index oauth_assertion_expires on oauth_assertion (expires_at);
`;
