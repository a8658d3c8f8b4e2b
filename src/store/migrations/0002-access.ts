import { type Kysely, sql } from 'kysely';

/** Who may call: API keys of one role each, the page's sessions, answers kept for repetition. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
create table api_key (
  id uuid primary key,
  name text not null unique,
  role text not null constraint api_key_role
    check (role in ('sequencer', 'technician', 'reviewer', 'approver', 'platform')),
  key_sha256 bytea not null unique constraint api_key_sha256 check (length(key_sha256) = 32),
  created_at timestamptz not null default now(),
  revoked_at timestamptz
);

create table page_session (
  token_sha256 bytea primary key constraint page_session_sha256 check (length(token_sha256) = 32),
  api_key_id uuid not null references api_key,
  expires_at timestamptz not null
);

-- The answer to a write that named an Idempotency-Key: the same request again gets the same answer.
create table idempotent_answer (
  api_key_id uuid not null references api_key,
  idempotency_key text not null,
  request_sha256 bytea not null,
  -- 0 while the first request is still being answered.
  status integer not null,
  content_type text not null,
  body text not null,
  created_at timestamptz not null default now(),
  primary key (api_key_id, idempotency_key)
);
`)
    .execute(db);
}
