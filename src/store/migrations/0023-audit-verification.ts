import { type Kysely, sql } from 'kysely';

/** Walks over the audit chain: how far the one under way is, what the others found. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`
create table audit_verification (
  id uuid primary key,
  started_by text not null,
  started_at timestamptz not null default now(),
  checked_count bigint not null default 0,
  -- Events of the chain when it was started; more may be checked.
  total_count bigint not null,
  -- When the process that walks last told of it; by this database's clock.
  seen_at timestamptz not null default now(),
  -- Null in an ended one: it was given up.
  result jsonb,
  ended_at timestamptz,
  constraint audit_verification_ended check (result is null or ended_at is not null)
);
create unique index audit_verification_under_way on audit_verification ((true))
  where ended_at is null;
create trigger audit_verification_immutable before delete or update on audit_verification
  for each row when (old.ended_at is not null) execute function refuse_change();
`)
    .execute(db);
}
