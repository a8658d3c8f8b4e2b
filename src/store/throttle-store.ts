import { type Kysely, sql, type Transaction } from 'kysely';
import type { Tables } from './tables.ts';

/** How failures in a row are answered. */
export interface ThrottleRule {
  /** So many are answered at once; from the last of them on there is a wait. */
  readonly free: number;
  /** The first wait, seconds; it doubles with each failure that follows. */
  readonly firstSeconds: number;
  readonly lastSeconds: number;
}

/** Failures older than this are forgotten. */
const forgottenAfterSeconds = 24 * 3600;

/**
 * Takes an attempt before it is judged, so that attempts sent at once count one by one. Answers how
 * many seconds to wait, 0 if it may go on; an attempt that has to wait is not counted. While no
 * wait is due nobody is locked: of two who come at once the earlier by the clock is not refused.
 */
export async function takeAttempt(
  kysely: Kysely<Tables>,
  { subject, rule, now }: { subject: Buffer; rule: ThrottleRule; now: Date },
): Promise<{ waitSeconds: number; failures: number }> {
  const forgotten = new Date(now.getTime() - forgottenAfterSeconds * 1000);
  const { rows } = await sql<{ failures: number }>`
    insert into sign_in_throttle as kept (subject, failures, locked_until, last_failed_at)
    values (${subject}, 1, ${forgotten}, ${now})
    on conflict (subject) do update set
      failures = case when kept.last_failed_at < ${forgotten} then 1 else kept.failures + 1 end,
      last_failed_at = ${now},
      locked_until = case
        when kept.last_failed_at < ${forgotten} or kept.failures + 1 < ${rule.free}::int
        then kept.locked_until
        else ${now}::timestamptz + make_interval(secs => least(${rule.lastSeconds}::float8,
          ${rule.firstSeconds}::float8
            * power(2, least(kept.failures + 1 - ${rule.free}::int, 20))))
        end
      where kept.locked_until <= ${now}
    returning failures`.execute(kysely);
  if (rows.length > 0) return { waitSeconds: 0, failures: rows[0].failures };
  const row = await kysely
    .selectFrom('sign_in_throttle')
    .selectAll()
    .where('subject', '=', subject)
    .executeTakeFirst();
  const left = (row?.locked_until.getTime() ?? 0) - now.getTime();
  return { waitSeconds: Math.max(1, Math.ceil(left / 1000)), failures: row?.failures ?? 0 };
}

/** Forgets failures: the attempt was right, or somebody with the right to do so unlocks. */
export async function forgetAttempts(
  db: Kysely<Tables> | Transaction<Tables>,
  subject: Buffer,
): Promise<void> {
  await db.deleteFrom('sign_in_throttle').where('subject', '=', subject).execute();
}

/** Takes one failure back: of an address that is many people's, one was right. */
export async function returnAttempt(
  db: Kysely<Tables> | Transaction<Tables>,
  subject: Buffer,
): Promise<void> {
  await db
    .updateTable('sign_in_throttle')
    .set((row) => ({ failures: row('failures', '-', 1) }))
    .where('subject', '=', subject)
    .where('failures', '>', 0)
    .execute();
}
